import type { FileType } from '../catalogue/index.ts';

export type ImageType = 'png' | 'jpeg' | 'webp' | 'gif' | 'mp4';

const mimes: Readonly<Record<ImageType, string>> = {
	png: 'image/png',
	jpeg: 'image/jpeg',
	webp: 'image/webp',
	gif: 'image/gif',
	mp4: 'video/mp4',
};

/** What a file is by its first bytes, whatever it is called. */
export function sniff(bytes: Buffer): ImageType | undefined {
	const ascii = (from: number, to: number) => bytes.toString('latin1', from, to);
	if (ascii(0, 4) === '\x89PNG') return 'png';
	if (bytes[0] === 0xff && bytes[1] === 0xd8 && bytes[2] === 0xff) return 'jpeg';
	if (ascii(0, 4) === 'RIFF' && ascii(8, 12) === 'WEBP') return 'webp';
	if (ascii(0, 4) === 'GIF8') return 'gif';
	if (ascii(4, 8) === 'ftyp') return 'mp4';
	return undefined;
}

export const mimeOf = (type: FileType | ImageType): string => mimes[type === 'jpg' ? 'jpeg' : type];

/** The smallest file that players and sniffers take for an mp4: brand, empty index, no frames. */
export function emptyMp4(): Buffer {
	const box = (type: string, ...content: Buffer[]) => {
		const body = Buffer.concat(content);
		const head = Buffer.alloc(8);
		head.writeUInt32BE(8 + body.length);
		head.write(type, 4, 'latin1');
		return Buffer.concat([head, body]);
	};
	const movieHeader = Buffer.alloc(100);
	movieHeader.writeUInt32BE(1000, 12); // time scale
	movieHeader.writeUInt32BE(0x10000, 20); // rate 1.0
	movieHeader.writeUInt32BE(1, 96); // next track
	return Buffer.concat([
		box('ftyp', Buffer.from('isom\0\0\x02\0isomiso2mp41', 'latin1')),
		box('moov', box('mvhd', movieHeader)),
		box('mdat'),
	]);
}
