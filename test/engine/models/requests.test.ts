import { expect, test } from 'vitest';
import { useFakedClock } from '../../helpers/clock.ts';
import { errorOf, jsonOf, outputOf } from '../../helpers/engine.ts';
import { created, done, IMAGE_HOST, KieWire, refused } from '../../helpers/kie.ts';
import {
	FLUX_CREATE,
	fluxDone,
	fluxRead,
	fluxRunning,
	job,
	jobDone,
	MARKET_CREATE,
	marketRead,
} from '../../helpers/otherApis.ts';
import { run } from '../../helpers/run.ts';

// What the models of each API are asked, and what comes of it.

useFakedClock();

test('a market model: submitted, waited for, downloaded', async () => {
	const id = 'google/nano-banana';
	const wire = new KieWire()
		.on('POST', MARKET_CREATE, [created('t1')])
		.on('GET', marketRead('t1'), [
			refused(422, 'recordInfo is null'),
			job('t1', id),
			jobDone('t1', id),
		]);

	const result = await run({ model: 'nano-banana', prompt: 'A cat', aspectRatio: '21:9' });

	expect(wire.posts.map(({ body }) => body)).toEqual([
		{ model: id, input: { prompt: 'A cat', aspect_ratio: '21:9' } },
	]);
	const [item, ...others] = outputOf(result, 'Next');
	expect(others).toEqual([]);
	expect(item?.json).toEqual({
		taskId: 't1',
		api: 'market',
		model: 'nano-banana',
		status: 'success',
		progress: 1,
		imageUrl: `${IMAGE_HOST}/t1.png`,
		imageIndex: 0,
		imageUrls: [`${IMAGE_HOST}/t1.png`],
		prompt: 'A cat',
		createdAt: '2023-11-14T22:13:20.000Z',
		completedAt: '2023-11-14T22:14:20.000Z',
		creditsUsed: null,
		errorCode: null,
		errorMessage: null,
	});
	expect(item?.binary?.data).toMatchObject({ fileName: 'nano-banana-t1-1.png' });
});

test('Flux makes an image and edits one; what went in is no result', async () => {
	const wire = new KieWire()
		.on('POST', FLUX_CREATE, [created('t1')])
		.on('GET', fluxRead('t1'), [fluxRunning('t1'), fluxDone('t1')]);

	const model = 'flux-kontext-max';
	const generated = await run({ model, prompt: 'A cat' });
	const edited = await run({
		operation: 'edit',
		model,
		prompt: 'A hat',
		imageUrls: 'https://example.com/a.png',
		aspectRatio: '1:1',
		outputFormat: 'jpeg',
		enableTranslation: false,
		promptUpsampling: true,
		safetyTolerance: 0,
		watermark: 'me',
		options: { uploadCn: true },
	});

	expect(wire.posts.map(({ body }) => body)).toEqual([
		{ prompt: 'A cat', outputFormat: 'png', safetyTolerance: 2, model },
		{
			prompt: 'A hat',
			inputImage: 'https://example.com/a.png',
			aspectRatio: '1:1',
			outputFormat: 'jpeg',
			enableTranslation: false,
			promptUpsampling: true,
			safetyTolerance: 0,
			watermark: 'me',
			uploadCn: true,
			model,
		},
	]);
	for (const result of [generated, edited]) {
		expect(jsonOf(result, 'Next')).toMatchObject([
			{ api: 'fluxKontext', model, imageUrls: [`${IMAGE_HOST}/t1.png`] },
		]);
	}
});

test('Ideogram Character edits with a mask after a reference', async () => {
	const wire = new KieWire()
		.on('POST', MARKET_CREATE, [created('t1')])
		.on('GET', marketRead('t1'), [jobDone('t1', 'ideogram/character-edit')]);

	const result = await run({
		operation: 'edit',
		model: 'ideogram-character',
		prompt: 'At the beach',
		imageUrls: 'https://example.com/a.png',
		referenceImageUrls: 'https://example.com/r.png',
		maskUrl: 'https://example.com/m.png',
		numImages: 3,
		seed: '7',
	});

	expect(wire.posts.map(({ body }) => body)).toEqual([
		{
			model: 'ideogram/character-edit',
			input: {
				prompt: 'At the beach',
				image_url: 'https://example.com/a.png',
				reference_image_urls: ['https://example.com/r.png'],
				mask_url: 'https://example.com/m.png',
				num_images: '3',
				expand_prompt: true,
				seed: 7,
			},
		},
	]);
	expect(jsonOf(result, 'Next')).toMatchObject([{ model: 'ideogram-character' }]);
});

