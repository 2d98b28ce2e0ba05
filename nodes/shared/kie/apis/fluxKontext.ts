import type { KieTask } from '../task';
import { readObject, readText } from '../json';
import { readTaskId } from './created';
import type { ImageApi } from './imageApi';
import { readRecord, readRequest, toRecord, toTask } from './record';
import { firstUrls } from './result';

export const fluxKontext: ImageApi = {
	name: 'fluxKontext',
	displayName: 'Flux Kontext',
	firstLookMs: 5_000,

	async submit(transport, payload, callBackUrl) {
		const body = { ...payload, ...(callBackUrl !== undefined && { callBackUrl }) };
		return readTaskId(await transport.post('/api/v1/flux/kontext/generate', body));
	},

	async read(transport, taskId, timeoutMs) {
		const reply = await transport.get('/api/v1/flux/kontext/record-info', { taskId }, timeoutMs);
		return readRecord(reply, taskId, (record) => fromRecord(taskId, record));
	},

	fromCallback(taskId, callback) {
		const info = readObject(callback.data.info);
		if (!('resultImageUrl' in info || 'originImageUrl' in info)) return null;
		return fromRecord(taskId, toRecord(callback, urlsOf(callback.data)));
	},
};

/** The result alone: `originImageUrl` is what went in. */
function urlsOf(record: Record<string, unknown>): string[] {
	return firstUrls(
		readObject(record.response).resultImageUrl,
		readObject(record.info).resultImageUrl,
		record.resultImageUrl,
	);
}

function fromRecord(taskId: string, record: Record<string, unknown>): KieTask {
	const request = readRequest(record);
	return toTask(record, {
		api: 'fluxKontext',
		taskId,
		model: readText(request.model),
		prompt: readText(request.prompt),
		imageUrls: urlsOf(record),
		errorCode: record.errorCode,
		errorMessage: record.errorMessage,
	});
}
