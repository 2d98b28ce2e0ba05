/** A type of file, as its first bytes tell. */
export interface FileType {
	mimeType: string;
	extension: string;
	/** How people call it. */
	name: string;
}

const type = (mimeType: string, extension: string, name: string): FileType => ({
	mimeType,
	extension,
	name,
});

export const PNG = type('image/png', 'png', 'PNG');
export const JPEG = type('image/jpeg', 'jpg', 'JPEG');
export const WEBP = type('image/webp', 'webp', 'WebP');
export const TEXT = type('text/plain', 'txt', 'text');
export const WEB_PAGE = type('text/html', 'html', 'a web page');
const SVG = type('image/svg+xml', 'svg', 'SVG');

const text = (bytes: Uint8Array, from: number, to: number) =>
	String.fromCharCode(...bytes.subarray(from, to));

/** Where a mark stands in the file, the mark, and what it means. */
const MARKS: Array<[at: number, mark: string, FileType]> = [
	[0, '\x89PNG\r\n\x1a\n', PNG],
	[0, '\xff\xd8\xff', JPEG],
	[8, 'WEBP', WEBP],
	[0, 'GIF8', type('image/gif', 'gif', 'GIF')],
	[0, 'BM', type('image/bmp', 'bmp', 'BMP')],
	[0, 'II*\0', type('image/tiff', 'tif', 'TIFF')],
	[0, 'MM\0*', type('image/tiff', 'tif', 'TIFF')],
	[4, 'ftypavif', type('image/avif', 'avif', 'AVIF')],
	[4, 'ftyphe', type('image/heic', 'heic', 'HEIC')],
	[4, 'ftypmif1', type('image/heic', 'heic', 'HEIC')],
	[4, 'ftypqt', type('video/quicktime', 'mov', 'QuickTime')],
	[4, 'ftyp', type('video/mp4', 'mp4', 'MP4')],
	[0, '\x1aE\xdf\xa3', type('video/webm', 'webm', 'WebM')],
	[0, '%PDF', type('application/pdf', 'pdf', 'PDF')],
	[0, 'PK\x03\x04', type('application/zip', 'zip', 'ZIP')],
];

/** How many bytes a type shows in. */
export const MARK_BYTES = 512;

/** The type of a file by its first bytes; null where they say nothing. */
export function fileTypeOf(head: Uint8Array): FileType | null {
	const marked = MARKS.find(([at, mark]) => text(head, at, at + mark.length) === mark);
	if (marked) return marked[2];
	const start = textIn(head.subarray(0, MARK_BYTES)).trimStart().toLowerCase();
	if (start === '') return null;
	if (/^<(!doctype html|html|head|body|script)/.test(start)) return WEB_PAGE;
	return start.includes('<svg') ? SVG : TEXT;
}

/** Empty where it is no text. */
function textIn(bytes: Uint8Array): string {
	try {
		// As of a stream, since the last letter may be cut.
		const decoded = new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: true });
		return /[^\P{Cc}\t\n\f\r]/u.test(decoded) ? '' : decoded;
	} catch {
		return '';
	}
}

const KNOWN = [...MARKS.map(([, , fileType]) => fileType), SVG];

export function mimeTypeByExtension(extension: string): string | null {
	const ending = extension.toLowerCase().replace('jpeg', 'jpg');
	return KNOWN.find((known) => known.extension === ending)?.mimeType ?? null;
}

/** The ending that files of a type have; null for a type that is not known here. */
export function extensionOf(mimeType: string): string | null {
	return KNOWN.find((known) => known.mimeType === mimeType)?.extension ?? null;
}
