import { Readable } from 'node:stream';
import type { INode, INodeParameters, IRun } from 'n8n-workflow';
import { describe, expect, test } from 'vitest';
import { callAsTool } from '../../helpers/agent.ts';
import { runClock, useFakedClock } from '../../helpers/clock.ts';
import { API_KEY, hintsOf, jsonOf, runWorkflow } from '../../helpers/engine.ts';
import { isOldestEngine } from '../../helpers/engineFolder.ts';
import type { Answer } from '../../helpers/kie.ts';
import { created, done, KieWire, refused, uploaded, uploadedUrl } from '../../helpers/kie.ts';
import type { FileItems } from '../../helpers/nodes.ts';
import { picture } from '../../helpers/pictures.ts';
import type { GivenFile } from '../../helpers/workflows.ts';
import { fileWorkflow } from '../../helpers/workflows.ts';

// The way of pictures into KIE: everything is looked at before anything is uploaded, and uploaded before
// anything is ordered.

useFakedClock();

const PNG: GivenFile = { bytes: picture('png', 40, 30), name: 'photo.png', type: 'image/png' };
const JPEG: GivenFile = { bytes: picture('jpeg', 40, 30), name: 'a.jpg', type: 'image/jpeg' };
const WEBP: GivenFile = { bytes: picture('webp', 40, 30), name: 'a.webp', type: 'image/webp' };
const MASK: GivenFile = {
	bytes: picture('png', 40, 30, 'black'),
	name: 'm.png',
	type: 'image/png',
};
const SMALL: GivenFile = { bytes: picture('png', 20, 30), name: 'small.png', type: 'image/png' };
const HOST = 'https://photos.example.com';

const edit: INodeParameters = {
	operation: 'edit',
	prompt: 'x',
	imageSource: 'binary',
	downloadImages: false,
};
const byUrl: INodeParameters = { ...edit, imageSource: 'url', imageUrls: `${HOST}/a.png` };
const retry = { retryOnFail: true, maxTries: 3, waitBetweenTries: 10 };

interface More {
	items?: FileItems['items'];
	settings?: Partial<INode>;
}

const ready = () =>
	new KieWire()
		.onUpload()
		.onCreate((_, nth) => created(`t${nth}`))
		.on('GET', /record-info/, [done('t0')]);

const start = async (
	parameters: INodeParameters,
	files: Record<string, GivenFile>,
	more: More = {},
): Promise<IRun> => await runClock(runWorkflow(fileWorkflow(parameters, files, more)));

const served = (bytes: Buffer, type = 'image/png'): Answer => ({
	httpStatus: 200,
	body: bytes,
	headers: { 'content-type': type },
});

/** The run ended with these words, of the field as it is shown, and nothing was given to KIE. */
function expectRefused(run: IRun, wire: KieWire, message: string): void {
	const error = run.data.resultData.error;
	expect(error?.message).toBe(`${message} [item 0]`);
	expect(error?.message).not.toMatch(/error|problem|failure|mistake/i);
	expect(error?.description).toBeTruthy();
	expect(wire.uploads).toEqual([]);
	expect(wire.creates).toEqual([]);
}

