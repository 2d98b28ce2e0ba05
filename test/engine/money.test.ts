import type { INode, IRun, IRunExecutionData, NodeApiError } from 'n8n-workflow';
import { describe, expect, test } from 'vitest';
import { runClock, useFakedClock } from '../helpers/clock.ts';
import { jsonOf, runWorkflow } from '../helpers/engine.ts';
import type { Answer } from '../helpers/kie.ts';
import { created, done, failed, KieWire, refused, running } from '../helpers/kie.ts';
import { workflow } from '../helpers/workflows.ts';

useFakedClock();

const retry: Partial<INode> = { retryOnFail: true, maxTries: 3, waitBetweenTries: 10 };
const byPrompt = { prompt: '={{ $json.prompt }}' };
const prompts = (...list: string[]) => list.map((prompt) => ({ prompt }));
const sent = (wire: KieWire) => wire.creates.map(({ body }) => body.prompt);
const errorOf = (run: IRun) => run.data.resultData.error as NodeApiError;

describe('a create', () => {
	test('is sent again only where KIE limits the rate, after a pause', async () => {
		const wire = new KieWire()
			.onCreate([refused(429, 'slow down'), { httpStatus: 429, body: '' }, created('t1')])
			.onRead('t1', [done('t1')]);

		const run = await runClock(runWorkflow(workflow({ prompt: 'x' })));

		expect(run.status).toBe('success');
		const [first, second, third] = wire.creates.map(({ at }) => at);
		expect(second! - first!).toBeGreaterThanOrEqual(3_000);
		expect(third! - second!).toBeGreaterThanOrEqual(3_000);
	});

	test('waits at least as long as Retry-After says', async () => {
		const headers = { 'retry-after': '30', 'content-type': 'application/json' };
		const limited = { httpStatus: 429, body: refused(429, 'slow down') as never, headers };
		const wire = new KieWire().onCreate([limited, created('t1')]).onRead('t1', [done('t1')]);

		await runClock(runWorkflow(workflow({ prompt: 'x' })));

		const [first, second] = wire.creates.map(({ at }) => at);
		expect(second! - first!).toBeGreaterThanOrEqual(30_000);
		expect(second! - first!).toBeLessThan(40_000);
	});

	test('gives up on a limit that does not end', async () => {
		const wire = new KieWire().onCreate([refused(429, 'slow down')]);

		const run = await runClock(runWorkflow(workflow({ prompt: 'x' })));

		expect(errorOf(run).message).toContain('KIE is limiting the number of requests');
		expect(errorOf(run).description).toContain('The node tried for 5 minutes.');
		const lasted = wire.creates.at(-1)!.at - wire.creates[0]!.at;
		expect(lasted).toBeGreaterThanOrEqual(5 * 60_000);
		expect(lasted).toBeLessThan(6 * 60_000);
	});

	test.each([
		['reset', 'reset' as const],
		['timeout', 'timeout' as const],
		['gateway page', { httpStatus: 502, body: '<html>Bad gateway</html>' }],
		['code 500', refused(500, 'Internal Error')],
		['half an answer', { httpStatus: 200, body: '{"code":200,"data":{"task' }],
		['success without a task ID', { code: 200, msg: 'success', data: {} }],
	])('that may have been made is never sent again: %s', async (_name, answer) => {
		const wire = new KieWire().onCreate([answer]);

		const run = await runClock(runWorkflow(workflow({ prompt: 'x' }, { settings: retry })));

		expect(wire.creates).toHaveLength(1);
		expect(errorOf(run).message).toContain('may have been billed');
		expect(errorOf(run).description).toContain('https://kie.ai/logs');
	});
});

describe('a workflow that buys again what is told as retryable', () => {
	test.each<[string, Answer]>([
		['goes on at the end of Max Wait', running('t1')],
		['is hidden by a gateway page', { httpStatus: 502, body: '<html>' }],
		['is refused', refused(401, 'Unauthorized')],
		['is unknown to KIE', refused(422, 'The record does not exist')],
	])('does not where the task %s', async (_name, answer) => {
		new KieWire().onCreate([created('t1')]).onRead('t1', [answer]);

		const json = workflow({ prompt: 'x' }, { settings: { onError: 'continueRegularOutput' } });
		const run = await runClock(runWorkflow(json));

		expect(jsonOf(run, 'Next')).toMatchObject([{ taskId: 't1', retryable: false }]);
	});
});

