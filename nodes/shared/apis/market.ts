import type { KieTask } from '../task';
import { firstUrls, readObject, readText } from '../task';
import type { ImageApi } from './imageApi';
import { readRecord, readTaskId, toTask } from './record';

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
		return readRecord(reply, (record) => fromRecord(taskId, record));
	},

	// It carries the record itself.
	fromCallback(taskId, { data }) {
		return 'state' in data || 'resultJson' in data ? fromRecord(taskId, data) : null;
	},
};

function fromRecord(taskId: string, record: Record<string, unknown>): KieTask {
	const result = readObject(record.resultJson);
	const request = readObject(record.param);
	return toTask(record, {
		api: 'market',
		taskId,
		model: readText(record.model) ?? readText(request.model),
		prompt: readText(readObject(request.input).prompt),
		imageUrls: firstUrls(result.resultUrls, result.result_urls),
		errorCode: record.failCode,
		errorMessage: record.failMsg,
	});
}
