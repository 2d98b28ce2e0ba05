import { readObject, readText } from '../json';
import { imageApi } from './imageApi';
import { readRequest } from './record';
import { firstResult, imagesIn } from './result';

export const market = imageApi({
	name: 'market',
	displayName: 'Market',
	firstLookMs: 5_000,
	createPath: '/api/v1/jobs/createTask',
	recordPath: '/api/v1/jobs/recordInfo',

	fromRecord(record) {
		const results = [record.resultJson, record.response];
		const request = readRequest(record);
		return {
			model: readText(record.model) ?? readText(request.model),
			prompt: readText(readObject(request.input).prompt),
			imageUrls: imagesIn(...results),
			result: firstResult(...results),
			errorCode: record.failCode,
			errorMessage: record.failMsg,
		};
	},

	// It carries the record itself.
	fromCallback({ code, data }) {
		if (!('state' in data || 'resultJson' in data)) return null;
		const isFailure = code !== null && code !== 200 && !('state' in data);
		return isFailure ? { ...data, state: 'fail' } : data;
	},
});
