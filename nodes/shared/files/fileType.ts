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
export const WEB_PAGE = type('text/html', 'html', 'web page');

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
export const MARK_BYTES = 64;

/** The type of a file by its first bytes; null where they say nothing. */
export function fileTypeOf(head: Uint8Array): FileType | null {
	const marked = MARKS.find(([at, mark]) => text(head, at, at + mark.length) === mark);
	if (marked) return marked[2];
	const start = text(head, 0, MARK_BYTES)
		.replace(/^\xef\xbb\xbf/, '')
		.trimStart()
		.toLowerCase();
	if (/^<(!doctype html|html|head|body|script)/.test(start)) return WEB_PAGE;
	if (start.includes('<svg')) return type('image/svg+xml', 'svg', 'SVG');
	const isText = start !== '' && /^[\t\n\r\x20-\x7e]*$/.test(start);
	return isText ? TEXT : null;
}

const BY_EXTENSION = new Map(
	[...MARKS.map(([, , fileType]) => fileType), type('image/jpeg', 'jpeg', 'JPEG')].map(
		(fileType) => [fileType.extension, fileType.mimeType],
	),
);

export function mimeTypeByExtension(extension: string): string | null {
	return BY_EXTENSION.get(extension.toLowerCase()) ?? null;
}

/** The ending that files of a type have; null for a type that is not known here. */
export function extensionOf(mimeType: string): string | null {
	return MARKS.find(([, , fileType]) => fileType.mimeType === mimeType)?.[2].extension ?? null;
}