test('the model may differ from item to item', async () => {
	const wire = new KieWire()
		.onCreate([created('t1')])
		.onRead('t1', [done('t1')])
		.on('POST', FLUX_CREATE, [created('t2')])
		.on('GET', fluxRead('t2'), [fluxDone('t2')])
		.on('POST', MARKET_CREATE, ({ model }) => created(model === 'google/imagen4' ? 't3' : 't4'))
		.on('GET', marketRead('t3'), [jobDone('t3', 'google/imagen4')])
		.on('GET', marketRead('t4'), [jobDone('t4', 'qwen/text-to-image')]);
	const list = ['gpt4o-image', 'flux-kontext-pro', 'imagen4', 'other'];

	const result = await run(
		{
			model: '={{ $json.model }}',
			prompt: '={{ $json.prompt }}',
			marketModel: '={{ $json.id }}',
			marketInputMode: 'json',
			marketInput: '={{ $json.input }}',
		},
		{
			items: [
				...list.slice(0, 3).map((model) => ({ model, prompt: 'A cat' })),
				{ model: 'other', id: 'qwen/text-to-image', input: { prompt: 'A cat' } },
			],
		},
	);

	expect(result.data.resultData.error).toBeUndefined();
	expect(jsonOf(result, 'Next').map(({ model }) => model)).toEqual([
		...list.slice(0, 3),
		'qwen/text-to-image',
	]);
	// Of fields that differ between models there is one, with a value for all.
	expect(wire.posts.map(({ body }) => body)).toEqual([
		{ prompt: 'A cat', size: '1:1' },
		{ prompt: 'A cat', outputFormat: 'png', safetyTolerance: 2, model: 'flux-kontext-pro' },
		{ model: 'google/imagen4', input: { prompt: 'A cat', aspect_ratio: '16:9' } },
		{ model: 'qwen/text-to-image', input: { prompt: 'A cat' } },
	]);
});

test.each([
	['nano-banana-2-1', { output_format: 'png', image_input: ['https://example.com/a.png'] }],
	[
		'seedream-5-pro',
		{
			...{ aspect_ratio: '1:1', quality: 'basic', output_format: 'png' },
			image_urls: ['https://example.com/a.png'],
		},
	],
	['gpt-image-2', { resolution: '1K', input_urls: ['https://example.com/a.png'] }],
])('%s by expression, with the fields as they are', async (model, input) => {
	const wire = new KieWire().on('POST', MARKET_CREATE, [created('t1')]);

	await run({
		...{ operation: 'edit', model: `={{ "${model}" }}`, prompt: 'A cat' },
		...{ imageUrls: 'https://example.com/a.png', waitUntilDone: false },
	});

	expect(wire.posts.map(({ body }) => body.input)).toEqual([{ prompt: 'A cat', ...input }]);
});

test('4o edits without a prompt and a mask also where the model is an expression', async () => {
	const wire = new KieWire().onCreate([created('t1')]).onRead('t1', [done('t1')]);

	const imageUrls = 'https://example.com/a.png';
	await run({ operation: 'edit', model: '={{ "gpt4o-image" }}', imageUrls });

	expect(wire.creates.map(({ body }) => body)).toEqual([{ filesUrl: [imageUrls], size: '1:1' }]);
});

test.each([
	[500, 'Internal Error', 500, 'Internal Error'],
	['400', 'Your content was flagged', 400, 'Your content was flagged'],
	['', '', null, null],
	['E_NSFW', 'nsfw', 'E_NSFW', 'nsfw'],
])(
	'a market task that failed with %j and %j',
	async (failCode, failMsg, errorCode, errorMessage) => {
		new KieWire()
			.on('POST', MARKET_CREATE, [created('t1')])
			.on('GET', marketRead('t1'), [
				job('t1', 'google/imagen4', { state: 'fail', failCode, failMsg }),
			]);

		const stopped = await run({ model: 'imagen4', prompt: 'A cat' });
		const [looked] = jsonOf(
			await run({ operation: 'getStatus', taskId: 't1', options: { api: 'market' } }),
			'Next',
		);

		expect(errorOf(stopped).message).toMatch(/ \[item 0\]$/);
		expect(errorOf(stopped).context).toMatchObject({ errorCode, taskId: 't1' });
		expect(looked).toMatchObject({ status: 'failed', model: 'imagen4', errorCode, errorMessage });
	},
);

test('a further try submits anew only what failed, whatever the model', async () => {
	const wire = new KieWire()
		.on('POST', FLUX_CREATE, [created('t1')])
		.on('GET', fluxRead('t1'), [fluxDone('t1')])
		.on('POST', MARKET_CREATE, (_, nth) => created(nth === 0 ? 't2' : 't3'))
		.on('GET', marketRead('t2'), [
			job('t2', 'google/nano-banana', {
				state: 'fail',
				failCode: '500',
				failMsg: 'Failed to generate image',
			}),
		])
		.on('GET', marketRead('t3'), [jobDone('t3', 'google/nano-banana')]);

	const result = await run(
		{ model: '={{ $json.model }}', prompt: 'A cat' },
		{
			items: [{ model: 'flux-kontext-pro' }, { model: 'nano-banana' }],
			settings: { retryOnFail: true, maxTries: 2, waitBetweenTries: 10 },
		},
	);

	expect(jsonOf(result, 'Next').map(({ taskId }) => taskId)).toEqual(['t1', 't3']);
	expect(wire.posts.map(({ path }) => path)).toEqual([
		'/api/v1/flux/kontext/generate',
		'/api/v1/jobs/createTask',
		'/api/v1/jobs/createTask',
	]);
});
