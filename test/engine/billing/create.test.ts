import { describe, expect, test } from 'vitest';
import { runClock, useFakedClock } from '../../helpers/clock.ts';
import { errorOf, jsonOf, runWorkflow } from '../../helpers/engine.ts';
import type { Answer } from '../../helpers/kie.ts';
import { created, done, KieWire, refused, running } from '../../helpers/kie.ts';
import { byPrompt, oneAtATime, prompts, retry, workflow } from '../../helpers/workflows.ts';

useFakedClock();

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
		const start = Date.now();
		const wire = new KieWire().onCreate([refused(429, 'slow down')]);

		const run = await runClock(runWorkflow(workflow({ prompt: 'x' })));

		expect(errorOf(run).message).toContain('KIE is limiting the number of requests');
		expect(errorOf(run).description).toContain('The node tried for 5 minutes.');
		// To the end of the run: the node counts from answer to answer, the mock notes requests.
		expect(Date.now() - start - wire.creates[0]!.at).toBeGreaterThanOrEqual(5 * 60_000);
		expect(wire.creates.at(-1)!.at).toBeLessThan(6 * 60_000);
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

test('a run that has to fail buys nothing more, and fetches no files', async () => {
	const wire = new KieWire()
		.onCreate(({ prompt }) => (prompt === 'b' ? 'reset' : created(String(prompt))))
		.onRead('a', [done('a')]);

	const json = workflow(
		{ ...byPrompt, options: oneAtATime },
		{ items: prompts('a', 'b', 'c'), settings: retry },
	);
	const run = await runClock(runWorkflow(json));

	expect(wire.prompts).toEqual(['a', 'b']);
	expect(errorOf(run).message).toMatch(/may have been billed \[item 1\]$/);
	expect(errorOf(run).description).toContain('[item 0] a (success)');
	expect(wire.requests.filter(({ path }) => path.endsWith('.png'))).toEqual([]);
});
