import { isRecord, readText, unwrapped } from '../json';
import { toRecord } from './callback';
import { imageApi } from './imageApi';
import { readRequest } from './record';
import { firstUrls, imagesIn } from './result';

export const gpt4oImage = imageApi({
	name: 'gpt4oImage',
	displayName: '4o Image',
	firstLookMs: 10_000,
	createPath: '/api/v1/gpt4o-image/generate',
	recordPath: '/api/v1/gpt4o-image/record-info',

	fromRecord: (record) => ({
		model: 'gpt4o-image',
		prompt: readText(readRequest(record).prompt),
		imageUrls: urlsOf(record),
		errorCode: record.errorCode,
		errorMessage: record.errorMessage,
	}),

	// A failure may come as `info: null`, which names no API: 4o is the one known to send that.
	fromCallback(callback) {
		const { info = null } = callback.data;
		const isNone = info === null || (typeof info === 'string' && readText(info) === null);
		if (!isNone && !isRecord(unwrapped(info))) return null;
		return toRecord(callback, urlsOf(callback.data));
	},
});

function urlsOf(record: Record<string, unknown>): string[] {
	return firstUrls(imagesIn(record.response, record, record.info), record.imageUrl);
}
