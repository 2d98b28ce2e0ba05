import type { KieTask } from '../task';
import { readObject, readText } from '../json';
import { readTaskId } from './created';
import type { ImageApi } from './imageApi';
import { explained, readRecord, readRequest, toTask } from './record';
import { firstResult, imagesIn } from './result';

export const market: ImageApi = {
	name: 'market',
	displayName: 'Market',
	firstLookMs: 5_000,

	async submit(transport, payload, callBackUrl) {
		const body = { ...payload, ...(callBackUrl !== undefined && { callBackUrl }) };
		return readTaskId(await transport.post('/api/v1/jobs/createTask', body));
	},

	async read(transport, taskId, timeoutMs) {
		const reply = await transport.get('/api/v1/jobs/recordInfo', { taskId }, timeoutMs);
		return readRecord(reply, taskId, (record) => fromRecord(taskId, record));
	},

	// It carries the record itself.
	fromCallback(taskId, { code, msg, data }) {
		if (!('state' in data || 'resultJson' in data)) return null;
		const isFailure = code !== null && code !== 200 && !('state' in data);
		const task = fromRecord(taskId, isFailure ? { ...data, state: 'fail' } : data);
		return explained(task, code, msg);
	},
};

function fromRecord(taskId: string, record: Record<string, unknown>): KieTask {
	const results = [record.resultJson, record.response];
	const request = readRequest(record);
	return toTask(record, {
		api: 'market',
		taskId,
		model: readText(record.model) ?? readText(request.model),
		prompt: readText(readObject(request.input).prompt),
		imageUrls: imagesIn(...results),
		result: firstResult(...results),
		errorCode: record.failCode,
		errorMessage: record.failMsg,
	});
}
