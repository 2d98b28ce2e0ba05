import type { INodeParameters, IRun } from 'n8n-workflow';
import { describe, expect, test } from 'vitest';
import { useFakedClock } from '../../helpers/clock.ts';
import { jsonOf, outputOf } from '../../helpers/engine.ts';
import type { Answer } from '../../helpers/kie.ts';
import { KieWire, refused, uploaded, uploadedUrl } from '../../helpers/kie.ts';
import { picture } from '../../helpers/pictures.ts';
import { runWithFiles } from '../../helpers/run.ts';
import type { fileWorkflow, GivenFile } from '../../helpers/workflows.ts';

useFakedClock();

const UPLOAD_HOST = 'https://kieai.redpandaai.co';
const PHOTO: GivenFile = { bytes: picture('png', 9, 9), name: 'photo.png', type: 'image/png' };
const upload: INodeParameters = { resource: 'file', operation: 'upload' };
const byUrl: INodeParameters = {
	...upload,
	fileSource: 'url',
	fileUrl: 'https://example.com/pics/a%20b.jpg?x=1',
};

const start = async (
	parameters: INodeParameters,
	files: Record<string, GivenFile> = { data: PHOTO },
	more: Parameters<typeof fileWorkflow>[2] = {},
): Promise<IRun> => await runWithFiles(parameters, files, more);

const onUrlUpload = (wire: KieWire, answers: Answer[] = [uploaded(0)]) =>
	wire.on('POST', /^\/api\/file-url-upload$/, answers, UPLOAD_HOST);

test('a file of an item becomes a URL, with the day on which it goes', async () => {
	const wire = new KieWire().onUpload();

	const run = await start(upload);

	expect(jsonOf(run, 'Next')).toEqual([
		{
			url: uploadedUrl(0),
			fileName: '0.png',
			mimeType: 'image/png',
			size: 123,
			expiresAt: '2026-10-02T07:46:53.882Z',
		},
	]);
	expect(outputOf(run, 'Next')[0]?.pairedItem).toMatchObject({ item: 0 });
	const [sent] = wire.uploads;
	expect(sent?.bytes.equals(PHOTO.bytes)).toBe(true);
	expect(sent?.fileName).toMatch(/^photo-[0-9a-f]{8}\.png$/);
});

test.each<[string, string]>([
	['a file', '={{ $binary.data }}'],
	['a file of another node', "={{ $('Start').item.binary.data }}"],
	['a list of one file', '={{ [$binary.data] }}'],
	['a field whose name holds a comma', 'photo, large'],
])('%s may be named', async (_name, inputDataFieldName) => {
	const wire = new KieWire().onUpload();

	const run = await start(
		{ ...upload, inputDataFieldName },
		{ data: PHOTO, 'photo, large': PHOTO },
	);

	expect(run.data.resultData.error?.message).toBeUndefined();
	expect(wire.uploads.map(({ bytes }) => bytes.equals(PHOTO.bytes))).toEqual([true]);
});

test('the same name twice does not overwrite', async () => {
	const wire = new KieWire().onUpload();
	const items = [{ binary: { data: 'data' } }, { binary: { data: 'data' } }];

	await start(upload, { data: PHOTO }, { items });

	const [one, two] = wire.uploads.map(({ fileName }) => fileName);
	expect(one).not.toBe(two);
});

test.each([
	['a name of its own', 'logo.png', 'logo.png'],
	['a name with blanks around', ' logo.png ', 'logo.png'],
])('%s is kept', async (_name, fileName, expected) => {
	const wire = new KieWire().onUpload();

	await start({ ...upload, options: { fileName } });

	expect(wire.uploads[0]?.fileName).toBe(expected);
});

test.each([
	['Bild für Müller (1).JPG', /^Bild-f-r-M-ller-1-+[0-9a-f]{8}\.JPG$/],
	['no ending', /^no-ending-[0-9a-f]{8}$/],
	['../../etc/passwd.png', /^[\w.-]+-[0-9a-f]{8}\.png$/],
	[undefined, /^file-[0-9a-f]{8}$/],
])('the name %s becomes one that any service takes', async (name, expected) => {
	const wire = new KieWire().onUpload();

	await start(upload, { data: { bytes: PHOTO.bytes, ...(name !== undefined && { name }) } });

	expect(wire.uploads[0]?.fileName).toMatch(expected);
});

