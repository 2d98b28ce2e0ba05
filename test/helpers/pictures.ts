import { createRequire } from 'node:module';

// The sandbox draws with it already; the package itself needs no image library.
const require = createRequire(new URL('../../sandbox/package.json', import.meta.url));
const { createCanvas } = require('@napi-rs/canvas') as {
	createCanvas(
		width: number,
		height: number,
	): {
		getContext(kind: '2d'): {
			fillStyle: string;
			fillRect(x: number, y: number, width: number, height: number): void;
		};
		encodeSync(format: 'png' | 'jpeg' | 'webp', quality?: number): Buffer;
	};
};

export type Format = 'png' | 'jpeg' | 'webp';

/** A picture as a program would save it. */
export function picture(format: Format, width: number, height: number, color = 'teal'): Buffer {
	const canvas = createCanvas(width, height);
	const context = canvas.getContext('2d');
	context.fillStyle = color;
	context.fillRect(0, 0, width, height);
	return canvas.encodeSync(format);
}

/** The same picture with something before its size, as a camera puts it there. */
export function withExif(jpeg: Buffer, bytes: number): Buffer {
	const head = Buffer.from([0xff, 0xe1, (bytes + 2) >> 8, (bytes + 2) & 0xff]);
	return Buffer.concat([jpeg.subarray(0, 2), head, Buffer.alloc(bytes, 0xff), jpeg.subarray(2)]);
}

const chunk = (name: string, data: Buffer): Buffer => {
	const length = Buffer.alloc(4);
	length.writeUInt32LE(data.length);
	return Buffer.concat([Buffer.from(name), length, data]);
};

/** The beginning of a WebP in one of its three kinds, by its specification. */
export function webpHead(kind: 'VP8 ' | 'VP8L' | 'VP8X', width: number, height: number): Buffer {
	const data = Buffer.alloc(10);
	if (kind === 'VP8X') {
		data.writeUIntLE(width - 1, 4, 3);
		data.writeUIntLE(height - 1, 7, 3);
	} else if (kind === 'VP8L') {
		data[0] = 0x2f;
		data.writeUInt32LE((width - 1) | ((height - 1) << 14), 1);
	} else {
		data.set([0, 0, 0, 0x9d, 0x01, 0x2a]);
		data.writeUInt16LE(width, 6);
		data.writeUInt16LE(height, 8);
	}
	return Buffer.concat([chunk('RIFF', Buffer.from('WEBP')), chunk(kind, data)]);
}

/** A PNG that says it is so large: nothing looks further into it. */
export function pngOfSize(width: number, height: number): Buffer {
	const png = Buffer.from(picture('png', 1, 1));
	png.writeUInt32BE(width, 16);
	png.writeUInt32BE(height, 20);
	return png;
}
