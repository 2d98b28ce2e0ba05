import { z } from 'zod';
import type { Reply } from '../envelope';
import { isMissingRecord, UNREADABLE } from '../envelope';
import type { ApiName, KieTask } from '../task';
import {
	SUCCESS_WITHOUT_IMAGE,
	readCode,
	readNumber,
	readObject,
	readProgress,
	readStatus,
	readText,
	readTime,
	withoutCallbackUrl,
} from '../task';
import type { CallbackBody } from './imageApi';

const createdSchema = z
	.object({ taskId: z.string().min(1) })
	.or(z.object({ task_id: z.string().min(1) }).transform(({ task_id }) => ({ taskId: task_id })));

/** The answer to a create, whose data names the task. */
export function readTaskId(reply: Reply<unknown>): Reply<string> {
	if (!reply.ok) return reply;
	const created = createdSchema.safeParse(reply.value);
	if (created.success) return { ok: true, value: created.data.taskId };
	// A success that names no task: whether there is one, only KIE's log can tell.
	return { ok: false, fault: UNREADABLE };
}

/** The answer to a reading: the task, or null where KIE has no such record (or not yet). */
export function readRecord(
	reply: Reply<unknown>,
	fromRecord: (record: Record<string, unknown>) => KieTask,
): Reply<KieTask | null> {
	if (!reply.ok) return isMissingRecord(reply.fault) ? { ok: true, value: null } : reply;
	const record = readObject(reply.value);
	return { ok: true, value: Object.keys(record).length > 0 ? fromRecord(record) : null };
}

/** What the APIs spell differently; the rest of a record is alike. */
export interface OwnSpelling {
	api: ApiName;
	taskId: string;
	model: string | null;
	prompt: string | null;
	/** Every image the record names as a result, whatever its status. */
	imageUrls: string[];
	errorCode: unknown;
	errorMessage: unknown;
}

/** A record of KIE's as the one shape of a task. */
export function toTask(record: Record<string, unknown>, own: OwnSpelling): KieTask {
	const said = readStatus(record);
	const imageUrls = said === 'success' ? own.imageUrls : [];
	const isEmptySuccess = said === 'success' && imageUrls.length === 0;
	return {
		taskId: own.taskId,
		api: own.api,
		model: own.model,
		status: isEmptySuccess ? 'failed' : said,
		progress: readProgress(record.progress, said),
		imageUrls,
		prompt: own.prompt,
		createdAt: readTime(record.createTime),
		completedAt: readTime(record.completeTime),
		creditsUsed: readNumber(record.creditsConsumed),
		errorCode: readErrorCode(own.errorCode),
		errorMessage: readText(own.errorMessage) ?? (isEmptySuccess ? SUCCESS_WITHOUT_IMAGE : null),
		raw: withoutCallbackUrl(record),
	};
}

/** KIE's schema lists 200 among the error codes: it says that there is none. */
function readErrorCode(value: unknown): number | string | null {
	const code = readCode(value);
	return code === 0 || code === 200 ? null : code;
}

/** What a callback of the APIs without a record says: a code, and the images. */
export function toRecord(
	{ code, msg, data }: CallbackBody,
	imageUrls: string[],
): Record<string, unknown> {
	const isDone = code === 200 || (code === null && imageUrls.length > 0);
	return isDone
		? { ...data, status: 'SUCCESS' }
		: { ...data, status: 'GENERATE_FAILED', errorCode: code, errorMessage: msg };
}
