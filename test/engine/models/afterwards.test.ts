import type { INodeParameters } from 'n8n-workflow';
import { describe, expect, test } from 'vitest';
import { useFakedClock } from '../../helpers/clock.ts';
import { errorOf, jsonOf, outputOf } from '../../helpers/engine.ts';
import { HOST, JPEG, PNG } from '../../helpers/imageFiles.ts';
import { created, KieWire, refused, served, uploadedUrl } from '../../helpers/kie.ts';
import { job, jobDone, MARKET_CREATE, marketRead } from '../../helpers/otherApis.ts';
import { picture, pngOfSize } from '../../helpers/pictures.ts';
import { run, runWithFiles } from '../../helpers/run.ts';

// What comes after an image: Remove Background and Upscale take one image and no prompt.

useFakedClock();

const REMOVER = 'recraft/remove-background';
const removal: INodeParameters = { operation: 'removeBackground' };
const upscale: INodeParameters = { operation: 'upscale' };
const byFile: INodeParameters = { imageSource: 'binary' };
const byUrl: INodeParameters = { imageUrls: `${HOST}/a.png` };
const photo = { ...PNG, bytes: picture('png', 300, 400) };

const taken = (model: string) =>
	new KieWire()
		.onUpload()
		.on('POST', MARKET_CREATE, [created('t1')])
		.on('GET', marketRead('t1'), [job('t1', model, { param: '{}' }), doneWithout('t1', model)]);

/** These models have no prompt to tell of. */
const doneWithout = (taskId: string, model: string) => {
	const { data, ...rest } = jobDone(taskId, model) as { data: object };
	return { ...rest, data: { ...data, param: JSON.stringify({ model, input: '{}' }) } };
};

test('the background of a file: uploaded, waited for, downloaded', async () => {
	const wire = taken(REMOVER);

	const result = await runWithFiles({ ...removal, ...byFile }, { data: photo });

	expect(wire.uploads).toHaveLength(1);
	const [, create] = wire.posts.map(({ body }) => body);
	expect(create).toEqual({ model: REMOVER, input: { image: uploadedUrl(0) } });
	const [item, ...others] = outputOf(result, 'Next');
	expect(others).toEqual([]);
	expect(item?.json).toMatchObject({
		taskId: 't1',
		api: 'market',
		model: 'recraft-remove-background',
		status: 'success',
		prompt: null,
	});
	expect(item?.binary?.data).toMatchObject({
		fileName: 'recraft-remove-background-t1-1.png',
		mimeType: 'image/png',
	});
});

test('a model that is left from another operation does not matter', async () => {
	const wire = taken(REMOVER);

	const result = await run({ ...removal, ...byUrl, model: 'nano-banana-2-1', prompt: 'x' });

	expect(wire.posts.map(({ body }) => body)).toEqual([
		{ model: REMOVER, input: { image: byUrl.imageUrls } },
	]);
	expect(jsonOf(result, 'Next')).toMatchObject([{ model: 'recraft-remove-background' }]);
});

test.each<[INodeParameters, string, Record<string, unknown>]>([
	[{}, 'recraft/crisp-upscale', { image: byUrl.imageUrls }],
	[{ model: 'topaz' }, 'topaz/image-upscale', { image_url: byUrl.imageUrls, upscale_factor: '2' }],
	[
		{ model: '={{ "topaz" }}', upscaleFactor: '={{ 4 }}' },
		'topaz/image-upscale',
		{ image_url: byUrl.imageUrls, upscale_factor: '4' },
	],
])('upscaled with %j', async (parameters, model, input) => {
	const wire = taken(model).at(`${HOST}/a.png`, [served(photo.bytes)]);

	const result = await run({ ...upscale, ...byUrl, ...parameters });

	expect(wire.posts.map(({ body }) => body)).toEqual([{ model, input }]);
	expect(jsonOf(result, 'Next')).toMatchObject([{ status: 'success', prompt: null }]);
});

test('not waited for: the task is returned, and KIE is told whom to call', async () => {
	const wire = taken(REMOVER);
	const callBackUrl = 'https://n8n.example.com/webhook/kie';

	const result = await run({ ...removal, ...byUrl, waitUntilDone: false, callBackUrl });

	expect(wire.posts.map(({ body }) => body)).toMatchObject([{ callBackUrl }]);
	expect(jsonOf(result, 'Next')).toMatchObject([
		{ taskId: 't1', status: 'pending', model: 'recraft-remove-background' },
	]);
});

