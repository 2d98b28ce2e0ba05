import { isRecord, readText, unwrapped } from '../json';
import type { KieTask } from '../task';
import { readTaskId } from './created';
import type { ImageApi } from './imageApi';
import { readRecord, readRequest, toRecord, toTask } from './record';
import { firstUrls, imagesIn } from './result';

export const gpt4oImage: ImageApi = {
	name: 'gpt4oImage',
	displayName: '4o Image',
	firstLookMs: 10_000,

	async submit(transport, payload, callBackUrl) {
		const body = { ...payload, ...(callBackUrl !== undefined && { callBackUrl }) };
		return readTaskId(await transport.post('/api/v1/gpt4o-image/generate', body));
	},

	async read(transport, taskId, timeoutMs) {
		const reply = await transport.get('/api/v1/gpt4o-image/record-info', { taskId }, timeoutMs);
		return readRecord(reply, taskId, (record) => fromRecord(taskId, record));
	},

	// A failure may come as `info: null`, which names no API: 4o is the one known to send that.
	fromCallback(taskId, callback) {
		const { info = null } = callback.data;
		const isNone = info === null || (typeof info === 'string' && readText(info) === null);
		if (!isNone && !isRecord(unwrapped(info))) return null;
		return fromRecord(taskId, toRecord(callback, urlsOf(callback.data)));
	},
};

function urlsOf(record: Record<string, unknown>): string[] {
	return firstUrls(imagesIn(record.response, record, record.info), record.imageUrl);
}

function fromRecord(taskId: string, record: Record<string, unknown>): KieTask {
	return toTask(record, {
		api: 'gpt4oImage',
		taskId,
		model: 'gpt4o-image',
		prompt: readText(readRequest(record).prompt),
		imageUrls: urlsOf(record),
		errorCode: record.errorCode,
		errorMessage: record.errorMessage,
	});
}