describe('what goes in', () => {
	test.each([
		['PNG', PNG, 'image/png', 'png'],
		['JPEG', JPEG, 'image/jpeg', 'jpg'],
		['WebP', WEBP, 'image/webp', 'webp'],
		[
			'a JPEG that is called PNG',
			{ ...JPEG, name: 'x.png', type: 'image/png' },
			'image/jpeg',
			'jpg',
		],
		['a file without a name', { bytes: PNG.bytes }, 'image/png', 'png'],
	])('%s', async (_name, file, type, extension) => {
		const wire = ready();

		const run = await start(edit, { data: file });

		expect(run.status).toBe('success');
		expect(wire.uploads).toMatchObject([{ type, uploadPath: 'n8n' }]);
		const [{ bytes, name, fileName }] = wire.uploads as [(typeof wire.uploads)[0]];
		expect(bytes.equals(file.bytes)).toBe(true);
		expect(fileName).toMatch(new RegExp(`^[0-9a-f-]{36}\\.${extension}$`));
		expect(name).toBe(fileName);
		expect(wire.creates.map(({ body }) => body.filesUrl)).toEqual([[uploadedUrl(0)]]);
	});

	test('several fields of an item, in their order', async () => {
		const wire = ready();

		await start(
			{ ...edit, inputDataFieldName: 'one, two,three' },
			{ one: PNG, two: JPEG, three: WEBP },
		);

		const names = wire.uploads.map(({ type }) => type);
		const urls = ['image/png', 'image/jpeg', 'image/webp'].map((type) =>
			uploadedUrl(names.indexOf(type)),
		);
		expect(wire.creates[0]?.body.filesUrl).toEqual(urls);
	});

	test('an image and its mask', async () => {
		const wire = ready();

		const run = await start({ ...edit, maskSource: 'binary' }, { data: PNG, mask: MASK });

		expect(run.status).toBe('success');
		const at = (file: GivenFile) =>
			uploadedUrl(wire.uploads.findIndex(({ bytes }) => bytes.equals(file.bytes)));
		expect(wire.creates[0]?.body).toMatchObject({ filesUrl: [at(PNG)], maskUrl: at(MASK) });
	});

	test('an image by URL and its mask as a file', async () => {
		const wire = ready().at(`${HOST}/a.png`, [served(PNG.bytes)]);

		await start({ ...byUrl, maskSource: 'binary' }, { mask: MASK });

		expect(wire.creates[0]?.body).toMatchObject({
			filesUrl: [`${HOST}/a.png`],
			maskUrl: uploadedUrl(0),
		});
	});

	test('an image as a file and its mask by URL', async () => {
		const wire = ready().at(`${HOST}/m.png`, [served(MASK.bytes)]);

		await start({ ...edit, maskSource: 'url', maskUrl: `${HOST}/m.png` }, { data: PNG });

		expect(wire.creates[0]?.body).toMatchObject({
			filesUrl: [uploadedUrl(0)],
			maskUrl: `${HOST}/m.png`,
		});
	});

	test.each<[string, INodeParameters]>([
		['a file', { inputDataFieldName: '={{ $binary.data }}' }],
		['a file of another node', { inputDataFieldName: "={{ $('Start').item.binary.data }}" }],
		['a list of files', { inputDataFieldName: '={{ [$binary.data, $binary.mask] }}' }],
		['a list of files and names', { inputDataFieldName: "={{ [$binary.data, 'mask'] }}" }],
		[
			'a mask',
			{
				inputDataFieldName: 'data',
				maskSource: 'binary',
				maskDataFieldName: '={{ $binary.mask }}',
			},
		],
		[
			'a reference',
			{
				...{ model: 'ideogram-character', operation: 'generate' },
				...{ referenceImageSource: 'binary', referenceDataFieldName: '={{ $binary.data }}' },
			},
		],
	])('%s by expression', async (_name, parameters) => {
		const wire = ready().on('POST', /createTask/, [created('t0')]);

		const run = await start(
			{ ...edit, ...parameters, waitUntilDone: false },
			{ data: PNG, mask: MASK },
		);

		expect(run.data.resultData.error?.message).toBeUndefined();
		const sent = wire.uploads.map(({ bytes }) => bytes);
		expect(sent.some((bytes) => bytes.equals(PNG.bytes))).toBe(true);
		const hasMask = JSON.stringify(parameters).includes('mask');
		expect(sent.some((bytes) => bytes.equals(MASK.bytes))).toBe(hasMask);
	});

	test('a file that many items use is uploaded once; each upload has a name of its own', async () => {
		const wire = ready();
		const items = [
			{ binary: { data: 'same' } },
			{ binary: { data: 'other' } },
			{ binary: { data: 'same' } },
			{ binary: { data: 'same' } },
		];

		await start({ ...edit, waitUntilDone: false }, { same: PNG, other: JPEG }, { items });

		expect(wire.uploads).toHaveLength(2);
		expect(new Set(wire.uploads.map(({ fileName }) => fileName)).size).toBe(2);
		const urls = wire.creates.map(({ body }) => (body.filesUrl as string[])[0]);
		expect(urls).toHaveLength(4);
		expect(new Set(urls).size).toBe(2);
		expect(urls[0]).toBe(urls[2]);
		expect(urls[0]).toBe(urls[3]);
	});

	// n8n 1 hands a tool no files.
	test.skipIf(isOldestEngine)('an agent that edits a file reads the URL', async () => {
		const wire = ready();

		const [answer] = await callAsTool({ ...edit, downloadImages: true }, [{}], {}, { data: PNG });

		expect(wire.uploads).toHaveLength(1);
		expect(answer).toContain('t0.png');
		expect(wire.requests.filter(({ path }) => path.endsWith('.png'))).toEqual([]);
	});
});

