import type { INodeParameters } from 'n8n-workflow';
import { describe, expect, test } from 'vitest';
import { callAsTool } from '../../helpers/agent.ts';
import { useFakedClock } from '../../helpers/clock.ts';
import { hintsOf } from '../../helpers/engine.ts';
import { isOldestEngine } from '../../helpers/engineFolder.ts';
import { byUrl, edit, HOST, JPEG, MASK, PNG, ready, WEBP } from '../../helpers/imageFiles.ts';
import { created, served, uploadedUrl } from '../../helpers/kie.ts';
import { runWithFiles } from '../../helpers/run.ts';
import type { GivenFile } from '../../helpers/workflows.ts';

// The way of pictures into KIE: everything is looked at before anything is uploaded, and uploaded before
// anything is ordered.

useFakedClock();

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

		const run = await runWithFiles(edit, { data: file });

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

		await runWithFiles(
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

		const run = await runWithFiles({ ...edit, maskSource: 'binary' }, { data: PNG, mask: MASK });

		expect(run.status).toBe('success');
		const at = (file: GivenFile) =>
			uploadedUrl(wire.uploads.findIndex(({ bytes }) => bytes.equals(file.bytes)));
		expect(wire.creates[0]?.body).toMatchObject({ filesUrl: [at(PNG)], maskUrl: at(MASK) });
	});

	test('an image by URL and its mask as a file', async () => {
		const wire = ready().at(`${HOST}/a.png`, [served(PNG.bytes)]);

		await runWithFiles({ ...byUrl, maskSource: 'binary' }, { mask: MASK });

		expect(wire.creates[0]?.body).toMatchObject({
			filesUrl: [`${HOST}/a.png`],
			maskUrl: uploadedUrl(0),
		});
	});

	test('an image as a file and its mask by URL', async () => {
		const wire = ready().at(`${HOST}/m.png`, [served(MASK.bytes)]);

		await runWithFiles({ ...edit, maskSource: 'url', maskUrl: `${HOST}/m.png` }, { data: PNG });

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

		const run = await runWithFiles(
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

		await runWithFiles({ ...edit, waitUntilDone: false }, { same: PNG, other: JPEG }, { items });

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

test.each<[string, INodeParameters, string[]]>([
	[
		'gpt4o-image',
		{ downloadImages: false },
		[
			'The mask is a PNG file and the image is a JPEG file. This model needs both in the same format: if the mask has no effect, save both as PNG.',
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

	const run = await runWithFiles(masked, { data: JPEG, mask: MASK });

	expect(run.data.resultData.error?.message).toBeUndefined();
	expect(wire.uploads.map(({ type }) => type).sort()).toEqual(['image/jpeg', 'image/png']);
	expect(hintsOf(run, 'KIE')).toEqual(hints);
});
