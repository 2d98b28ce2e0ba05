import { describe, expect, test } from 'vitest';
import { runClock, useFakedClock } from '../../helpers/clock.ts';
import { errorOf, jsonOf, runWorkflow } from '../../helpers/engine.ts';
import { created, done, failed, KieWire, refused, running } from '../../helpers/kie.ts';
import { run } from '../../helpers/run.ts';
import { byPrompt, prompts, retry, workflow } from '../../helpers/workflows.ts';

useFakedClock();

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
		expect(wire.prompts).toEqual(['a', 'b', 'b']);
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

		expect(wire.prompts).toEqual(['a', 'b', 'a']);
		expect(jsonOf(run, 'Next').map(({ taskId }) => taskId)).toEqual(['a2', 'b1']);
	});

	test("keeps KIE's own words about a request that may have been billed", async () => {
		const wire = new KieWire().onCreate([refused(500, 'size is not allowed')]);

		const error = errorOf(await run({ prompt: 'x' }, { settings: retry }));

		expect(wire.creates).toHaveLength(1);
		expect(error.description).toContain('size is not allowed');
	});
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

test('nothing is remembered of a run that went well', async () => {
	new KieWire().onCreate([created('t1')]).onRead('t1', [done('t1')]);

	const run = await runClock(runWorkflow(workflow({ prompt: 'x' })));

	expect(run.data.executionData?.contextData['node:KIE']).toEqual({});
});
