import { Readable } from 'node:stream';
import { expect } from 'vitest';
import { givenFile, givenFiles } from '../../../nodes/Kie/actions/binaryInput.ts';
import { AskedHosts } from '../../../nodes/shared/files/askedHosts.ts';
import { fetchFile } from '../../../nodes/shared/files/fetchFile.ts';
import type { FileType } from '../../../nodes/shared/files/fileType.ts';
import { fileTypeOf } from '../../../nodes/shared/files/fileType.ts';
import type { ImageSize } from '../../../nodes/shared/imageShape.ts';
import { imageSizeOf, readImageSize } from '../../../nodes/shared/files/imageSize.ts';
import { FileRefusal } from '../../../nodes/shared/files/incomingFile.ts';
import { TimeAllowance } from '../../../nodes/shared/files/timeAllowance.ts';
import { imageDownloader } from '../../../nodes/shared/output/download.ts';
import { newNotes } from '../../../nodes/shared/output/downloadNotes.ts';
import { picture, webpHead } from '../../helpers/pictures.ts';
import { taskOf } from '../../unit/Kie/actions/create/rest/fixtures.ts';
import type { Reader } from '../reader.ts';

// Files, and what is said of them. Any bytes in place of a picture: see fileType and imageSize in unit/.

const PICTURE = picture('png', 3, 2).toString('latin1');

const bytesOf = (given: unknown): Uint8Array =>
	Buffer.from(typeof given === 'string' ? given : (JSON.stringify(given) ?? ''), 'latin1');

const header = (given: unknown): string | undefined =>
	typeof given === 'string' ? given : undefined;

/** A host that answers so; of what is not of n8n's own types, the nearest that is. */
const hosting = (given: unknown, stored: (name: string, mimeType: string) => void = () => {}) =>
	({
		// What would be tried again, after a pause, is not.
		getExecutionCancelSignal: () => AbortSignal.abort(),
		helpers: {
			httpRequest: async () => {
				const { statusCode, headers, body } = Object(given) as Record<string, unknown>;
				const { location, ...named } = Object(headers) as Record<string, unknown>;
				return {
					statusCode: typeof statusCode === 'number' ? statusCode : 200,
					headers: {
						location: header(location),
						'content-type': header(named['content-type']),
						'content-length': header(named['content-length']),
					},
					body: Readable.from([bytesOf(body)]),
				};
			},
			prepareBinaryData: async (stream: Readable, name: string, mimeType: string) => {
				for await (const _ of stream);
				stored(name, mimeType);
				return { data: '', mimeType, fileName: name };
			},
		},
	}) as never;

const responses: unknown[] = [
	{
		statusCode: 200,
		headers: { 'content-type': 'image/png; charset=x', 'content-length': '70' },
		body: PICTURE,
	},
	{ statusCode: 200, headers: { 'content-type': 'Image/X-New' }, body: '\0\x01\x02' },
];
const refused: unknown[] = [
	{ statusCode: 302, headers: { location: '/elsewhere.png' }, body: '' },
	{ statusCode: 404, headers: {}, body: 'not found' },
];

const longResponses = {
	'a long type': (size: number) => ({
		...{ statusCode: 200, headers: { 'content-type': 'image/'.repeat(size) } },
		body: PICTURE,
	}),
	'a long way': (size: number) => ({
		...{ statusCode: 302, headers: { location: '/a'.repeat(size) } },
		body: '',
	}),
};

