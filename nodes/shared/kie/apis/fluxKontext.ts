import { readObject, readText } from '../json';
import { toRecord } from './callback';
import { imageApi } from './imageApi';
import { readRequest } from './record';
import { imagesIn } from './result';

export const fluxKontext = imageApi({
	name: 'fluxKontext',
	displayName: 'Flux Kontext',
	firstLookMs: 5_000,
	createPath: '/api/v1/flux/kontext/generate',
	recordPath: '/api/v1/flux/kontext/record-info',

	fromRecord(record) {
		const request = readRequest(record);
		return {
			model: readText(request.model),
			prompt: readText(request.prompt),
			imageUrls: urlsOf(record),
			errorCode: record.errorCode,
			errorMessage: record.errorMessage,
		};
	},

	fromCallback(callback) {
		const info = readObject(callback.data.info);
		if (!('resultImageUrl' in info || 'originImageUrl' in info)) return null;
		return toRecord(callback, urlsOf(callback.data));
	},
});

/** The result alone: `originImageUrl` is what went in. */
function urlsOf(record: Record<string, unknown>): string[] {
	return imagesIn(record.response, record.info, record);
}
