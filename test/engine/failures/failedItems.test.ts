import type { IDataObject, INode } from 'n8n-workflow';
import { describe, expect, test } from 'vitest';
import { runClock, useFakedClock } from '../../helpers/clock.ts';
import { BASE_URL, jsonOf, runWorkflow } from '../../helpers/engine.ts';
import type { Answer } from '../../helpers/kie.ts';
import { created, done, failed, IMAGE_HOST, KieWire, refused, running } from '../../helpers/kie.ts';
import { byPrompt, oneAtATime, workflow } from '../../helpers/workflows.ts';

// n8n puts the item of a failure over the input item: whatever has no value here would wipe a
// field of the user's own.

useFakedClock();

const onErrorOutput: Partial<INode> = { onError: 'continueErrorOutput' };
const own = {
	prompt: 'A cat',
	model: 'my model',
	imageUrl: 'https://mine.test/a.png',
	imageUrls: ['https://mine.test/a.png'],
	createdAt: 'yesterday',
	progress: 'half',
	creditsUsed: 7,
	api: 'my api',
};

async function failedItems(
	parameters: IDataObject,
	items: IDataObject[] = [own],
	credentials?: Record<string, string>,
): Promise<IDataObject[]> {
	const json = workflow(parameters as never, { items, settings: onErrorOutput });
	return jsonOf(await runClock(runWorkflow(json, credentials && { credentials })), 'Failed');
}

/** Of the user's fields, all but what the request says itself. */
const { prompt, model, api, ...untouched } = own;

describe('an item on the error output keeps the fields of the input', () => {
	const request = { ...untouched, prompt: 'A cat', model: 'gpt4o-image', api: 'gpt4oImage' };

	test.each<[string, Answer, IDataObject]>([
		['refused', refused(422, 'size is invalid'), { errorMessage: 'size is invalid' }],
		['of which the answer was lost', 'reset', { retryable: false }],
		['that never arrived', 'refused', { retryable: true }],
	])('where a create was %s', async (_, answer, more) => {
		new KieWire().onCreate([answer]);

		const [item] = await failedItems(byPrompt);

		expect(item).toMatchObject({ ...request, ...more, status: 'failed' });
		expect(item).not.toHaveProperty('taskId');
		expect(item).not.toHaveProperty('imageIndex');
		expect(item).not.toHaveProperty('completedAt');
		expect(Object.values(item!)).not.toContain(null);
	});

	test('where a create was not sent', async () => {
		new KieWire().onCreate([refused(402, 'no credits')]);

		const items = await failedItems({ ...byPrompt, options: oneAtATime }, [
			own,
			{ ...own, prompt: 'A dog' },
		]);

		expect(items).toMatchObject([request, { ...request, prompt: 'A dog' }]);
		expect(items[1]?.errorDescription).toContain('was not sent');
	});

	test('where an input image was refused', async () => {
		new KieWire().at('https://a.test/page.png', [{ httpStatus: 200, body: '<html>' }]);

		const [item] = await failedItems({
			...byPrompt,
			operation: 'edit',
			imageUrls: 'https://a.test/page.png',
		});

		expect(item).toMatchObject({ ...request, error: expect.stringContaining('cannot be used') });
	});

	test('where the request could not be read', async () => {
		new KieWire();

		const [item] = await failedItems({ ...byPrompt, size: '7:9' });

		expect(item).toMatchObject({ ...request, error: expect.stringContaining("'Aspect Ratio'") });
	});

	test('where not even the prompt could be read', async () => {
		new KieWire();

		const [item] = await failedItems({ prompt: '={{ $json.no.such.thing }}' });

		expect(item).toMatchObject({ ...untouched, prompt: 'A cat', model: 'gpt4o-image' });
		expect(item).toMatchObject({ status: 'failed', retryable: false });
	});

	test('where the credential holds no key', async () => {
		new KieWire();

		const [item] = await failedItems(byPrompt, [own], { apiKey: ' ', baseUrl: BASE_URL });

		expect(item).toMatchObject({ ...request, error: expect.stringContaining("'API Key'") });
	});

	test('and says of a task that failed what KIE says of it', async () => {
		new KieWire().onCreate([created('t1')]).onRead('t1', [failed('t1', 400, 'content policies')]);

		const [item] = await failedItems(byPrompt);

		expect(item).toMatchObject({
			taskId: 't1',
			status: 'failed',
			prompt: 'A cat',
			model: 'gpt4o-image',
			errorCode: 400,
			imageUrl: own.imageUrl,
			createdAt: own.createdAt,
		});
	});
});

test('every failure of whatever operation has the same few keys', async () => {
	new KieWire().on('GET', /chat\/credit$/, [{ code: 200, data: 'none' }]);

	const [item] = await failedItems({ resource: 'account', operation: 'getCredits' }, [{}]);

	expect(Object.keys(item!).sort()).toEqual([
		'error',
		'errorCode',
		'errorDescription',
		'errorMessage',
		'retryable',
		'status',
	]);
});

test('a link that KIE does not give: the item names the image and its task', async () => {
	new KieWire().on('POST', /download-url$/, [refused(422, 'url is wrong')]);

	const [item] = await failedItems(
		{
			operation: 'getDownloadUrl',
			imageUrl: `${IMAGE_HOST}/a.png`,
			taskId: 't1',
		},
		[{ order: 7 }],
	);

	expect(item).toMatchObject({ order: 7, imageUrl: `${IMAGE_HOST}/a.png`, taskId: 't1' });
});

describe('a task that is not known to be over is told as pending, and not as one to send again', () => {
	const pending = { ...untouched, taskId: 't1', status: 'pending', retryable: false };

	test.each<[string, Answer]>([
		['when Max Wait is over', running('t1')],
		['after a page of a gateway', { httpStatus: 502, body: '<html>' }],
		['after a refused look', refused(401, 'no')],
		['after looks that never arrived', 'refused'],
		['where KIE lost sight of it', refused(422, 'recordInfo is null')],
	])('%s', async (_, answer) => {
		new KieWire().onCreate([created('t1')]).onRead('t1', [answer]);

		const [item] = await failedItems({ ...byPrompt, options: { maxWait: 200 } });

		expect(item).toMatchObject({ ...pending, prompt: 'A cat', model: 'gpt4o-image' });
	});

	test('in Get Download URL', async () => {
		new KieWire().onRead('t1', [running('t1')]);

		const [item] = await failedItems({ operation: 'getDownloadUrl', taskId: 't1' }, [{}]);

		expect(item).toMatchObject({ taskId: 't1', status: 'pending', retryable: false });
	});
});

test('a success keeps every field, also without a value', async () => {
	new KieWire().onCreate([created('t1')]).onRead('t1', [done('t1')]);

	const run = await runClock(runWorkflow(workflow(byPrompt, { items: [own] })));

	expect(jsonOf(run, 'Next')[0]).toMatchObject({ creditsUsed: null, errorMessage: null });
});