const text: GivenFile = { bytes: Buffer.from('Hello'), name: 'photo.png', type: 'image/png' };
const cannot = "'Input Data Field Name' holds photo.png, which cannot be used:";

describe('a file that cannot be used: nothing is uploaded, nothing ordered', () => {
	test.each<[string, INodeParameters, Record<string, GivenFile>, string]>([
		[
			'a field without a file',
			{ ...edit, inputDataFieldName: 'photo' },
			{ data: PNG },
			"The input has no file in the field 'photo'",
		],
		[
			'a mask without a file',
			{ ...edit, maskSource: 'binary' },
			{ data: PNG },
			"The input has no file in the field 'mask'",
		],
		[
			'an object that is no file',
			{ ...edit, inputDataFieldName: '={{ $binary }}' },
			{ data: PNG },
			"'Input Data Field Name' holds an object that is not a file",
		],
		[
			'a file that n8n has no longer',
			{
				...edit,
				inputDataFieldName: "={{ ({ ...$binary.data, id: $binary.data.id + '0' }) }}",
			},
			{ data: PNG },
			"n8n no longer has the file in 'Input Data Field Name'",
		],
		[
			'no field named',
			{ ...edit, inputDataFieldName: ' , ' },
			{ data: PNG },
			"'Input Data Field Name' is empty",
		],
		[
			'too many fields',
			{ ...edit, inputDataFieldName: 'a,b,c,d,e,f' },
			{ a: PNG },
			"'Input Data Field Name' names 6 files, but at most 5 can be used",
		],
		['an empty file', edit, { data: { ...PNG, bytes: Buffer.alloc(0) } }, `${cannot} it is empty`],
		[
			'text named .png',
			edit,
			{ data: text },
			`${cannot} it is text, and KIE takes PNG, JPEG and WebP images`,
		],
		[
			'a web page named .png',
			edit,
			{ data: { ...text, bytes: Buffer.from('<!doctype html>') } },
			`${cannot} it is a web page, and KIE takes PNG, JPEG and WebP images`,
		],
		[
			'a GIF',
			edit,
			{ data: { ...PNG, bytes: Buffer.from('GIF89a....') } },
			`${cannot} it is a file of the type GIF, and KIE takes PNG, JPEG and WebP images`,
		],
		[
			'bytes that say nothing',
			edit,
			{ data: { ...PNG, bytes: Buffer.alloc(100) } },
			`${cannot} it is not an image that KIE takes: PNG, JPEG or WebP`,
		],
		[
			'a file over the limit',
			edit,
			{ data: { ...PNG, bytes: Buffer.concat([PNG.bytes, Buffer.alloc(26_214_400)]) } },
			`${cannot} it has 25.1 MB, and KIE takes at most 25 MB`,
		],
		[
			'a mask of another size',
			{ ...edit, maskSource: 'binary' },
			{ data: PNG, mask: SMALL },
			'The mask does not fit the image: it has 20 × 30 pixels, and the image 40 × 30 pixels',
		],
	])('%s', async (_name, parameters, files, message) => {
		const wire = ready();

		expectRefused(await start(parameters, files), wire, message);
	});

	test('a field without a file: the files that there are', async () => {
		const parameters = { ...edit, inputDataFieldName: 'photo' };
		ready();

		const some = await start(parameters, { data: PNG, mask: MASK });
		const none = await start(parameters, {}, { items: [{}] });

		expect(some.data.resultData.error?.description).toBe(
			"Change 'Input Data Field Name' to a field with a file: the item has 'data', 'mask'.",
		);
		expect(none.data.resultData.error?.description).toContain('has no files at all');
	});

	test.each<[string, INodeParameters, Record<string, GivenFile>, Buffer, string]>([
		[
			'url and url',
			{ ...byUrl, maskSource: 'url', maskUrl: `${HOST}/m.png` },
			{},
			SMALL.bytes,
			'The mask does not fit the image: it has 20 × 30 pixels, and the image 40 × 30 pixels',
		],
		[
			'file and url, of another model',
			{
				...{ ...edit, model: 'ideogram-v3' },
				...{ maskSource: 'url', maskUrl: `${HOST}/m.png` },
			},
			{ data: PNG },
			SMALL.bytes,
			'The mask does not fit the image: it has 20 × 30 pixels, and the image 40 × 30 pixels',
		],
	])('a mask that does not fit: %s', async (_name, parameters, files, mask, message) => {
		const wire = ready()
			.at(`${HOST}/a.png`, [served(PNG.bytes)])
			.at(`${HOST}/m.png`, [served(mask)]);

		const more = Object.keys(files).length > 0 ? {} : { items: [{}] };
		expectRefused(await start(parameters, files, more), wire, message);
	});

	test('one bad item of many', async () => {
		const wire = ready();
		const items = [{ binary: { data: 'good' } }, { binary: { data: 'bad' } }];

		const run = await start(edit, { good: PNG, bad: text }, { items });

		expect(run.data.resultData.error?.message).toContain('it is text');
		expect(run.data.resultData.error?.message).toMatch(/ \[item 1\]$/);
		expect(wire.uploads).toEqual([]);
		expect(wire.creates).toEqual([]);
	});

	test('with Continue On Fail the bad items are reported and the good ones go', async () => {
		const wire = ready();
		const items = [{ binary: { data: 'bad' } }, { binary: { data: 'good' } }, {}];
		const settings: Partial<INode> = { onError: 'continueErrorOutput' };

		const run = await start(edit, { good: PNG, bad: text }, { items, settings });

		expect(wire.uploads).toHaveLength(1);
		expect(wire.creates).toHaveLength(1);
		expect(jsonOf(run, 'Next')).toMatchObject([{ status: 'success' }]);
		expect(jsonOf(run, 'Failed')).toMatchObject([
			{ error: expect.stringMatching(/it is text.* \[item 0\]$/) },
			{ error: "The input has no file in the field 'data' [item 2]" },
		]);
	});
});

