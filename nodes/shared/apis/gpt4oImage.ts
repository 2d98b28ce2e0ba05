import { z } from 'zod';
import type { Reply } from '../envelope';
import { isMissingRecord, UNREADABLE } from '../envelope';
import type { KieTask } from '../task';
import {
	SUCCESS_WITHOUT_IMAGE,
	firstUrls,
	readCode,
	readNumber,
	readObject,
	readProgress,
	readStatus,
	readText,
	readTime,
	withoutCallbackUrl,
} from '../task';
import type { ImageApi } from './imageApi';

export const gpt4oImage: ImageApi = {
	name: 'gpt4oImage',
	displayName: '4o Image',
	firstLookMs: 10_000,

	async submit(transport, payload, callBackUrl) {
		const reply = await transport.post('/api/v1/gpt4o-image/generate', {
			...payload,
			...(callBackUrl !== undefined && { callBackUrl }),
		});
		return reply.ok ? readTaskId(reply.value) : reply;
	},

	async read(transport, taskId, timeoutMs) {
		const reply = await transport.get('/api/v1/gpt4o-image/record-info', { taskId }, timeoutMs);
		if (!reply.ok) return isMissingRecord(reply.fault) ? { ok: true, value: null } : reply;
		const record = readObject(reply.value);
		const found = Object.keys(record).length > 0;
		return { ok: true, value: found ? toTask(taskId, record) : null };
	},
};

const createdSchema = z
	.object({ taskId: z.string().min(1) })
	.or(z.object({ task_id: z.string().min(1) }).transform(({ task_id }) => ({ taskId: task_id })));

function readTaskId(data: unknown): Reply<string> {
	const created = createdSchema.safeParse(data);
	if (created.success) return { ok: true, value: created.data.taskId };
	// A success that names no task: whether there is one, only KIE's log can tell.
	return { ok: false, fault: UNREADABLE };
}

function toTask(taskId: string, record: Record<string, unknown>): KieTask {
	const response = readObject(record.response);
	const info = readObject(record.info);
	const said = readStatus(record);
	const imageUrls =
		said === 'success'
			? firstUrls(
					response.resultUrls,
					response.result_urls,
					record.resultUrls,
					record.result_urls,
					info.result_urls,
					info.resultUrls,
					record.imageUrl,
				)
			: [];
	const isEmptySuccess = said === 'success' && imageUrls.length === 0;
	const status = isEmptySuccess ? 'failed' : said;
	return {
		taskId,
		api: 'gpt4oImage',
		model: 'gpt4o-image',
		status,
		progress: readProgress(record.progress, said),
		imageUrls,
		prompt: readText(readObject(record.paramJson).prompt),
		createdAt: readTime(record.createTime),
		completedAt: readTime(record.completeTime),
		creditsUsed: readNumber(record.creditsConsumed),
		errorCode: readErrorCode(record.errorCode),
		errorMessage: readText(record.errorMessage) ?? (isEmptySuccess ? SUCCESS_WITHOUT_IMAGE : null),
		raw: withoutCallbackUrl(record),
	};
}

/** KIE's schema lists 200 among the error codes: it says that there is none. */
function readErrorCode(value: unknown): number | string | null {
	const code = readCode(value);
	return code === 0 || code === 200 ? null : code;
}