describe('Retry On Fail', () => {
	test.each([
		['was refused', refused(455, 'maintenance')],
		['never arrived', 'refused' as const],
	])('sends again what surely was not made: it %s', async (_name, answer) => {
		const wire = new KieWire().onCreate([answer, created('t1')]).onRead('t1', [done('t1')]);

		const run = await runClock(runWorkflow(workflow({ prompt: 'x' }, { settings: retry })));

		expect(run.status).toBe('success');
		expect(wire.creates).toHaveLength(2);
	});

	test('takes up what is made and sends anew only what KIE failed', async () => {
		const wire = new KieWire()
			.onCreate(({ prompt }, nth) => created(`${String(prompt)}${nth}`))
			.onRead('a0', [done('a0')])
			.onRead('b1', [failed('b1', 500, 'Please try again later')])
			.onRead('b2', [done('b2')]);

		const json = workflow(byPrompt, { items: prompts('a', 'b'), settings: retry });
		const run = await runClock(runWorkflow(json));

		expect(run.status).toBe('success');
		expect(sent(wire)).toEqual(['a', 'b', 'b']);
		expect(jsonOf(run, 'Next').map(({ taskId }) => taskId)).toEqual(['a0', 'b2']);
	});

	test('does not pay again for what KIE will not make', async () => {
		const wire = new KieWire()
			.onCreate([created('t1')])
			.onRead('t1', [failed('t1', 400, 'violating content policies')]);

		const run = await runClock(runWorkflow(workflow({ prompt: 'x' }, { settings: retry })));

		expect(run.status).toBe('error');
		expect(wire.creates).toHaveLength(1);
	});

	test('goes on waiting for a task that took too long', async () => {
		const wire = new KieWire()
			.onCreate([created('t1')])
			.onRead('t1', (_, nth) => (nth < 20 ? running('t1') : done('t1')));

		const json = workflow({ prompt: 'x', options: { maxWait: 60 } }, { settings: retry });
		const run = await runClock(runWorkflow(json));

		expect(run.status).toBe('success');
		expect(wire.creates).toHaveLength(1);
	});

	test('under Continue On Fail, where n8n runs the node again for its first item', async () => {
		const wire = new KieWire()
			.onCreate(({ prompt }, nth) => created(`${String(prompt)}${nth}`))
			.onRead('a0', [failed('a0', 501, null)])
			.onRead('b1', [done('b1')])
			.onRead('a2', [done('a2')]);

		const json = workflow(byPrompt, {
			items: prompts('a', 'b'),
			settings: { ...retry, onError: 'continueRegularOutput' },
		});
		const run = await runClock(runWorkflow(json));

		expect(sent(wire)).toEqual(['a', 'b', 'a']);
		expect(jsonOf(run, 'Next').map(({ taskId }) => taskId)).toEqual(['a2', 'b1']);
	});
});

test('a run that has to fail buys nothing more, and fetches no files', async () => {
	const wire = new KieWire()
		.onCreate(({ prompt }) => (prompt === 'b' ? 'reset' : created(String(prompt))))
		.onRead('a', [done('a')]);

	const json = workflow(
		{ ...byPrompt, options: { batching: { batch: { batchSize: 1, batchInterval: 0 } } } },
		{ items: prompts('a', 'b', 'c'), settings: retry },
	);
	const run = await runClock(runWorkflow(json));

	expect(sent(wire)).toEqual(['a', 'b']);
	expect(errorOf(run).message).toMatch(/may have been billed \[item 1\]$/);
	expect(errorOf(run).description).toContain('[item 0] a (success)');
	expect(wire.requests.filter(({ path }) => path.endsWith('.png'))).toEqual([]);
});