test.each<[string, INodeParameters, string[]]>([
	[
		'gpt4o-image',
		{ downloadImages: false },
		[
			'The mask is a PNG file and the image a JPEG file. KIE asks for one format with this model: if the mask has no effect, save both as PNG.',
		],
	],
	['ideogram-v3', { waitUntilDone: false }, []],
	[
		'ideogram-character',
		{ waitUntilDone: false, referenceImageSource: 'binary', referenceDataFieldName: 'data' },
		[],
	],
])('a JPEG photo with a PNG mask goes to %s', async (model, parameters, hints) => {
	const wire = ready().on('POST', /createTask/, [created('t0')]);
	const masked = { ...edit, model, maskSource: 'binary', ...parameters };

	const run = await start(masked, { data: JPEG, mask: MASK });

	expect(run.data.resultData.error?.message).toBeUndefined();
	expect(wire.uploads.map(({ type }) => type).sort()).toEqual(['image/jpeg', 'image/png']);
	expect(hintsOf(run, 'KIE')).toEqual(hints);
});

const urlCannot = `'Image URLs' holds ${HOST}/a.png, which cannot be used:`;
const endless = (everyMs: number, size = 10): Answer => ({
	httpStatus: 200,
	body: Readable.from(
		(async function* () {
			yield PNG.bytes;
			for (;;) {
				await new Promise((resolve) => setTimeout(resolve, everyMs));
				yield Buffer.alloc(size);
			}
		})(),
		{ objectMode: false },
	) as never,
});

