import type { ImageSize } from '../imageShape';
import type { FileType } from './fileType';
import { JPEG, PNG, WEBP } from './fileType';

// How far into a file its size may stand: a JPEG begins with whatever its camera had to say.
const MAX_BYTES = 512 * 1024;
const FIRST_BYTES = 64;

/** Reads no more of an image than its size takes; null where it does not say. */
export async function readImageSize(
	readHead: (bytes: number) => Promise<Uint8Array>,
	type: FileType,
): Promise<ImageSize | null> {
	for (let bytes = FIRST_BYTES; ; bytes = Math.min(bytes * 16, MAX_BYTES)) {
		const head = await readHead(bytes);
		const size = imageSizeOf(head, type);
		if (size || head.length < bytes || bytes === MAX_BYTES) return size;
	}
}

/** Width and height from the first bytes of an image; null where they do not say. */
export function imageSizeOf(head: Uint8Array, { mimeType }: FileType): ImageSize | null {
	const view = new DataView(head.buffer, head.byteOffset, head.byteLength);
	try {
		const size =
			mimeType === PNG.mimeType
				? pngSize(view)
				: mimeType === JPEG.mimeType
					? jpegSize(view)
					: mimeType === WEBP.mimeType
						? webpSize(view)
						: null;
		// A JPEG may tell its height only at its end, and has none until then.
		return size && size.width > 0 && size.height > 0 ? size : null;
	} catch {
		return null; // It ends before its size.
	}
}

const IHDR = 0x49484452;

function pngSize(view: DataView): ImageSize | null {
	if (view.getUint32(12) !== IHDR) return null;
	return { width: view.getUint32(16), height: view.getUint32(20) };
}

/** Walks over the segments to the one that begins the frame. */
function jpegSize(view: DataView): ImageSize | null {
	for (let at = 2; ;) {
		if (view.getUint8(at) !== 0xff) return null;
		const marker = view.getUint8(at + 1);
		const standsAlone = marker === 0xff || marker === 0x01 || (marker >= 0xd0 && marker <= 0xd8);
		const beginsFrame =
			marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc;
		if (beginsFrame) return { height: view.getUint16(at + 5), width: view.getUint16(at + 7) };
		// 0xff may be repeated before a marker.
		at += marker === 0xff ? 1 : standsAlone ? 2 : 2 + view.getUint16(at + 2);
	}
}

function webpSize(view: DataView): ImageSize | null {
	const uint24 = (at: number) => view.getUint16(at, true) + (view.getUint8(at + 2) << 16);
	switch (view.getUint32(12)) {
		case 0x56503858: // VP8X
			return { width: 1 + uint24(24), height: 1 + uint24(27) };
		case 0x5650384c: {
			// VP8L
			const bits = view.getUint32(21, true);
			return { width: 1 + (bits & 0x3fff), height: 1 + ((bits >> 14) & 0x3fff) };
		}
		case 0x56503820: // VP8, with a blank
			return {
				width: view.getUint16(26, true) & 0x3fff,
				height: view.getUint16(28, true) & 0x3fff,
			};
		default:
			return null;
	}
}