test('in a loop each round is its own, also with the same prompt', async () => {
	let nth = 0;
	const wire = new KieWire().onCreate(() => created(`t${nth++}`));
	for (const id of ['t0', 't1', 't3']) wire.onRead(id, [done(id)]);
	wire.onRead('t2', [failed('t2', 500, 'Please try again later')]);

	const json = workflow({ prompt: 'same' }, { items: [{}, {}, {}], settings: retry });
	json.nodes.push({
		id: 'loop',
		name: 'Loop',
		type: 'test.loop',
		typeVersion: 1,
		position: [0, 0],
		parameters: {},
	});
	const to = (node: string) => [{ node, type: 'main' as const, index: 0 }];
	json.connections = {
		Start: { main: [to('Loop')] },
		Loop: { main: [to('Next'), to('KIE')] },
		KIE: { main: [to('Loop')] },
	};
	const run = await runClock(runWorkflow(json));

	expect(run.status).toBe('success');
	expect(jsonOf(run, 'Next').map(({ taskId }) => taskId)).toEqual(['t0', 't1', 't3']);
	expect(wire.creates).toHaveLength(4);
});

describe('a failed execution that is retried from the list', () => {
	// What n8n does there: the data without the error and the last run, and the node on the stack.
	const retried = (run: IRun): IRunExecutionData => {
		const data = structuredClone(JSON.parse(JSON.stringify(run.data)) as IRunExecutionData);
		delete data.resultData.error;
		data.resultData.runData.KIE?.pop();
		return data;
	};

	test('takes up the tasks that were made', async () => {
		const wire = new KieWire()
			.onCreate(({ prompt }) => created(String(prompt)))
			.onRead('a', [done('a')])
			.onRead('b', (_, nth) => (nth < 3 ? running('b') : done('b')));

		const json = workflow({ ...byPrompt, options: { maxWait: 12 } }, { items: prompts('a', 'b') });
		const first = await runClock(runWorkflow(json));
		expect(errorOf(first).message).toContain("within 'Max Wait (Seconds)' (task b)");
		const second = await runClock(runWorkflow(json, { runExecutionData: retried(first) }));

		expect(second.status).toBe('success');
		expect(sent(wire)).toEqual(['a', 'b']);
		expect(jsonOf(second, 'Next').map(({ taskId }) => taskId)).toEqual(['a', 'b']);
	});

	test('hands over what is made, and buys nothing, once the error output is used', async () => {
		const wire = new KieWire()
			.onCreate(({ prompt }) => created(String(prompt)))
			.onRead('a', [done('a')])
			.onRead('b', [failed('b', 400, 'violating content policies')])
			.onRead('c', [done('c')]);
		const items = prompts('a', 'b', 'c');

		const first = await runClock(runWorkflow(workflow(byPrompt, { items })));
		expect(errorOf(first).description).toContain("'Continue (using error output)'");
		const data = retried(first);
		data.executionData!.nodeExecutionStack[0]!.node.onError = 'continueErrorOutput';
		const saved = workflow(byPrompt, { items, settings: { onError: 'continueErrorOutput' } });
		const second = await runClock(runWorkflow(saved, { runExecutionData: data }));

		expect(second.status).toBe('success');
		expect(sent(wire)).toEqual(['a', 'b', 'c']);
		expect(jsonOf(second, 'Next').map(({ taskId }) => taskId)).toEqual(['a', 'c']);
		expect(jsonOf(second, 'Failed')).toMatchObject([{ taskId: 'b', prompt: 'b' }]);
	});

	test('sends anew what was edited in between', async () => {
		const wire = new KieWire()
			.onCreate(({ prompt }) => created(prompt === 'x' ? 'old' : 'new'))
			.onRead('old', [failed('old', 400, 'violating content policies')])
			.onRead('new', [done('new')]);

		const first = await runClock(runWorkflow(workflow({ prompt: 'x' })));
		const edited = retried(first);
		edited.executionData!.nodeExecutionStack[0]!.node.parameters.prompt = 'y';
		const second = await runClock(
			runWorkflow(workflow({ prompt: 'y' }), { runExecutionData: edited }),
		);

		expect(second.status).toBe('success');
		expect(sent(wire)).toEqual(['x', 'y']);
	});
});

test('nothing is remembered of a run that went well', async () => {
	new KieWire().onCreate([created('t1')]).onRead('t1', [done('t1')]);

	const run = await runClock(runWorkflow(workflow({ prompt: 'x' })));

	expect(run.data.executionData?.contextData['node:KIE']).toEqual({});
});