describe('a URL that cannot be used: nothing is ordered', () => {
	test.each<[string, Answer[], string]>([
		[
			'a web page',
			[served(Buffer.from('<html>Log in'), 'text/html')],
			'it is a web page, and KIE takes PNG, JPEG and WebP images',
		],
		['gone', [{ httpStatus: 404, body: '' }], 'its host answered 404'],
		['empty', [served(Buffer.alloc(0))], 'it is empty'],
		[
			'a video',
			[served(Buffer.from('\0\0\0\x18ftypisom....'), 'video/mp4')],
			'it is a file of the type MP4, and KIE takes PNG, JPEG and WebP images',
		],
		[
			'too large, as it says',
			[
				{
					httpStatus: 200,
					body: PNG.bytes,
					headers: { 'content-length': '26214401' },
				},
			],
			'it is larger than 25 MB',
		],
		['too large, as it turns out', [endless(1, 5_000_000)], 'it is larger than 25 MB'],
		[
			'a redirect to a private address',
			[{ httpStatus: 302, body: '', headers: { location: 'http://192.168.0.1/a.png' } }],
			'it leads to a private address',
		],
	])('%s', async (_name, answers, why) => {
		const wire = ready().at(`${HOST}/a.png`, answers);

		expectRefused(await start(byUrl, {}, { items: [{}] }), wire, `${urlCannot} ${why}`);
	});

	test.each(['http://127.0.0.1/a.png', 'http://192.168.0.1/a.png', 'http://nas/a.png'])(
		'%s',
		async (url) => {
			const wire = ready();

			const run = await start({ ...byUrl, imageUrls: url }, {}, { items: [{}] });

			expectRefused(
				run,
				wire,
				`'Image URLs' holds ${url}, which cannot be used: it leads to a private address`,
			);
		},
	);

	test.each<[string, Answer]>([
		['a host that n8n cannot reach', 'refused'],
		['a host that lets nobody look but KIE', { httpStatus: 403, body: '' }],
		['a host that is busy', { httpStatus: 503, body: '' }],
		['a file that comes so slowly that n8n does not see its end', endless(3_000)],
	])('%s is left to KIE, with a hint', async (_name, answer) => {
		const wire = ready().at(`${HOST}/a.png`, [answer]);

		const run = await start(byUrl, {}, { items: [{}] });

		expect(wire.creates).toHaveLength(1);
		expect(hintsOf(run, 'KIE')).toEqual([
			`n8n could not look into ${HOST}/a.png itself, so KIE gets it unchecked. KIE takes PNG, JPEG and WebP.`,
		]);
	});

	test('an image of many items is looked at once, and no key is shown', async () => {
		const wire = ready().at(`${HOST}/a.png`, [served(PNG.bytes)]);

		await start(byUrl, {}, { items: [{}, {}, {}] });

		expect(wire.creates).toHaveLength(3);
		expect(wire.to('photos.example.com')).toHaveLength(1);
		expect(JSON.stringify(wire.to('photos.example.com'))).not.toContain(API_KEY);
	});
});