test('a task that another try has ordered is taken up', async () => {
	const wire = new KieWire()
		.on('POST', MARKET_CREATE, [created('t1')])
		.on('GET', marketRead('t1'), [refused(401, 'No access'), doneWithout('t1', REMOVER)]);

	const settings = { retryOnFail: true, maxTries: 2, waitBetweenTries: 10 };
	const result = await run({ ...removal, ...byUrl }, { settings });

	expect(wire.posts).toHaveLength(1);
	expect(jsonOf(result, 'Next')).toMatchObject([{ taskId: 't1', status: 'success' }]);
});

test('a continued failure says which model it was', async () => {
	const wire = new KieWire();

	const result = await run(
		{ ...removal, imageUrls: '={{ "" }}' },
		{ settings: { onError: 'continueErrorOutput' } },
	);

	expect(jsonOf(result, 'Failed')).toMatchObject([
		{ model: 'recraft-remove-background', api: 'market', status: 'failed' },
	]);
	expect(wire.requests).toEqual([]);
});

describe('an image that KIE would refuse for its size is not ordered', () => {
	const qwen: INodeParameters = { operation: 'edit', model: 'qwen-image-2-1', prompt: 'x' };
	const topaz: INodeParameters = { ...upscale, model: 'topaz' };
	const cannot = (label: string, name: string) =>
		`'${label}' contains ${name}, which cannot be used:`;

	test.each<[INodeParameters, number, number, string]>([
		[removal, 255, 300, 'it is 255 × 300 pixels, but KIE accepts no side shorter than 256 pixels'],
		[removal, 300, 255, 'it is 300 × 255 pixels, but KIE accepts no side shorter than 256 pixels'],
		[
			removal,
			4097,
			300,
			'it is 4097 × 300 pixels, but KIE accepts no side longer than 4096 pixels',
		],
		[
			removal,
			300,
			4097,
			'it is 300 × 4097 pixels, but KIE accepts no side longer than 4096 pixels',
		],
		[qwen, 6000, 5000, 'it is 6000 × 5000 pixels, but KIE accepts at most 25 megapixels'],
		[
			{ ...topaz, upscaleFactor: 4 },
			5001,
			100,
			'it is 5001 × 100 pixels, but KIE accepts no side longer than 5000 pixels',
		],
	])('%j of %i × %i', async (parameters, width, height, reason) => {
		const bytes = pngOfSize(width, height);
		const wire = taken(REMOVER).at(`${HOST}/a.png`, [served(bytes)]);

		const file = await runWithFiles({ ...parameters, ...byFile }, { data: { ...PNG, bytes } });
		const url = await run({ ...parameters, ...byUrl });

		expect(errorOf(file).message).toBe(
			`${cannot('Input Data Field Name', 'photo.png')} ${reason} [item 0]`,
		);
		const label = parameters === qwen ? 'Image URLs' : 'Image URL';
		expect(errorOf(url).message).toBe(`${cannot(label, `${HOST}/a.png`)} ${reason} [item 0]`);
		expect(wire.posts).toEqual([]);
	});

	test.each<[INodeParameters, number, number]>([
		[removal, 256, 256],
		[removal, 4096, 4096],
		[{ ...topaz, upscaleFactor: 4 }, 5000, 100],
		[{ ...topaz, upscaleFactor: 2 }, 10_000, 100],
		[{ ...upscale, model: 'recraft-crisp' }, 10, 10],
		[qwen, 5000, 5000],
	])('%j of %i × %i goes', async (parameters, width, height) => {
		const wire = taken(REMOVER);

		await runWithFiles(
			{ ...parameters, ...byFile, waitUntilDone: false },
			{ data: { ...PNG, bytes: pngOfSize(width, height) } },
		);

		expect(wire.posts).toHaveLength(2);
	});

	test('nor one of too many bytes', async () => {
		const wire = taken(REMOVER);
		const bytes = Buffer.concat([photo.bytes, Buffer.alloc(5 * 1024 * 1024)]);

		const result = await runWithFiles(
			{ ...removal, ...byFile },
			{ data: { ...JPEG, bytes, name: 'a.jpg' } },
		);

		expect(errorOf(result).message).toMatch(/it is 5(\.\d)? MB, but KIE accepts at most 5 MB/);
		expect(wire.posts).toEqual([]);
	});
});
