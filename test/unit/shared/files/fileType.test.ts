import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
	extensionOf,
	fileTypeOf,
	mimeTypeByExtension,
} from '../../../../nodes/shared/files/fileType.ts';
import { picture, webpHead } from '../../../helpers/pictures.ts';

const box = (brand: string) =>
	Buffer.concat([Buffer.from([0, 0, 0, 24]), Buffer.from(`ftyp${brand}`)]);

describe('by the bytes', () => {
	test.each<[string, Buffer, string, string]>([
		['PNG', picture('png', 2, 2), 'image/png', 'png'],
		['JPEG', picture('jpeg', 2, 2), 'image/jpeg', 'jpg'],
		['WebP', picture('webp', 2, 2), 'image/webp', 'webp'],
		['a WebP head', webpHead('VP8X', 2, 2), 'image/webp', 'webp'],
		['GIF', Buffer.from('GIF89a....'), 'image/gif', 'gif'],
		['BMP', Buffer.from('BM....'), 'image/bmp', 'bmp'],
		['TIFF, little endian', Buffer.from('II*\0....'), 'image/tiff', 'tif'],
		['TIFF, big endian', Buffer.from('MM\0*....'), 'image/tiff', 'tif'],
		['AVIF', box('avif'), 'image/avif', 'avif'],
		['HEIC', box('heic'), 'image/heic', 'heic'],
		['QuickTime', box('qt  '), 'video/quicktime', 'mov'],
		['MP4', box('isom'), 'video/mp4', 'mp4'],
		['MP4 of another brand', box('mp42'), 'video/mp4', 'mp4'],
		['WebM', Buffer.from('1a45dfa3', 'hex'), 'video/webm', 'webm'],
		['PDF', Buffer.from('%PDF-1.7'), 'application/pdf', 'pdf'],
		['ZIP', Buffer.from('PK\x03\x04'), 'application/zip', 'zip'],
		['a web page', Buffer.from('<!DOCTYPE html><html>'), 'text/html', 'html'],
		['a web page after blanks', Buffer.from('\n\t <HTML lang="en">'), 'text/html', 'html'],
		['a web page after a BOM', Buffer.from('\ufeff<!doctype html>'), 'text/html', 'html'],
		['SVG', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg">'), 'image/svg+xml', 'svg'],
		[
			'SVG after its prolog',
			Buffer.from('<?xml version="1.0" encoding="UTF-8" standalone="no"?>\n<!-- made -->\n<svg>'),
			'image/svg+xml',
			'svg',
		],
		['JSON', Buffer.from('{"code":404,"msg":"not found"}'), 'text/plain', 'txt'],
		['text after a BOM', Buffer.from('\ufeffhello'), 'text/plain', 'txt'],
		['text in another script', Buffer.from('Bild nicht verfügbar, später'), 'text/plain', 'txt'],
	])('%s', (_name, bytes, mimeType, extension) => {
		expect(fileTypeOf(bytes)).toMatchObject({ mimeType, extension });
		expect(extensionOf(mimeType) ?? extension).toBe(extension);
	});

	test.each([
		['nothing', Buffer.alloc(0)],
		['blanks', Buffer.from('  \n ')],
		['zeros', Buffer.alloc(64)],
		['half a mark', Buffer.from('\x89PN', 'latin1')],
		['bytes above ASCII', Buffer.from('ff00fe01', 'hex')],
	])('%s tells nothing', (_name, bytes) => {
		expect(fileTypeOf(bytes)).toBeNull();
	});

	test('a cut in the middle of a letter does not make text binary', () => {
		const bytes = Buffer.from(`${'x'.repeat(63)}ü and more`).subarray(0, 64);
		expect(fileTypeOf(bytes)).toMatchObject({ mimeType: 'text/plain' });
	});

	test('whatever comes, it never throws', () => {
		fc.assert(fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => void fileTypeOf(bytes)));
	});
});

test('by the ending of a name', () => {
	expect(mimeTypeByExtension('JPEG')).toBe('image/jpeg');
	expect(mimeTypeByExtension('mp4')).toBe('video/mp4');
	expect(mimeTypeByExtension('svg')).toBe('image/svg+xml');
	expect(mimeTypeByExtension('xyz')).toBeNull();
	expect(extensionOf('image/svg+xml')).toBe('svg');
	expect(extensionOf('model/obj')).toBeNull();
});
