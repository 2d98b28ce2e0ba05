import type { KieTask } from '../task';
import { firstUrls, isRecord, readObject, readText } from '../task';
import type { ImageApi } from './imageApi';
import { readRecord, readTaskId, toRecord, toTask } from './record';

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
		return readRecord(reply, (record) => fromRecord(taskId, record));
	},

	// A failure may come as `info: null`, which names no API: 4o is the one known to send that.
	fromCallback(taskId, callback) {
		const { info = null } = callback.data;
		if (info !== null && !isRecord(info)) return null;
		return fromRecord(taskId, toRecord(callback, urlsOf(callback.data)));
	},
};

function urlsOf(record: Record<string, unknown>): string[] {
	const response = readObject(record.response);
	const info = readObject(record.info);
	return firstUrls(
		response.resultUrls,
		response.result_urls,
		record.resultUrls,
		record.result_urls,
		info.result_urls,
		info.resultUrls,
		record.imageUrl,
	);
}

function fromRecord(taskId: string, record: Record<string, unknown>): KieTask {
	return toTask(record, {
		api: 'gpt4oImage',
		taskId,
		model: 'gpt4o-image',
		prompt: readText(readObject(record.paramJson).prompt),
		imageUrls: urlsOf(record),
		errorCode: record.errorCode,
		errorMessage: record.errorMessage,
	});
}
