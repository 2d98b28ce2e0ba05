import { pngOfSize } from '../../helpers/pictures.ts';
import type { Answer } from './answer.ts';
import { no, ok, page, reset } from './answer.ts';
import type { FileFault, UploadFault } from './fates.ts';

export const RESULTS = 'https://tempfile.aiquickdraw.com';
export const PHOTOS = 'https://photos.example.com';
const UPLOADED = 'https://tempfile.redpandaai.co';

// The width of a picture says whose it is; the height, whether it goes in, or which result it is.
const WIDTH = 300;
const HEIGHT_IN = 300;
const HEIGHT_OUT = 400;
const pictures = new Map<string, Buffer>();

function png(width: number, height: number): Buffer {
	const key = `${width} ${height}`;
	const made = pictures.get(key) ?? pngOfSize(width, height);
	pictures.set(key, made);
	return made;
}

/** The photo that goes in for an item. */
export const photoOf = (item: number): Buffer => png(WIDTH + item, HEIGHT_IN);

/** An image that KIE made for an item. */
export const resultOf = (item: number, index: number): Buffer =>
	png(WIDTH + item, HEIGHT_OUT + index);

/** Whose photo stands in the body of an upload. */
export function itemOfUpload(body: Buffer): number {
	const at = body.indexOf('IHDR');
	return at < 0 ? -1 : body.readUInt32BE(at + 4) - WIDTH;
}

/** The node has given up by then. */
export const UPLOAD_LATE_MS = 125_000;

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

/** How the URL of an uploaded file begins. */
export const uploadedUrl = (item: number): string => `${UPLOADED}/up/item-${item}-`;

export const uploadAnswer = (item: number, nth: number): Answer =>
	ok({
		success: true,
		fileName: `${nth}.png`,
		filePath: `up/${nth}.png`,
		downloadUrl: `${uploadedUrl(item)}${nth}.png`,
		fileSize: 123,
		mimeType: 'image/png',
		uploadedAt: new Date().toISOString(),
	});

/** `quoted` is what a server may repeat of a request. */
export function brokenUpload(fault: UploadFault, answer: Answer, quoted: string): Answer {
	switch (fault) {
		case 'http500':
			return no(500, `Internal Error${quoted}`, 500);
		case 'reset':
			return reset;
		case 'unauthorized':
			return no(401, `You do not have access permissions${quoted}`);
		case 'gateway':
			return page(502);
		case 'noUrl':
			return ok({ success: true });
		case 'limited':
			return no(429, 'Your call frequency is too high');
		case 'cut':
			return { ...answer, half: 'end' };
		case 'midway':
			return { ...answer, half: 'connection' };
		case 'late':
			return { ...answer, delayMs: UPLOAD_LATE_MS };
	}
}
