import type { Reply } from '../fault';
import { isMissingRecord } from '../fault';
import { readCode, readId, readNumber, readObject, readText, readTime } from '../json';
import type { ApiName, KieTask } from '../task';
import { isWithoutImage, withoutImage } from '../task';
import { withoutCallbackUrl } from '../withoutCallbackUrl';
import { readProgress, readStatus } from './status';

/** The answer to a reading: the task, or null where KIE has no such record (or not yet). */
export function readRecord(
	reply: Reply<unknown>,
	taskId: string,
	fromRecord: (record: Record<string, unknown>) => KieTask,
): Reply<KieTask | null> {
	if (reply.ok) {
		const record = readObject(reply.value);
		return { ok: true, value: Object.keys(record).length > 0 ? fromRecord(record) : null };
	}
	const { fault } = reply;
	if (fault.kind === 'refusal') {
		const record = readObject(fault.data);
		if (isEndOf(record, taskId)) {
			return { ok: true, value: explained(fromRecord(record), fault.code, fault.msg) };
		}
	}
	if (isMissingRecord(fault)) return { ok: true, value: null };
	return { ok: false, fault: withoutCallbackUrl(fault) };
}

/** Whether this says how a task ended. What names no task must do so in words only KIE has. */
function isEndOf(record: Record<string, unknown>, taskId: string): boolean {
	if (readStatus(record) === 'pending') return false;
	const named = readId(record.taskId) ?? readId(record.task_id);
	if (named !== null) return named === taskId;
	return (
		readText(record.state) !== null ||
		readNumber(record.successFlag) !== null ||
		/_failed$/i.test(readText(record.status) ?? '')
	);
}

/** A failed task, with what was said around its record where the record says nothing. */
export function explained(task: KieTask, code: number | null, msg: string | null): KieTask {
	const around = readErrorCode(code);
	if (task.status !== 'failed' || around === null) return task;
	return {
		...task,
		errorCode: task.errorCode ?? around,
		errorMessage: task.errorMessage ?? withoutCallbackUrl(msg),
	};
}

/** What the APIs spell differently; the rest of a record is alike. */
export interface OwnSpelling {
	model: string | null;
	prompt: string | null;
	/** Every image the record names as a result, whatever its status. */
	imageUrls: string[];
	/** What it gives where it gives no images; undefined where it always gives images. */
	result?: unknown;
	errorCode: unknown;
	errorMessage: unknown;
}

/** A record of KIE's as the one shape of a task. */
export function toTask(
	api: ApiName,
	taskId: string,
	record: Record<string, unknown>,
	own: OwnSpelling,
): KieTask {
	const said = readStatus(record);
	const imageUrls = said === 'success' ? own.imageUrls : [];
	const result = said === 'success' && imageUrls.length === 0 ? own.result : undefined;
	const task: KieTask = {
		taskId,
		api,
		model: own.model,
		status: said,
		progress: readProgress(record.progress, said),
		imageUrls,
		...(result !== undefined && { result: withoutCallbackUrl(result) }),
		prompt: own.prompt,
		createdAt: readTime(record.createTime),
		completedAt: readTime(record.completeTime),
		creditsUsed: said === 'pending' ? null : readCredits(record),
		errorCode: readErrorCode(own.errorCode),
		errorMessage: withoutCallbackUrl(readText(own.errorMessage)),
		raw: withoutCallbackUrl(record),
	};
	return isWithoutImage(task) && result === undefined ? withoutImage(task) : task;
}

/** The request, as the record repeats it. */
export function readRequest(record: Record<string, unknown>): Record<string, unknown> {
	const request = readObject(record.param);
	return Object.keys(request).length > 0 ? request : readObject(record.paramJson);
}

// While a task runs, this is what it may cost.
const readCredits = (record: Record<string, unknown>): number | null =>
	readNumber(record.creditsConsumed) ?? readNumber(record.consumeCredits);

/** KIE's schema lists 200 among the error codes: it says that there is none. */
function readErrorCode(value: unknown): number | string | null {
	const code = readCode(value);
	return code === 0 || code === 200 ? null : code;
}
