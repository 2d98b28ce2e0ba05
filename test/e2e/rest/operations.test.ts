import { expect, test } from 'vitest';
import { itemsOf } from '../../../sandbox/n8n/client.ts';
import { addFault, tasksAbout } from '../helpers/kie.ts';
import { filesOf, jsonOf, runWorkflow, sizeOfPng } from '../helpers/n8n.ts';
import { chain, ITEMS, kie } from '../helpers/workflows.ts';

const generate = (settings: Record<string, unknown> = {}) =>
	kie('Generate', { operation: 'generate', prompt: '={{ $json.prompt }}', ...settings });

test('Generate makes an image of every item, with its file', async () => {
	const prompts = ['op-generate: a lighthouse', 'op-generate: a harbour', 'op-generate: a gull'];
	const workflow = chain(
		prompts.map((prompt) => ({ prompt })),
		generate({ size: '3:2' }),
	);

	const execution = await runWorkflow(workflow);

	expect(execution.status).toBe('success');
	expect(jsonOf(execution, ITEMS)).toHaveLength(3);
	const items = itemsOf(execution, 'Generate');
	expect(items.map(({ json }) => json.prompt)).toEqual(prompts);
	for (const [index, { json, binary, pairedItem }] of items.entries()) {
		expect(pairedItem).toEqual({ item: index });
		expect(json).toMatchObject({
			api: 'gpt4oImage',
			model: 'gpt4o-image',
			status: 'success',
			progress: 1,
			imageIndex: 0,
			imageUrl: expect.stringContaining('http'),
			imageUrls: [json.imageUrl],
			errorCode: null,
			errorMessage: null,
		});
		expect(binary?.data).toMatchObject({
			mimeType: 'image/png',
			fileName: `gpt4o-image-${String(json.taskId)}-1.png`,
		});
		const [file] = await filesOf(items[index]);
		const { width, height } = sizeOfPng(file);
		expect(width / height).toBeCloseTo(3 / 2, 1);
	}
	expect(await tasksAbout('op-generate')).toHaveLength(3);
});

test('several images of a task are several items, or one where asked for', async () => {
	const several = (outputItems: string) =>
		chain(
			[{ prompt: `op-several ${outputItems}` }],
			generate({ nVariants: 4, options: { outputItems } }),
		);

	const perImage = await runWorkflow(several('perImage'));
	const perTask = await runWorkflow(several('perTask'));

	expect(jsonOf(perImage, 'Generate').map(({ imageIndex }) => imageIndex)).toEqual([0, 1, 2, 3]);
	const [one, ...more] = itemsOf(perTask, 'Generate');
	expect(more).toEqual([]);
	expect(Object.keys(one?.binary ?? {})).toEqual(['data', 'data_1', 'data_2', 'data_3']);
	expect((await tasksAbout('op-several')).map(({ billed }) => billed)).toEqual([24, 24]);
});

test('Edit changes the image it is given', async () => {
	const edit = kie('Edit', {
		operation: 'edit',
		prompt: 'op-edit: at night',
		imageUrls: '={{ $json.imageUrl }}',
		size: '2:3',
	});

	const execution = await runWorkflow(chain([{ prompt: 'op-edit: a street' }], generate(), edit));

	expect(execution.status).toBe('success');
	const [source] = jsonOf(execution, 'Generate');
	const [edited] = itemsOf(execution, 'Edit');
	expect(edited?.json).toMatchObject({ status: 'success', prompt: 'op-edit: at night' });
	const [task] = await tasksAbout('op-edit: at night');
	expect(task?.params).toMatchObject({ filesUrl: [source?.imageUrl], size: '2:3' });
	const { width, height } = sizeOfPng((await filesOf(edited))[0]);
	expect(width / height).toBeCloseTo(2 / 3, 1);
});

test('Create Variants makes several of one', async () => {
	const variants = kie('Variants', { operation: 'variants', imageUrls: '={{ $json.imageUrl }}' });

	const execution = await runWorkflow(chain([{ prompt: 'op-variants' }], generate(), variants));

	expect(execution.status).toBe('success');
	expect(jsonOf(execution, 'Variants').map(({ imageIndex }) => imageIndex)).toEqual([0, 1]);
});

test('without waiting the task is handed on, and Get Status finds it done', async () => {
	await addFault(
		{ kind: 'takes', durationMs: 20_000, match: { prompt: 'op-status: first' } },
		{ kind: 'takes', durationMs: 120_000, match: { prompt: 'op-status: second' } },
	);
	const submit = generate({ waitUntilDone: false });
	const meanwhile = kie('Meanwhile', { operation: 'generate', prompt: 'op-status: second' });
	const status = kie('Status', {
		operation: 'getStatus',
		taskId: "={{ $('Generate').item.json.taskId }}",
		downloadImages: true,
		outputDataFieldName: 'picture',
		options: { includeRaw: true },
	});

	const execution = await runWorkflow(
		chain([{ prompt: 'op-status: first' }], submit, meanwhile, status),
	);

	expect(execution.status).toBe('success');
	const [pending] = jsonOf(execution, 'Generate');
	expect(pending).toMatchObject({ status: 'pending', imageUrl: null, imageUrls: [] });
	const [found] = itemsOf(execution, 'Status');
	expect(found?.json).toMatchObject({
		taskId: pending?.taskId,
		api: 'gpt4oImage',
		status: 'success',
		prompt: 'op-status: first',
		raw: { taskId: pending?.taskId },
	});
	expect(Object.keys(found?.binary ?? {})).toEqual(['picture']);
});

test('Get Download URL links to an image that anyone can open', async () => {
	const link = kie('Link', {
		operation: 'getDownloadUrl',
		imageUrl: '={{ $json.imageUrl }}',
		taskId: '={{ $json.taskId }}',
	});

	const execution = await runWorkflow(
		chain([{ prompt: 'op-link' }], generate({ downloadImages: false }), link),
	);

	expect(execution.status).toBe('success');
	const [image] = itemsOf(execution, 'Generate');
	expect(image?.binary).toBeUndefined();
	const [json] = jsonOf(execution, 'Link');
	expect(json).toMatchObject({ imageUrl: image?.json.imageUrl, taskId: image?.json.taskId });
	const response = await fetch(String(json?.downloadUrl));
	sizeOfPng(Buffer.from(await response.arrayBuffer()));
});

test('Get Credits reads the account', async () => {
	const credits = kie('Credits', { resource: 'account', operation: 'getCredits' });

	const execution = await runWorkflow(chain([{}, {}], credits));

	expect(execution.status).toBe('success');
	const items = itemsOf(execution, 'Credits');
	expect(items).toMatchObject([{ pairedItem: { item: 0 } }, { pairedItem: { item: 1 } }]);
	// The simulator starts with 100 000, and the tests before this one have spent some.
	for (const { json } of items) {
		expect(Number(json.credits)).toBeGreaterThan(50_000);
		expect(Number(json.credits)).toBeLessThan(100_000);
	}
});

test("Get Price gives KIE's own words on a model", async () => {
	const marketModel = { __rl: true, mode: 'id', value: '={{ $json.model }}' };
	const price = kie('Price', { resource: 'account', operation: 'getPrice', marketModel });
	const models = ['nano-banana-2', 'topaz/image-upscale'].map((model) => ({ model }));

	const execution = await runWorkflow(chain(models, price));

	expect(execution.status).toBe('success');
	expect(jsonOf(execution, 'Price')).toEqual(
		models.map(({ model }) => ({ model, price: expect.stringContaining('credits') })),
	);
});
