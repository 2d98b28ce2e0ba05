import type { IDataObject, NodeApiError } from 'n8n-workflow';
import { describe, expect, test } from 'vitest';
import { runClock, useFakedClock } from '../helpers/clock.ts';
import { API_KEY, jsonOf, outputOf, runWorkflow } from '../helpers/engine.ts';
import { created, done, failed, IMAGE_HOST, KieWire, refused } from '../helpers/kie.ts';
import { workflow } from '../helpers/workflows.ts';

useFakedClock();

const prompts = (...list: string[]) => list.map((prompt) => ({ prompt }));
const byPrompt = { prompt: '={{ $json.prompt }}' };

describe('a task that KIE could not finish', () => {
	test('stops the node, with what happened, how to get on, and what KIE said', async () => {
		new KieWire()
			.onCreate([created('t1')])
			.onRead('t1', [
				failed('t1', 400, 'Your content was flagged by OpenAI as violating content policies'),
			]);

		const run = await runClock(runWorkflow(workflow({ prompt: 'x' })));

		const error = run.data.resultData.error as NodeApiError;
		expect(error.message).toBe('KIE declined the request for its content [item 0]');
		expect(error.description).toContain('flagged by OpenAI');
		expect(error.httpCode).toBe('400');
		expect(error.context).toMatchObject({
			taskId: 't1',
			errorCode: 400,
			retryable: false,
			itemIndex: 0,
		});
	});

	test('names the other tasks of the run, with their pictures', async () => {
		new KieWire()
			.onCreate(({ prompt }) => created(String(prompt)))
			.onRead('a', [done('a')])
			.onRead('b', [failed('b', 500, 'Internal Error')])
			.onRead('c', [done('c')]);

		const run = await runClock(runWorkflow(workflow(byPrompt, { items: prompts('a', 'b', 'c') })));

		const error = run.data.resultData.error as NodeApiError;
		expect(error.message).toMatch(/\[item 1\]$/);
		expect(error.description).toContain('[item 0] a (success)');
		expect(error.description).toContain('[item 2] c (success)');
		expect(error.context.tasks).toMatchObject([
			{ itemIndex: 0, taskId: 'a', status: 'success', imageUrls: [`${IMAGE_HOST}/a.png`] },
			{ itemIndex: 1, taskId: 'b', status: 'failed' },
			{ itemIndex: 2, taskId: 'c', status: 'success' },
		]);
	});

	test('counts success without a picture among the failed', async () => {
		new KieWire().onCreate([created('t1')]).onRead('t1', [done('t1', [])]);

		const run = await runClock(runWorkflow(workflow({ prompt: 'x' })));

		expect((run.data.resultData.error as NodeApiError).context).toMatchObject({
			taskId: 't1',
			errorMessage: 'KIE reported success but sent no image URL',
		});
	});
});

const wanted = {
	taskId: 'b',
	api: 'gpt4oImage',
	model: 'gpt4o-image',
	status: 'failed',
	prompt: 'b',
	errorCode: 451,
	errorMessage: 'Unable to download image from the provided filesUrl',
	error: 'KIE could not download an image [item 1]',
	retryable: false,
};

function twoOfWhichOneFails() {
	return new KieWire()
		.onCreate(({ prompt }) => created(String(prompt)))
		.onRead('a', [done('a')])
		.onRead('b', [failed('b', 451, 'Unable to download image from the provided filesUrl')]);
}

test('Continue On Fail hands the failure on as an item with every field that has a value', async () => {
	twoOfWhichOneFails();

	const json = workflow(byPrompt, {
		items: prompts('a', 'b'),
		settings: { onError: 'continueRegularOutput' },
	});
	const run = await runClock(runWorkflow(json));

	expect(run.status).toBe('success');
	const [first, second] = outputOf(run, 'KIE');
	expect(first?.json).not.toHaveProperty('error');
	expect(second?.json).toMatchObject(wanted);
	expect(Object.values(second?.json ?? {})).not.toContain(null);
	expect(second?.pairedItem).toEqual({ item: 1 });
});

test('the error output gets the failure with every field that has a value, and the rest goes on', async () => {
	twoOfWhichOneFails();

	const json = workflow(byPrompt, {
		items: prompts('a', 'b'),
		settings: { onError: 'continueErrorOutput' },
	});
	const run = await runClock(runWorkflow(json));

	expect(jsonOf(run, 'Next')).toMatchObject([{ taskId: 'a', status: 'success' }]);
	expect(jsonOf(run, 'Failed')).toMatchObject([wanted]);
});