export const fileReaders: Reader[] = [
	{
		name: 'the bytes of a picture',
		of: [
			'shared/files/fileType#fileTypeOf',
			'shared/files/imageSize#imageSizeOf',
			'shared/files/imageSize#readImageSize',
		],
		valid: [
			PICTURE,
			...(['jpeg', 'webp'] as const).map((format) => picture(format, 3, 2).toString('latin1')),
			...(['VP8 ', 'VP8L', 'VP8X'] as const).map((kind) => webpHead(kind, 3, 2).toString('latin1')),
		],
		async read(given) {
			const bytes = bytesOf(given);
			const type = fileTypeOf(bytes);
			let asked = 0;
			const head = async (length: number) => {
				asked += length;
				return bytes.subarray(0, length);
			};
			const size = type && (await readImageSize(head, type));
			if (type && size) expect(size).toEqual(imageSizeOf(bytes, type));
			return { type, size, asked };
		},
		sound({ size, asked }: { type: FileType | null; size: ImageSize | null; asked: number }) {
			if (size) expect(Math.min(size.width, size.height)).toBeGreaterThan(0);
			expect(asked).toBeLessThan(1_000_000);
		},
		long: 'it asks for no more than the bytes that `sound` counts',
		flat: true,
	},
	{
		name: 'the answer of a host that has a file',
		of: [],
		valid: responses,
		refused,
		long: longResponses,
		mayThrow: FileRefusal,
		async read(given) {
			const rules = {
				mayBePrivate: false,
				maxBytes: 100_000,
				silentMs: 1_000,
				time: new TimeAllowance(1_000),
				hosts: new AskedHosts(),
			};
			const fetched = await fetchFile(hosting(given), 'https://example.com/a.png', rules);
			const head = await fetched.file.head(512);
			fetched.file.discard();
			return { ...fetched, head };
		},
		sound({ length }: { length: number | null }) {
			if (length !== null) expect(length).toBeLessThanOrEqual(100_000);
		},
	},
	{
		name: 'the name and type of a file that is stored',
		of: [],
		long: {
			'a long model': (size) => ({
				response: responses[0],
				model: 'a/b:'.repeat(size),
				taskId: 't',
			}),
		},
		valid: [...responses, ...refused].flatMap((response) => [
			{ response, model: 'google/nano-banana', taskId: 'ee9c2715375b7837f8bb51d641ff5863' },
			{ response, model: '..\\..\\"x"\r\n', taskId: '../../t' },
		]),
		async read(given) {
			const { response, model, taskId } = Object(given) as Record<string, unknown>;
			const stored: string[][] = [];
			const ctx = hosting(response, (...names) => stored.push(names));
			// A model is any text of KIE's, and an ID any that is visible.
			const id = typeof taskId === 'string' && /^[\x21-\x7e]{1,200}$/.test(taskId) ? taskId : 't';
			const task = taskOf(id, { model: typeof model === 'string' ? model : null });
			await imageDownloader(ctx, false, newNotes())(task, { maxFileSize: 100_000 });
			return stored;
		},
		sound(stored: string[][]) {
			for (const [name = '', mimeType = ''] of stored) {
				expect(name).toMatch(/^[^/\\:*?"<>|\p{Cc}\p{Cs}]{1,250}\.[a-z0-9]{2,5}$/u);
				expect(mimeType).toMatch(/^[a-z]+\/[\w.+-]+$/);
			}
		},
	},
	{
		name: 'files by expression',
		of: [
			'Kie/actions/binaryInput#givenFiles',
			'Kie/actions/binaryInput#givenFile',
			'shared/files/binaryFile#heldFileSchema',
		],
		valid: [
			{ of: 'data, data_1' },
			{ of: [{ id: 'filesystem-v2:x', mimeType: 'image/png', fileName: 'a.png' }, 'data'] },
			{ of: { data: 'aGVsbG8=', mimeType: 'text/plain' } },
		],
		read(given) {
			const { of } = Object(given) as Record<string, unknown>;
			return { one: attempt(() => givenFile(of, 'File')), all: givenFiles(of, 5, 'Files') };
		},
		sound({ all }: { all: unknown[] }) {
			expect(all.length).toBeGreaterThan(0);
			expect(all.length).toBeLessThanOrEqual(5);
		},
		long: {
			'many names': (size) => ({ of: 'data, '.repeat(size) }),
			'many files': (size) => ({ of: Array(size).fill('data') }),
			'a long file': (size) => ({ of: { data: 'aGVs'.repeat(size), mimeType: 'text/plain' } }),
		},
	},
];

/** So that the one reading does not hide the other. */
function attempt(read: () => unknown): unknown {
	try {
		return read();
	} catch (cause) {
		return isOurs(cause) ? null : raise(cause);
	}
}

const isOurs = (cause: unknown) => cause instanceof Error && cause.name === 'KieFailure';

const raise = (cause: unknown): never => {
	throw cause;
};
