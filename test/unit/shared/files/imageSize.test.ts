import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fileTypeOf, JPEG, PNG, WEBP } from '../../../../nodes/shared/files/fileType.ts';
import { imageSizeOf } from '../../../../nodes/shared/files/imageSize.ts';
import type { Format } from '../../../helpers/pictures.ts';
import { picture, webpHead, withExif } from '../../../helpers/pictures.ts';

const FORMATS: Format[] = ['png', 'jpeg', 'webp'];
const TYPES = { png: PNG, jpeg: JPEG, webp: WEBP };

describe.each(FORMATS)('a real %s', (format) => {
	test.each([
		[1, 1],
		[640, 480],
		[257, 3],
		[300, 1025],
	])('of %i × %i', (width, height) => {
		const bytes = picture(format, width, height);
		expect(imageSizeOf(bytes, fileTypeOf(bytes)!)).toEqual({ width, height });
	});

	test('without its end tells its size, or null, and never throws', () => {
		const bytes = picture(format, 321, 123);
		for (let length = 0; length < Math.min(bytes.length, 700); length++) {
			expect([null, { width: 321, height: 123 }]).toContainEqual(
				imageSizeOf(bytes.subarray(0, length), TYPES[format]),
			);
		}
	});

	test('with any bytes after its mark never throws', () => {
		const mark = picture(format, 1, 1).subarray(0, format === 'png' ? 8 : 16);
		fc.assert(
			fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
				imageSizeOf(Buffer.concat([mark, bytes]), TYPES[format]);
				imageSizeOf(bytes, TYPES[format]);
			}),
		);
	});
});

test.each([100, 30_000, 65_000])('a JPEG after %i bytes of its camera', (bytes) => {
	const photo = withExif(picture('jpeg', 320, 200), bytes);
	expect(imageSizeOf(photo, JPEG)).toEqual({ width: 320, height: 200 });
});

test('a progressive JPEG, with fill bytes and a comment first', () => {
	const head = 'ffd8 fffe0004abcd ffff ffc2 0011 08 0190 0258 03 012200 021101 031101';
	const bytes = Buffer.from(head.replaceAll(' ', ''), 'hex');
	expect(imageSizeOf(bytes, JPEG)).toEqual({ width: 600, height: 400 });
});

test('tables that look like the beginning of a frame are none', () => {
	const head = 'ffd8 ffc40006aaaabbbb ffcc0004cccc ffc0 0011 08 0064 00c8 03';
	expect(imageSizeOf(Buffer.from(head.replaceAll(' ', ''), 'hex'), JPEG)).toEqual({
		width: 200,
		height: 100,
	});
});

test.each(['VP8 ', 'VP8L', 'VP8X'] as const)('a WebP of the kind %s', (kind) => {
	expect(imageSizeOf(webpHead(kind, 1234, 5678), WEBP)).toEqual({ width: 1234, height: 5678 });
});

test('a view into a larger buffer is read from its own beginning', () => {
	const bytes = picture('png', 12, 34);
	const inside = Buffer.concat([Buffer.alloc(7), bytes]).subarray(7);
	expect(imageSizeOf(inside, PNG)).toEqual({ width: 12, height: 34 });
});

test('other files have no size that is known', () => {
	expect(imageSizeOf(Buffer.from('GIF89a12345678'), fileTypeOf(Buffer.from('GIF89a'))!)).toBeNull();
	expect(imageSizeOf(Buffer.from('RIFF....WEBPVP8Z..........................'), WEBP)).toBeNull();
	expect(imageSizeOf(Buffer.from('ffd8ff00', 'hex'), JPEG)).toBeNull();
	expect(imageSizeOf(Buffer.from('ffd8aa', 'hex'), JPEG)).toBeNull();
});