test('the old Continue On Fail switch works alike', async () => {
	twoOfWhichOneFails();

	const json = workflow(byPrompt, { items: prompts('a', 'b'), settings: { continueOnFail: true } });
	const run = await runClock(runWorkflow(json));

	expect(jsonOf(run, 'Next')).toMatchObject([{ taskId: 'a' }, wanted]);
});

describe('a refused create', () => {
	test.each([
		[401, 'Unauthorized', 'KIE does not accept the API key'],
		[402, 'Insufficient credits', 'The KIE account has too few credits'],
		[403, 'Forbidden', 'KIE does not let this API key do that'],
		[422, 'size is invalid', 'KIE did not accept a value'],
		[433, 'Sub-key limit', 'This API key has used up its own limit'],
		[455, 'Maintenance', 'KIE is under maintenance'],
		[505, 'Feature disabled', 'KIE has switched this feature off'],
		[550, 'Queue full', 'The queue at KIE is full'],
	])('with code %i', async (code, msg, message) => {
		const wire = new KieWire().onCreate([refused(code, msg)]);

		const run = await runClock(runWorkflow(workflow({ prompt: 'x' })));

		const error = run.data.resultData.error as NodeApiError;
		expect(error.message).toBe(`${message} [item 0]`);
		expect(error.description).toContain(`KIE says: “${msg}”`);
		expect(wire.creates).toHaveLength(1);
	});

	test('hands in nothing more, and waits for what is made', async () => {
		const wire = new KieWire()
			.onCreate(({ prompt }) => (prompt === 'b' ? refused(422, 'no') : created(String(prompt))))
			.onRead('a', [done('a')]);

		const json = workflow(
			{ ...byPrompt, options: { batching: { batch: { batchSize: 1, batchInterval: 0 } } } },
			{ items: prompts('a', 'b', 'c') },
		);
		const run = await runClock(runWorkflow(json));

		expect(wire.creates.map(({ body }) => body.prompt)).toEqual(['a', 'b']);
		const error = run.data.resultData.error as NodeApiError;
		expect(error.message).toMatch(/\[item 1\]$/);
		expect(error.description).toContain('[item 0] a (success)');
	});

	test('that holds for the whole account stops the rest, also under Continue On Fail', async () => {
		const wire = new KieWire()
			.onCreate(({ prompt }) => (prompt === 'a' ? created('a') : refused(402, 'no credits')))
			.onRead('a', [done('a')]);

		const json = workflow(
			{ ...byPrompt, options: { batching: { batch: { batchSize: 1, batchInterval: 0 } } } },
			{ items: prompts('a', 'b', 'c', 'd'), settings: { onError: 'continueRegularOutput' } },
		);
		const run = await runClock(runWorkflow(json));

		expect(wire.creates).toHaveLength(2);
		const output: IDataObject[] = jsonOf(run, 'Next');
		expect(output.map(({ status, errorCode }) => [status, errorCode])).toEqual([
			['success', null],
			['failed', 402],
			['failed', 402],
			['failed', 402],
		]);
		expect(output[3]?.errorDescription).toContain('was not sent');
	});
});

test('the key stands in no error and no item', async () => {
	const everything: unknown[] = [];
	for (const answer of [
		'reset',
		refused(401, 'bad key'),
		{ httpStatus: 502, body: '<html>' },
	] as const) {
		new KieWire().onCreate([answer]);
		everything.push(await runClock(runWorkflow(workflow({ prompt: 'x' }))));
		everything.push(
			await runClock(
				runWorkflow(workflow({ prompt: 'x' }, { settings: { onError: 'continueErrorOutput' } })),
			),
		);
	}

	const seen = new Set<unknown>();
	const text = JSON.stringify(everything, (_key, value: unknown) => {
		if (typeof value !== 'object' || value === null) return value;
		if (seen.has(value)) return undefined;
		seen.add(value);
		return value instanceof Error
			? { ...value, message: value.message, cause: value.cause }
			: value;
	});
	expect(text).toContain('may have been billed');
	expect(text).not.toContain(API_KEY);
});
