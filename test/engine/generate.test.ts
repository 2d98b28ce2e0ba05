import { expect, test } from 'vitest';
import { runClock, useFakedClock } from '../helpers/clock.ts';
import { API_KEY, hintsOf, jsonOf, outputOf, runWorkflow } from '../helpers/engine.ts';
import { created, done, IMAGE_HOST, KieWire, running } from '../helpers/kie.ts';
import { workflow } from '../helpers/workflows.ts';

useFakedClock();

test('a prompt becomes a picture: submitted, waited for, downloaded', async () => {
	const wire = new KieWire().onCreate([created('t1')]).onRead('t1', [running('t1'), done('t1')]);

	const run = await runClock(runWorkflow(workflow({ prompt: 'A cat' })));

	expect(run.status).toBe('success');
	expect(wire.creates.map(({ body }) => body)).toEqual([{ prompt: 'A cat', size: '1:1' }]);
	const [item, ...others] = outputOf(run, 'Next');
	expect(others).toEqual([]);
	expect(item?.json).toEqual({
		taskId: 't1',
		api: 'gpt4oImage',
		model: 'gpt4o-image',
		status: 'success',
		progress: 1,
		imageUrl: `${IMAGE_HOST}/t1.png`,
		imageIndex: 0,
		imageUrls: [`${IMAGE_HOST}/t1.png`],
		prompt: 'prompt of t1',
		createdAt: '2023-11-14T22:13:20.000Z',
		completedAt: '2023-11-14T22:14:20.000Z',
		creditsUsed: null,
		errorCode: null,
		errorMessage: null,
	});
	expect(item?.binary?.data).toMatchObject({
		fileName: 'gpt4o-image-t1-1.png',
		mimeType: 'image/png',
		fileExtension: 'png',
	});
	expect(item?.pairedItem).toEqual({ item: 0 });
});

test('the key goes to KIE and not to the host of the pictures', async () => {
	const wire = new KieWire().onCreate([created('t1')]).onRead('t1', [done('t1')]);

	await runClock(runWorkflow(workflow({ prompt: 'A cat' })));

	const carriesKey = ({ headers }: { headers: Record<string, unknown> }) =>
		JSON.stringify(headers).includes(API_KEY);
	const [toKie, toHost] = [
		wire.requests.filter(({ path }) => path.startsWith('/api/')),
		wire.requests.filter(({ path }) => path.endsWith('.png')),
	];
	expect(toKie.length).toBeGreaterThan(1);
	expect(toKie.every(carriesKey)).toBe(true);
	expect(toHost).toHaveLength(1);
	expect(toHost.some(carriesKey)).toBe(false);
});

test('several pictures are several items, linked to the item they come from', async () => {
	new KieWire()
		.onCreate((body) => created(body.prompt === 'red' ? 'red' : 'blue'))
		.onRead('red', [done('red', [`${IMAGE_HOST}/r1.png`, `${IMAGE_HOST}/r2.png`])])
		.onRead('blue', [done('blue')]);

	const json = workflow(
		{ prompt: '={{ $json.colour }}', nVariants: 2 },
		{ items: [{ colour: 'red' }, { colour: 'blue' }] },
	);
	const run = await runClock(runWorkflow(json));

	expect(
		outputOf(run, 'KIE').map(({ json: { taskId, imageIndex, imageUrl }, pairedItem }) => [
			taskId,
			imageIndex,
			imageUrl,
			pairedItem,
		]),
	).toEqual([
		['red', 0, `${IMAGE_HOST}/r1.png`, { item: 0 }],
		['red', 1, `${IMAGE_HOST}/r2.png`, { item: 0 }],
		['blue', 0, `${IMAGE_HOST}/blue.png`, { item: 1 }],
	]);
});

test('as one item for each task, with its files side by side and the raw record', async () => {
	const urls = [`${IMAGE_HOST}/a.png`, `${IMAGE_HOST}/b.png`];
	new KieWire().onCreate([created('t1')]).onRead('t1', [done('t1', urls)]);

	const parameters = {
		prompt: 'A cat',
		nVariants: 2,
		outputDataFieldName: 'photo',
		options: { outputItems: 'perTask', includeRaw: true },
	};
	const run = await runClock(runWorkflow(workflow(parameters)));

	const [item, ...others] = outputOf(run, 'Next');
	expect(others).toEqual([]);
	expect(item?.json).toMatchObject({ imageIndex: null, imageUrl: urls[0], imageUrls: urls });
	expect(Object.keys(item?.binary ?? {})).toEqual(['photo', 'photo_1']);
	expect(item?.json.raw).toMatchObject({ successFlag: 1 });
	expect(JSON.stringify(item?.json.raw)).not.toContain('secret');
});

