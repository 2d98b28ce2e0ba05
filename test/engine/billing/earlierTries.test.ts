import { describe, expect, test } from 'vitest';
import { runClock, useFakedClock } from '../../helpers/clock.ts';
import { errorOf, hintsOf, jsonOf, runWorkflow } from '../../helpers/engine.ts';
import { created, done, failed, KieWire, refused, running } from '../../helpers/kie.ts';
import { retry, workflow } from '../../helpers/workflows.ts';

// A prompt that differs at each try makes each try buy anew. Nobody may lose sight of what the
// earlier ones bought.

useFakedClock();

const byTime = { prompt: '={{ $json.prompt + $now.toMillis() }}', options: { maxWait: 30 } };
const items = [{ prompt: 'a' }, { prompt: 'b' }];

test('the error of the last try names the tasks of all tries', async () => {
	const wire = new KieWire().onCreate((_, nth) => created(`t${nth}`));
	for (let nth = 0; nth < 6; nth++) wire.onRead(`t${nth}`, [running(`t${nth}`)]);

	const run = await runClock(runWorkflow(workflow(byTime, { items, settings: retry })));

	expect(wire.creates).toHaveLength(6);
	const { description, context } = errorOf(run);
	const tasks = context.tasks as Array<{ taskId: string }>;
	expect(tasks.map(({ taskId }) => taskId).sort()).toEqual(['t0', 't1', 't2', 't3', 't4', 't5']);
	for (const id of ['t0', 't1', 't2', 't3']) expect(description).toContain(id);
	expect(description).toContain('changes with each attempt');
	// A Retry would be one more try that buys anew.
	expect(description).not.toContain('without paying again');
});

test('a hint names them where a later try went well', async () => {
	new KieWire()
		.onCreate((_, nth) => created(`t${nth}`))
		.onRead('t0', [running('t0')])
		.onRead('t1', [done('t1')])
		.onRead('t2', [done('t2')])
		.onRead('t3', [done('t3')]);

	const run = await runClock(runWorkflow(workflow(byTime, { items, settings: retry })));

	expect(run.status).toBe('success');
	expect(jsonOf(run, 'Next').map(({ taskId }) => taskId)).toEqual(['t2', 't3']);
	const [hint, ...more] = hintsOf(run, 'KIE');
	expect(more).toEqual([]);
	expect(hint).toMatch(/^Earlier attempts submitted 2 tasks .*: t0, t1\./);
	expect(hint).toContain("'Get Status'");
	// Told, and so no longer kept.
	expect(run.data.executionData?.contextData['node:KIE']).toEqual({});
});

test('also under Continue, of which the first item fails again and again', async () => {
	new KieWire()
		.onCreate((_, nth) => created(`t${nth}`))
		.onRead('t0', [failed('t0', 400, 'content policies')])
		.onRead('t2', [failed('t2', 400, 'content policies')])
		.onRead('t4', [failed('t4', 400, 'content policies')])
		.onRead('t1', [done('t1')])
		.onRead('t3', [done('t3')])
		.onRead('t5', [done('t5')]);

	const settings = { ...retry, onError: 'continueRegularOutput' as const };
	const run = await runClock(runWorkflow(workflow(byTime, { items, settings })));

	expect(jsonOf(run, 'Next').map(({ taskId }) => taskId)).toEqual(['t4', 't5']);
	// What KIE could not make is not paid for.
	expect(hintsOf(run, 'KIE')).toEqual([expect.stringContaining('2 tasks')]);
	expect(hintsOf(run, 'KIE')).toEqual([expect.stringContaining(': t1, t3.')]);
});

test('a request of an earlier try that may have been billed is told, too', async () => {
	new KieWire()
		.onCreate((_, nth) => (nth === 0 ? 'reset' : created('t1')))
		.onRead('t1', [done('t1')]);

	const run = await runClock(
		runWorkflow(workflow(byTime, { items: [{ prompt: 'a' }], settings: retry })),
	);

	expect(run.status).toBe('success');
	expect(hintsOf(run, 'KIE')).toEqual([
		expect.stringMatching(/may also have been billed.*kie\.ai\/logs/),
	]);
});

test('a last try that cannot even be read names what the first one made', async () => {
	let reads = 0;
	const wire = new KieWire().onCreate([created('t0')]).onRead('t0', () => {
		reads++;
		return running('t0');
	});

	const prompt = '={{ $runIndex === 0 && $now.toMillis() < $json.until ? "x" : "" }}';
	const until = Date.now() + 20_000;
	const json = workflow(
		{ prompt, options: { maxWait: 30 } },
		{ items: [{ until }], settings: retry },
	);
	const { message, context, description } = errorOf(await runClock(runWorkflow(json)));

	expect(wire.creates).toHaveLength(1);
	expect(reads).toBeGreaterThan(0);
	expect(message).toBe("'Prompt' is empty [item 0]");
	expect(description).toContain('t0');
	expect(context.tasks).toMatchObject([{ itemIndex: 0, taskId: 't0' }]);
});

describe('nothing is told', () => {
	test('of tries that took up the tasks of the one before', async () => {
		new KieWire()
			.onCreate((_, nth) => created(`t${nth}`))
			.onRead('t0', (_, nth) => (nth < 8 ? running('t0') : done('t0')))
			.onRead('t1', [done('t1')]);

		const json = workflow(
			{ prompt: '={{ $json.prompt }}', options: { maxWait: 30 } },
			{ items, settings: retry },
		);
		const run = await runClock(runWorkflow(json));

		expect(run.status).toBe('success');
		expect(hintsOf(run, 'KIE')).toEqual([]);
	});

	test('of what surely was not made', async () => {
		new KieWire()
			.onCreate((_, nth) => (nth === 0 ? refused(550, 'full') : created('t1')))
			.onRead('t1', [done('t1')]);

		const run = await runClock(
			runWorkflow(workflow(byTime, { items: [{ prompt: 'a' }], settings: retry })),
		);

		expect(hintsOf(run, 'KIE')).toEqual([]);
	});
});
