import type { INodeParameters, NodeApiError } from 'n8n-workflow';
import nock from 'nock';
import { describe, expect, test } from 'vitest';
import { INPUT_NAMES, inputFields } from '../../../nodes/Kie/actions/create/inputFields.ts';
import type { InputRole } from '../../../nodes/shared/models/index.ts';
import { models } from '../../../nodes/shared/models/index.ts';
import { runClock, useFakedClock } from '../../helpers/clock.ts';
import { jsonOf, outputOf, runWorkflow } from '../../helpers/engine.ts';
import { created, done, IMAGE_HOST, KieWire, refused } from '../../helpers/kie.ts';
import { workflow } from '../../helpers/workflows.ts';

useFakedClock();

const FLUX_CREATE = /^\/api\/v1\/flux\/kontext\/generate$/;
const MARKET_CREATE = /^\/api\/v1\/jobs\/createTask$/;
const fluxRead = (taskId: string) => new RegExp(`flux/kontext/record-info\\?taskId=${taskId}$`);
const marketRead = (taskId: string) => new RegExp(`jobs/recordInfo\\?taskId=${taskId}$`);

const ok = (data: unknown) => ({ code: 200, msg: 'success', data });
const fluxRunning = (taskId: string) => ok({ taskId, successFlag: 0, response: null });
const fluxDone = (taskId: string) =>
	ok({
		taskId,
		paramJson: JSON.stringify({ prompt: 'A cat', model: 'flux-kontext-max' }),
		successFlag: 1,
		createTime: 1_700_000_000_000,
		completeTime: 1_700_000_060_000,
		response: {
			originImageUrl: `${IMAGE_HOST}/origin.png`,
			resultImageUrl: `${IMAGE_HOST}/${taskId}.png`,
		},
	});
const job = (taskId: string, model: string, rest: Record<string, unknown> = {}) =>
	ok({
		taskId,
		model,
		state: 'generating',
		param: JSON.stringify({ model, input: { prompt: 'A cat' } }),
		resultJson: '',
		failCode: null,
		failMsg: null,
		costTime: null,
		createTime: 1_700_000_000_000,
		...rest,
	});
const jobDone = (taskId: string, model: string, url = `${IMAGE_HOST}/${taskId}.png`) =>
	job(taskId, model, {
		state: 'success',
		resultJson: JSON.stringify({ resultUrls: [url], firstFrameUrl: `${IMAGE_HOST}/first.png` }),
		costTime: 12,
		completeTime: 1_700_000_060_000,
	});

const run = async (parameters: INodeParameters, more?: Parameters<typeof workflow>[1]) =>
	await runClock(runWorkflow(workflow(parameters, more)));
const errorOf = (result: Awaited<ReturnType<typeof run>>) =>
	result.data.resultData.error as NodeApiError;