test('without waiting it hands on the task, with the callback URL sent to KIE', async () => {
	const wire = new KieWire().onCreate([created('t1')]);

	const parameters = {
		prompt: 'A cat',
		waitUntilDone: false,
		callBackUrl: 'https://n8n.test/hook',
	};
	const run = await runClock(runWorkflow(workflow(parameters)));

	expect(wire.creates[0]?.body).toMatchObject({ callBackUrl: 'https://n8n.test/hook' });
	expect(wire.readsOf('t1')).toEqual([]);
	expect(jsonOf(run, 'Next')).toMatchObject([
		{
			taskId: 't1',
			status: 'pending',
			imageUrl: null,
			imageIndex: null,
			imageUrls: [],
			prompt: 'A cat',
		},
	]);
});

test('with waiting the callback URL is never sent', async () => {
	const wire = new KieWire().onCreate([created('t1')]).onRead('t1', [done('t1')]);

	await runClock(runWorkflow(workflow({ prompt: 'A cat', callBackUrl: 'https://n8n.test/hook' })));

	expect(wire.creates[0]?.body).not.toHaveProperty('callBackUrl');
});

test('edits with a mask and makes variants', async () => {
	const wire = new KieWire().onCreate([created('t1')]).onRead('t1', [done('t1')]);

	const edit = {
		operation: 'edit',
		prompt: 'Add a hat',
		imageUrls: 'https://example.com/a.png',
		maskSource: 'url',
		maskUrl: 'https://example.com/m.png',
		size: '3:2',
	};
	await runClock(runWorkflow(workflow(edit)));
	const variants = { operation: 'variants', imageUrls: ['https://example.com/a.png'] };
	await runClock(runWorkflow(workflow(variants as never)));

	expect(wire.creates.map(({ body }) => body)).toEqual([
		{
			prompt: 'Add a hat',
			filesUrl: ['https://example.com/a.png'],
			maskUrl: 'https://example.com/m.png',
			size: '3:2',
		},
		{ filesUrl: ['https://example.com/a.png'], size: '1:1', nVariants: 2 },
	]);
});

test('as a tool of an agent it gives the URLs and fetches no file', async () => {
	const wire = new KieWire().onCreate([created('t1')]).onRead('t1', [done('t1')]);

	const json = workflow({ prompt: 'A cat' }, { settings: { type: 'n8n-nodes-kie-image.kieTool' } });
	const run = await runClock(runWorkflow(json));

	expect(outputOf(run, 'Next')).toMatchObject([{ json: { imageUrl: `${IMAGE_HOST}/t1.png` } }]);
	expect(outputOf(run, 'Next')[0]?.binary).toBeUndefined();
	expect(wire.requests.filter(({ path }) => path.endsWith('.png'))).toEqual([]);
});

test('a picture that cannot be downloaded still reaches the workflow by its URL', async () => {
	new KieWire()
		.onCreate([created('t1')])
		.onRead('t1', [done('t1', ['https://gone.example.com/x.png'])]);

	const run = await runClock(runWorkflow(workflow({ prompt: 'A cat' })));

	expect(run.status).toBe('success');
	expect(outputOf(run, 'Next')).toMatchObject([
		{ json: { imageUrl: 'https://gone.example.com/x.png' } },
	]);
	expect(outputOf(run, 'Next')[0]?.binary).toBeUndefined();
	expect(hintsOf(run, 'KIE')).toEqual([expect.stringContaining('could not be downloaded')]);
});

test('a node whose name holds quotes works like any other', async () => {
	new KieWire().onCreate([created('t1')]).onRead('t1', [done('t1')]);

	const json = workflow({ prompt: 'A cat' }, { settings: { name: `KIE "the 'best'" \\ one` } });
	const run = await runClock(runWorkflow(json));

	expect(run.status).toBe('success');
	expect(outputOf(run, 'Next')).toHaveLength(1);
});
