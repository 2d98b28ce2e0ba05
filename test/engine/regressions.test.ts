import type { NodeApiError } from 'n8n-workflow';
import { expect, test } from 'vitest';
import { runClock, useFakedClock } from '../helpers/clock.ts';
import { API_KEY, jsonOf, runWorkflow } from '../helpers/engine.ts';
import { created, done, failed, KieWire, refused, running } from '../helpers/kie.ts';
import { workflow } from '../helpers/workflows.ts';

// Faults that were found once, each with what it must not do again.

useFakedClock();

const retry = { retryOnFail: true, maxTries: 3, waitBetweenTries: 10 };
const byPrompt = { prompt: '={{ $json.prompt }}' };
const prompts = (...list: string[]) => list.map((prompt) => ({ prompt }));
const slowly = { batching: { batch: { batchSize: 1, batchInterval: 0 } } };

const run = async (...args: Parameters<typeof workflow>) =>
	await runClock(runWorkflow(workflow(...args)));
const errorOf = (result: Awaited<ReturnType<typeof run>>) =>
	result.data.resultData.error as NodeApiError;

test('the error is what went wrong, not that a neighbor was still running', async () => {
	new KieWire()
		.onCreate(({ prompt }) => (prompt === 'b' ? refused(422, 'bad size') : created('a')))
		.onRead('a', [running('a')]);

	const options = { ...slowly, maxWait: 30 };
	const error = errorOf(await run({ ...byPrompt, options }, { items: prompts('a', 'b') }));

	expect(error.message).toBe('KIE did not accept a value [item 1]');
	expect(error.description).toContain('bad size');
	expect(error.description).toContain('[item 0] a (pending)');
});

test('a task that was not watched to its end is named in the text', async () => {
	new KieWire().onCreate([created('t1')]).onRead('t1', [refused(401, 'no')]);

	const error = errorOf(await run({ prompt: 'x' }));

	expect(error.description).toContain(
		"Task t1 goes on at KIE: look it up with the operation 'Get Status'",
	);
});

test('a task that failed is named in the text', async () => {
	new KieWire().onCreate([created('t1')]).onRead('t1', [failed('t1', 400, 'content policies')]);

	expect(errorOf(await run({ prompt: 'x' })).description).toContain('Task: t1.');
});

test("Retry On Fail keeps KIE's own words about a request that may have been billed", async () => {
	const wire = new KieWire().onCreate([refused(500, 'size is not allowed')]);

	const error = errorOf(await run({ prompt: 'x' }, { settings: retry }));

	expect(wire.creates).toHaveLength(1);
	expect(error.description).toContain('size is not allowed');
});

test('an item that was not sent is told the reason, not the fault of another', async () => {
	new KieWire().onCreate([refused(402, 'no credits')]);

	const settings = { onError: 'continueRegularOutput' as const };
	const result = await run(
		{ ...byPrompt, options: slowly },
		{ items: prompts('', 'b', 'c'), settings },
	);

	expect(jsonOf(result, 'Next').map(({ error }) => error)).toEqual([
		"'Prompt' is empty [item 0]",
		'The KIE account has too few credits [item 1]',
		'The KIE account has too few credits [item 2]',
	]);
});

test('one empty answer in the middle does not end the watch of a running task', async () => {
	const gone = { code: 200, msg: 'success', data: null };
	new KieWire()
		.onCreate([created('t1')])
		.onRead('t1', (_, nth) => (nth < 20 ? running('t1') : nth === 20 ? gone : done('t1')));

	expect((await run({ prompt: 'x' })).status).toBe('success');
});

test('a timeout after looks that got no answer says so', async () => {
	new KieWire().onCreate([created('t1')]).onRead('t1', ['refused']);

	const error = errorOf(await run({ prompt: 'x', options: { maxWait: 30 } }));

	expect(error.description).toContain(
		'The last status check did not succeed: KIE could not be reached',
	);
});

test('after a final refusal no further look leaves, however many stand in line', async () => {
	const wire = new KieWire().onCreate((_, nth) => created(`t${nth}`));
	wire.on('GET', /record-info/, [refused(401, 'no')]);
	const items = Array.from({ length: 60 }, () => ({}));

	const options = { batching: { batch: { batchSize: -1 } } };
	await run({ prompt: 'x', options }, { items });

	expect(wire.creates).toHaveLength(60);
	expect(wire.requests.length - 60).toBeLessThanOrEqual(20);
});

test.each([521, 525, 530])(
	'HTTP status %i of the network before KIE is ridden out',
	async (code) => {
		new KieWire()
			.onCreate([created('t1')])
			.onRead('t1', [{ httpStatus: code, body: { code, msg: 'web server is down' } }, done('t1')]);

		expect((await run({ prompt: 'x' })).status).toBe('success');
	},
);

test.each([null, '', true, []])('credits that are %j are no number', async (data) => {
	new KieWire().on('GET', /chat\/credit$/, [{ code: 200, msg: 'success', data }]);

	const result = await run({ resource: 'account', operation: 'getCredits' });

	expect(errorOf(result).message).toContain('did not answer as KIE does');
});

test('two URLs with a blank between them are not sent as one', async () => {
	const wire = new KieWire();

	const imageUrls = 'https://a.test/x.png https://a.test/y.png';
	const result = await run({ operation: 'edit', prompt: 'x', imageUrls });

	expect(errorOf(result).message).toContain('must hold one URL per line');
	expect(wire.requests).toEqual([]);
});

test('a key that KIE repeats in its words goes no further', async () => {
	new KieWire().onCreate([refused(401, `The key ${API_KEY} is not valid`)]);

	const error = errorOf(await run({ prompt: 'x' }));

	expect(error.description).toContain('The key [API key] is not valid');
	expect(JSON.stringify(error)).not.toContain(API_KEY);
});