describe('the upload', () => {
	const busy: Answer = { httpStatus: 503, body: 'busy' };

	test.each<[string, Answer[]]>([
		['503', [busy, busy, uploaded(7)]],
		['a code 500', [refused(500, 'storage'), uploaded(7)]],
		['a broken connection', ['reset', uploaded(7)]],
		['a lost answer', [{ httpStatus: 200, body: '<html>' }, uploaded(7)]],
	])('is tried again after %s, with the whole file', async (_name, answers) => {
		const wire = new KieWire()
			.onUpload(answers)
			.onCreate([created('t0')])
			.on('GET', /record-info/, [done('t0')]);

		const run = await start(edit, { data: PNG });

		expect(run.status).toBe('success');
		expect(wire.uploads).toHaveLength(answers.length);
		expect(wire.uploads.every(({ bytes }) => bytes.equals(PNG.bytes))).toBe(true);
		expect(wire.creates.map(({ body }) => body.filesUrl)).toEqual([[uploadedUrl(7)]]);
	});

	test.each<[string, Answer, string, number]>([
		['401', refused(401, 'no'), 'KIE does not accept the API key', 1],
		['a redirect', { httpStatus: 302, body: '', headers: { location: `${HOST}/up` } }, '', 1],
		['an answer without a URL', { code: 200, msg: 'ok', data: {} }, '', 1],
		['503 for ever', busy, '', 3],
	])('ends with %s: nothing is ordered', async (_name, answer, message, tries) => {
		const wire = new KieWire()
			.onUpload([answer])
			.onCreate([created('t0')])
			.at(`${HOST}/up`, [busy]);

		const run = await start(edit, { data: PNG });

		const error = run.data.resultData.error;
		expect(error?.message).toContain(message);
		expect(error?.message).toMatch(
			/, while the file in 'Input Data Field Name' was uploaded \[item 0\]$/,
		);
		expect(error?.message).not.toMatch(/error|problem|failure|mistake/i);
		expect(error?.description).toContain('No image was ordered, so nothing was billed.');
		expect(wire.uploads).toHaveLength(tries);
		expect(wire.creates).toEqual([]);
		expect(wire.to('photos.example.com')).toEqual([]);
	});

	test('a key that is refused is not tried with every file', async () => {
		const wire = new KieWire().onUpload([refused(401, 'no')]);
		const files = Object.fromEntries(
			Array.from({ length: 20 }, (_, n) => [`f${n}`, { ...PNG, bytes: picture('png', n + 1, 1) }]),
		);
		const items = Object.keys(files).map((data) => ({ binary: { data } }));

		const run = await start(edit, files, { items });

		expect(run.status).toBe('error');
		expect(wire.uploads.length).toBeLessThanOrEqual(3);
	});

	test('Retry On Fail takes up the task, and uploads nothing again', async () => {
		let reads = 0;
		const wire = new KieWire()
			.onUpload()
			.onCreate([created('t0')])
			.on('GET', /record-info/, () => (reads++ === 0 ? refused(401, 'no') : done('t0')));

		const run = await start(edit, { data: PNG }, { settings: retry });

		expect(run.status).toBe('success');
		expect(wire.uploads).toHaveLength(1);
		expect(wire.creates).toHaveLength(1);
	});

	test('Retry On Fail after an upload that ended badly', async () => {
		const wire = new KieWire()
			.onUpload([busy, busy, busy, uploaded(7)])
			.onCreate([created('t0')])
			.on('GET', /record-info/, [done('t0')]);

		const run = await start(edit, { data: PNG }, { settings: retry });

		expect(run.status).toBe('success');
		expect(wire.uploads).toHaveLength(4);
		expect(wire.uploads.every(({ bytes }) => bytes.equals(PNG.bytes))).toBe(true);
		expect(wire.creates.map(({ body }) => body.filesUrl)).toEqual([[uploadedUrl(7)]]);
	});
});
