import { pngOfSize } from '../../helpers/pictures.ts';
import type { Answer } from './answer.ts';
import { no, ok, page, reset } from './answer.ts';
import type { FileFault, UploadFault } from './fates.ts';

export const RESULTS = 'https://tempfile.aiquickdraw.com';
export const PHOTOS = 'https://photos.example.com';
export const UPLOADED = 'https://tempfile.redpandaai.co';

// The width of a photo says whose it is.
const WIDTH = 300;
const photos = new Map<number, Buffer>();

/** The photo that goes in for an item. */
export function photoOf(item: number): Buffer {
	const photo = photos.get(item) ?? pngOfSize(WIDTH + item, WIDTH);
	photos.set(item, photo);
	return photo;
}

/** Whose photo stands in the body of an upload. */
export function itemOfUpload(body: Buffer): number {
	const at = body.indexOf('IHDR');
	return at < 0 ? -1 : body.readUInt32BE(at + 4) - WIDTH;
}

export const picture = (bytes: Buffer): Answer => ({
	body: bytes,
	headers: { 'content-type': 'image/png', 'content-length': String(bytes.length) },
});

export function brokenFile(fault: FileFault, url: string, bytes: Buffer): Answer {
	switch (fault) {
		case 'notFound':
			return page(404);
		case 'http500':
			return page(500);
		case 'reset':
			return reset;
		case 'midway':
			return { ...picture(bytes), half: 'connection' };
		case 'silent':
			return { ...picture(bytes), delayMs: 31_000 };
		case 'page':
			return page(200);
		case 'empty':
			return { body: '', headers: { 'content-type': 'image/png' } };
		case 'private':
			return { status: 302, body: '', headers: { location: 'http://169.254.169.254/latest' } };
		case 'circle':
			return { status: 302, body: '', headers: { location: url } };
	}
}

export const uploadAnswer = (item: number, nth: number): Answer =>
	ok({
		success: true,
		fileName: `${nth}.png`,
		filePath: `up/${nth}.png`,
		downloadUrl: `${UPLOADED}/up/item-${item}-${nth}.png`,
		fileSize: 123,
		mimeType: 'image/png',
		uploadedAt: new Date().toISOString(),
	});

export function brokenUpload(fault: UploadFault): Answer {
	switch (fault) {
		case 'http500':
			return no(500, 'Internal Error', 500);
		case 'reset':
			return reset;
		case 'unauthorized':
			return no(401, 'You do not have access permissions');
		case 'gateway':
			return page(502);
		case 'noUrl':
			return ok({ success: true });
		case 'limited':
			return no(429, 'Your call frequency is too high');
	}
}