const postsOf = (wire: KieWire) => wire.requests.filter(({ method }) => method === 'POST');

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

	expect(postsOf(wire).map(({ body }) => body)).toEqual([
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

	expect(postsOf(wire).map(({ body }) => body)).toEqual([
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

	expect(postsOf(wire).map(({ body }) => body)).toEqual([
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

describe('any other market model', () => {
	const model = 'other';

	test.each([
		['kling/v2-1-master-text-to-video', 'video/mp4', 'mp4', 'kling-v2-1-master-text-to-video'],
		['z-image/text-to-image', 'image/webp', 'webp', 'z-image-text-to-image'],
	])('%s comes as the file it is', async (marketModel, mimeType, ending, name) => {
		const url = `https://file.aiquickdraw.com/result.${ending}`;
		const wire = new KieWire()
			.on('POST', MARKET_CREATE, [created('t1')])
			.on('GET', marketRead('t1'), [jobDone('t1', marketModel, url)]);
		nock('https://file.aiquickdraw.com')
			.get(`/result.${ending}`)
			.reply(200, 'the file', { 'content-type': mimeType });

		const result = await run({ model, marketModel, marketInput: '{ "prompt": "A cat", "n": 1 }' });

		expect(postsOf(wire).map(({ body }) => body)).toEqual([
			{ model: marketModel, input: { prompt: 'A cat', n: 1 } },
		]);
		const [item] = outputOf(result, 'Next');
		expect(item?.json).toMatchObject({ model: marketModel, prompt: 'A cat', imageUrl: url });
		expect(item?.binary?.data).toMatchObject({ mimeType, fileName: `${name}-t1-1.${ending}` });
	});

	test('takes its input as an object too, and says pending what it was asked', async () => {
		const wire = new KieWire().on('POST', MARKET_CREATE, [created('t1')]);

		const result = await run({
			model,
			marketModel: ' qwen/text-to-image ',
			marketInput: '={{ ({ prompt: "A dog" }) }}',
			waitUntilDone: false,
			callBackUrl: 'https://n8n.test/hook',
		});

		expect(postsOf(wire).map(({ body }) => body)).toEqual([
			{
				model: 'qwen/text-to-image',
				input: { prompt: 'A dog' },
				callBackUrl: 'https://n8n.test/hook',
			},
		]);
		expect(jsonOf(result, 'Next')).toMatchObject([
			{ model: 'qwen/text-to-image', prompt: 'A dog', status: 'pending', api: 'market' },
		]);
	});

	test('one that the node knows goes by the name of the node', async () => {
		new KieWire()
			.on('POST', MARKET_CREATE, [created('t1')])
			.on('GET', marketRead('t1'), [jobDone('t1', 'google/imagen4')]);

		const result = await run({
			model,
			marketModel: 'google/imagen4',
			marketInput: { prompt: 'A cat' },
		});

		expect(jsonOf(result, 'Next')).toMatchObject([{ model: 'imagen4' }]);
	});

	test.each<[string, INodeParameters, string]>([
		['no model', { marketModel: '={{ "" }}' }, "'Market Model' is empty"],
		['a model with spaces', { marketModel: 'qwen image' }, "'Market Model' must be a name such as"],
		[
			'a name of ours',
			{ marketModel: 'nano-banana' },
			"'Market Model' cannot be 'nano-banana': use google/nano-banana",
		],
		['no input', { marketInput: '{}' }, "'Model Input' is empty"],
		[
			'input that is no JSON',
			{ marketInput: '={{ "{ prompt" }}' },
			"'Model Input' must be a JSON object",
		],
		['a list', { marketInput: '={{ [1] }}' }, "'Model Input' must be a JSON object"],
		[
			'a whole request',
			{ marketInput: '{ "model": "x/y", "input": { "prompt": "x" } }' },
			"'Model Input' holds a whole request",
		],
		[
			'a callback',
			{ marketInput: '{ "callBackUrl": "https://x.test" }' },
			"'Model Input' cannot hold a callback",
		],
		[
			'a name that only the older pages have',
			{ marketModel: 'nano-banana-pro', marketInput: '{ "input_prompt": "x" }' },
			"'Model Input' holds 'input_prompt', which KIE does not take: use 'prompt'",
		],
		[
			'a number of images where there is none',
			{ marketModel: 'google/imagen4', marketInput: '{ "prompt": "x", "num_images": "2" }' },
			"'Model Input' holds 'num_images', which KIE does not take: leave it out",
		],
	])('refuses %s', async (_name, parameters, message) => {
		const wire = new KieWire();
		const given = { marketModel: 'qwen/text-to-image', marketInput: '{ "prompt": "x" }' };

		const result = await run({ model, ...given, ...parameters });

		expect(errorOf(result).message).toContain(message);
		expect(wire.requests).toEqual([]);
	});
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
	expect(postsOf(wire).map(({ body }) => body)).toEqual([
		{ prompt: 'A cat', size: '1:1' },
		{ prompt: 'A cat', outputFormat: 'png', safetyTolerance: 2, model: 'flux-kontext-pro' },
		{ model: 'google/imagen4', input: { prompt: 'A cat', aspect_ratio: '16:9' } },
		{ model: 'qwen/text-to-image', input: { prompt: 'A cat' } },
	]);
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
	expect(postsOf(wire).map(({ path }) => path)).toEqual([
		'/api/v1/flux/kontext/generate',
		'/api/v1/jobs/createTask',
		'/api/v1/jobs/createTask',
	]);
});

const url = 'https://example.com/a.png';

const required = models.flatMap(({ value: model, operations }) =>
	Object.entries(operations).flatMap(([operation, { prompt, inputs }]) => {
		const roles = Object.entries(inputs).filter(([, { required: must }]) => must);
		const labels = new Map([
			...(prompt.is === 'required' ? [['prompt', 'Prompt'] as const] : []),
			...roles.map(([role, images]) => {
				const { url: name } = INPUT_NAMES[role as InputRole];
				const field = inputFields(role as InputRole, images).find((one) => one.name === name);
				return [name, field?.displayName ?? ''] as const;
			}),
		]);
		const all = Object.fromEntries([...labels.keys()].map((name) => [name, url]));
		return [...labels].map(([name, label]) => ({
			name: `${operation} with ${model}, no '${label}'`,
			parameters: { operation, model, ...all, [name]: '={{ "" }}' },
			message: `'${label}' is empty [item 0]`,
		}));
	}),
);

test.each(required)('$name', async ({ parameters, message }) => {
	const wire = new KieWire();
	expect(errorOf(await run(parameters)).message).toBe(message);
	expect(wire.requests).toEqual([]);
});

test.each<[INodeParameters, string]>([
	[
		{ model: 'nano-banana-pro', aspectRatio: '={{ "9:21" }}' },
		"'Aspect Ratio' must be .*: use 9:16",
	],
	[
		{ model: 'nano-banana-pro', outputFormat: '={{ "webp" }}' },
		"'Output Format' must be jpg or png, .*: use png",
	],
	[{ model: 'nano-banana-pro', outputFormat: '={{ "jpeg" }}' }, ': use jpg'],
	[{ model: 'nano-banana', outputFormat: '={{ "jpg" }}' }, ': use jpeg'],
	[{ model: 'nano-banana-pro', resolution: '={{ "sd" }}' }, "'Resolution' must be .*: use 1K"],
	[{ model: 'nano-banana-pro', resolution: '={{ "hd" }}' }, ': use 2K'],
	[{ model: 'seedream-v4', resolution: '={{ "4k" }}' }, ': use 4K'],
	[
		{ model: 'seedream-v4', imageSize: '={{ "16:9" }}' },
		"'Image Size' must be .*: use landscape_16_9",
	],
	[
		{ model: 'flux-kontext-pro', aspectRatio: '={{ "5:4" }}' },
		"'Aspect Ratio' must be .*: use 4:3",
	],
	[{ model: 'flux-kontext-max', aspectRatio: '={{ "4:5" }}' }, ': use 3:4'],
	[
		{ model: '={{ "imagen4" }}', numImages: 2 },
		"'Number of Images' must be 1: this model makes one image",
	],
	[{ model: '={{ "ideogram-v3" }}', numImages: 2 }, "'Number of Images' must be 1"],
	[{ model: 'imagen4', seed: 'x' }, "'Seed' must be a whole number, not 'x'"],
	[
		{ model: 'seedream-v4', maxImages: 7 },
		"'Max Images' must be a whole number from 1 to 6, not '7'",
	],
	[
		{ operation: 'edit', model: 'flux-kontext-pro', imageUrls: url, safetyTolerance: 3 },
		"'Safety Tolerance' must be a whole number from 0 to 2, not '3'",
	],
	[
		{ operation: 'edit', model: 'flux-kontext-pro', imageUrls: `${url}\n${url}` },
		"'Image URL' holds 2 images, but at most 1 can be used",
	],
	[
		{
			...{ operation: 'edit', model: '={{ "ideogram-v3" }}', numImages: 2 },
			...{ imageUrls: url, maskSource: 'url', maskUrl: url },
		},
		"'Number of Images' must be 1",
	],
	[
		{ operation: 'edit', model: '={{ "ideogram-v3" }}', imageUrls: url },
		"'Mask Source' cannot be 'None' with this model",
	],
])('%j is refused: %s', async (parameters, message) => {
	const wire = new KieWire();
	expect(errorOf(await run({ prompt: 'A cat', ...parameters })).message).toMatch(
		new RegExp(message),
	);
	expect(wire.requests).toEqual([]);
});

describe('looking a task up', () => {
	const nowhere = () => refused(422, 'The record does not exist');
	const reads = (wire: KieWire) => wire.requests.map(({ path }) => path.split(/[/?]/)[3]);

	test('starts with the API that the item names, so that one call is enough', async () => {
		const wire = new KieWire()
			.on('GET', marketRead('t1'), [jobDone('t1', 'bytedance/seedream-v4-edit')])
			.on('GET', fluxRead('t2'), [fluxDone('t2')]);

		const result = await run(
			{ operation: 'getStatus', taskId: '={{ $json.taskId }}' },
			{
				items: [
					{ taskId: 't1', api: 'market' },
					{ taskId: 't2', api: 'fluxKontext' },
				],
			},
		);

		expect(jsonOf(result, 'Next')).toMatchObject([
			{ taskId: 't1', api: 'market', model: 'seedream-v4', status: 'success' },
			{ taskId: 't2', api: 'fluxKontext', model: 'flux-kontext-max', status: 'success' },
		]);
		expect(reads(wire).sort()).toEqual(['flux', 'jobs']);
	});

	test('searches once, and starts where the task before was', async () => {
		const ids = Array.from({ length: 8 }, (_, index) => `t${index}`);
		const wire = new KieWire()
			.on('GET', /gpt4o-image\/record-info/, [nowhere()])
			.on('GET', /flux\/kontext\/record-info/, [nowhere()]);
		for (const id of ids) wire.on('GET', marketRead(id), [jobDone(id, 'qwen/text-to-image')]);

		const result = await run(
			{ operation: 'getStatus', taskId: '={{ $json.id }}' },
			{ items: ids.map((id) => ({ id })) },
		);

		expect(jsonOf(result, 'Next').map(({ model }) => model)).toEqual(
			ids.map(() => 'qwen/text-to-image'),
		);
		expect(reads(wire)).toEqual(['gpt4o-image', 'flux', ...ids.map(() => 'jobs')]);
	});

	test('goes on where one API is out of order', async () => {
		new KieWire()
			.on('GET', /gpt4o-image\/record-info/, [refused(505, 'This feature is disabled')])
			.on('GET', fluxRead('t1'), [fluxDone('t1')]);

		const result = await run({ operation: 'getStatus', taskId: 't1' });

		expect(jsonOf(result, 'Next')).toMatchObject([{ api: 'fluxKontext', status: 'success' }]);
	});

	test('takes a 500 that says so for an unknown task', async () => {
		new KieWire()
			.on('GET', /gpt4o-image\/record-info/, [refused(500, 'recordInfo is null')])
			.on('GET', marketRead('t1'), [jobDone('t1', 'google/imagen4-fast')])
			.on('GET', fluxRead('t1'), [nowhere()]);

		const result = await run({ operation: 'getStatus', taskId: 't1' });

		expect(jsonOf(result, 'Next')).toMatchObject([{ model: 'imagen4-fast' }]);
	});

	test('a download link of a market task goes to the common call at once', async () => {
		const wire = new KieWire()
			.on('GET', marketRead('t1'), [jobDone('t1', 'google/imagen4')])
			.on('POST', /download-url$/, [ok('https://r2.test/link')]);

		await run(
			{ operation: 'getDownloadUrl', taskId: '={{ $json.taskId }}' },
			{ items: [{ taskId: 't1', api: 'market' }] },
		);

		expect(wire.requests.map(({ path }) => path.split('?')[0])).toEqual([
			'/api/v1/jobs/recordInfo',
			'/api/v1/common/download-url',
		]);
	});
});