describe('by URL', () => {
	test('KIE fetches the file', async () => {
		const wire = onUrlUpload(new KieWire());

		const run = await start(byUrl);

		expect(jsonOf(run, 'Next')).toMatchObject([{ url: uploadedUrl(0) }]);
		expect(wire.requests.map(({ body }) => body)).toEqual([
			{
				fileUrl: 'https://example.com/pics/a%20b.jpg?x=1',
				uploadPath: 'n8n',
				fileName: expect.stringMatching(/^a-20b-[0-9a-f]{8}\.jpg$/),
			},
		]);
	});

	test('a name without an ending is left to KIE', async () => {
		const wire = onUrlUpload(new KieWire());

		await start({ ...byUrl, fileUrl: 'https://example.com/image?id=1' });

		expect(wire.requests[0]?.body).toEqual({
			fileUrl: 'https://example.com/image?id=1',
			uploadPath: 'n8n',
		});
	});
});

test('a date that is missing: 24 hours from now', async () => {
	const { data, ...rest } = uploaded(0) as unknown as { data: Record<string, unknown> };
	new KieWire().onUpload([{ ...rest, data: { ...data, uploadedAt: undefined } }]);
	const before = Date.now();

	const [json] = jsonOf(await start(upload), 'Next');

	const hours = (Date.parse(String(json?.expiresAt)) - before) / 3_600_000;
	expect(hours).toBeCloseTo(24, 1);
});

describe('refused', () => {
	test.each<[string, INodeParameters, Record<string, GivenFile>, string]>([
		['no file', upload, { photo: PHOTO }, "The input has no file in the field 'data'"],
		[
			'two files',
			{ ...upload, inputDataFieldName: '={{ [$binary.a, $binary.b] }}' },
			{ a: PHOTO, b: PHOTO },
			"'Input Data Field Name' lists 2 files, but at most 1 can be used",
		],
		[
			'no field',
			{ ...upload, inputDataFieldName: ' ' },
			{ data: PHOTO },
			"'Input Data Field Name' is empty",
		],
		[
			'an empty file',
			upload,
			{ data: { ...PHOTO, bytes: Buffer.alloc(0) } },
			"'Input Data Field Name' contains photo.png, which is empty",
		],
		['no URL', { ...byUrl, fileUrl: '={{ "" }}' }, { data: PHOTO }, "'File URL' is empty"],
		[
			'no web address',
			{ ...byUrl, fileUrl: 'photo.png' },
			{ data: PHOTO },
			"'File URL' must be a URL that starts with https:// or http://",
		],
		[
			'a private address',
			{ ...byUrl, fileUrl: 'http://192.168.1.5/a.png' },
			{ data: PHOTO },
			"'File URL' points to an address on a local network, which KIE cannot open",
		],
		[
			'an unknown source',
			{ ...upload, fileSource: '={{ "disk" }}' },
			{ data: PHOTO },
			"'File Source' must be binary or url, not 'disk'",
		],
	])('%s', async (_name, parameters, files, message) => {
		const wire = onUrlUpload(new KieWire().onUpload());

		const run = await start(parameters, files);

		const error = run.data.resultData.error;
		expect(error?.message).toBe(`${message} [item 0]`);
		expect(error?.message).not.toMatch(/error|problem|failure|mistake/i);
		expect(error?.description).toBeTruthy();
		expect(wire.requests).toEqual([]);
	});

	test.each<[string, Answer, number]>([
		['the key', refused(401, 'You do not have access'), 1],
		[
			'a redirect',
			{ httpStatus: 302, body: '', headers: { location: 'https://a.example.com/' } },
			1,
		],
		['500 for ever', refused(500, 'no'), 3],
		['an address that is none', { code: 200, msg: 'ok', data: { downloadUrl: 'x' } }, 1],
	])('by KIE: %s', async (_name, answer, tries) => {
		const wire = new KieWire().onUpload([answer]);

		const run = await start(upload);

		expect(run.data.resultData.error?.message).toMatch(/ \[item 0\]$/);
		expect(run.data.resultData.error?.message).not.toMatch(/error|problem|failure|mistake/i);
		expect(wire.uploads).toHaveLength(tries);
	});

	test('one of many, under Continue On Fail', async () => {
		new KieWire().onUpload();
		const items = [{ binary: { data: 'data' } }, {}];

		const run = await start(
			upload,
			{ data: PHOTO },
			{ items, settings: { onError: 'continueErrorOutput' } },
		);

		expect(jsonOf(run, 'Next')).toMatchObject([{ url: uploadedUrl(0) }]);
		expect(jsonOf(run, 'Failed')).toHaveLength(1);
	});
});
