import { describe, expect, test } from 'vitest';
import { runClock, useFakedClock } from '../../helpers/clock.ts';
import { errorOf, jsonOf, runWorkflow } from '../../helpers/engine.ts';
import { created, done, failed, KieWire, ok, refused } from '../../helpers/kie.ts';
import { byPrompt, prompts, retry, workflow } from '../../helpers/workflows.ts';

useFakedClock();

const CREDITS = 'https://api.kie.ai/api/v1/chat/credit';

function answering(wire: KieWire): KieWire {
	wire.onCreate((_, nth) => created(`t${nth}`));
	for (const nth of [0, 1, 2]) wire.onRead(`t${nth}`, [done(`t${nth}`)]);
	return wire;
}

describe('Spending Limit (Images)', () => {
	test.each([
		['items', {}, 2, "request 3 images, but 'Spending Limit (Images)' is 2"],
		['images of one item', { nVariants: 4 }, 11, 'request 12 images'],
	])('refuses a run that would order more %s, before anything is sent', async (...given) => {
		const [, parameters, spendingLimit, said] = given;
		const wire = answering(new KieWire());
		const options = { spendingLimit };

		const run = await runClock(
			runWorkflow(
				workflow({ ...byPrompt, ...parameters, options }, { items: prompts('a', 'b', 'c') }),
			),
		);

		expect(errorOf(run).message).toContain(said);
		expect(wire.requests).toEqual([]);
	});

	test.each([0, 3])('of %i lets three images through', async (spendingLimit) => {
		const wire = answering(new KieWire());

		const run = await runClock(
			runWorkflow(
				workflow({ ...byPrompt, options: { spendingLimit } }, { items: prompts('a', 'b', 'c') }),
			),
		);

		expect(run.status).toBe('success');
		expect(wire.creates).toHaveLength(3);
	});

	test('counts no task that an earlier try has ordered', async () => {
		const wire = new KieWire()
			.onCreate((_, nth) => created(`t${nth}`))
			.onRead('t0', [done('t0')])
			.onRead('t1', [failed('t1', 500, 'busy')])
			.onRead('t2', [done('t2')]);
		const parameters = { ...byPrompt, options: { spendingLimit: 2 } };

		const run = await runClock(
			runWorkflow(workflow(parameters, { items: prompts('a', 'b'), settings: retry })),
		);

		expect({ status: run.status, creates: wire.creates.length }).toEqual({
			status: 'success',
			creates: 3,
		});
	});

	test('of the first item applies to a further try, too, which orders for another', async () => {
		const wire = new KieWire()
			.onCreate((_, nth) => created(`t${nth}`))
			.onRead('t0', [done('t0')])
			.onRead('t1', [failed('t1', 500, 'busy')])
			.onRead('t2', [done('t2')]);
		const parameters = { ...byPrompt, options: { spendingLimit: '={{ $json.limit }}' } };
		const items = [
			{ prompt: 'a', limit: 2 },
			{ prompt: 'b', limit: 0.5 },
		];

		const run = await runClock(runWorkflow(workflow(parameters, { items, settings: retry })));

		expect({ status: run.status, creates: wire.creates.length }).toEqual({
			status: 'success',
			creates: 3,
		});
	});

	test('counts what earlier tries have ordered for a prompt that differs at every try', async () => {
		const wire = new KieWire()
			.onCreate((_, nth) => created(`t${nth}`))
			.onRead('t0', [done('t0')])
			.onRead('t1', [failed('t1', 500, 'busy')]);
		for (const nth of [2, 3, 4, 5]) wire.onRead(`t${nth}`, [failed(`t${nth}`, 500, 'busy')]);
		const parameters = {
			prompt: '={{ $json.prompt + $now.toMillis() }}',
			nVariants: 2,
			options: { spendingLimit: 4 },
		};

		const run = await runClock(
			runWorkflow(workflow(parameters, { items: prompts('a', 'b'), settings: retry })),
		);

		expect(run.status).toBe('error');
		expect(wire.creates).toHaveLength(2);
		expect(errorOf(run).message).toContain('request 6 images');
	});

	test('tells each item of it where the workflow goes on', async () => {
		answering(new KieWire());
		const settings = { onError: 'continueRegularOutput' } as const;

		const run = await runClock(
			runWorkflow(
				workflow(
					{ ...byPrompt, options: { spendingLimit: 1 } },
					{ items: prompts('a', 'b'), settings },
				),
			),
		);

		expect(jsonOf(run, 'Next').map(({ status, retryable }) => ({ status, retryable }))).toEqual([
			{ status: 'failed', retryable: false },
			{ status: 'failed', retryable: false },
		]);
	});
});

describe('Stop Below (Credits)', () => {
	test.each([
		[99, 'The KIE account has 99 credits left', 0],
		[99.30000000000001, 'has 99.3 credits left', 0],
		[99.999, 'has 99.99 credits left', 0],
		[100, undefined, 2],
	])('with %s of 100 credits', async (credits, said, creates) => {
		const wire = answering(new KieWire()).at(CREDITS, [ok(credits)]);

		const run = await runClock(
			runWorkflow(
				workflow({ ...byPrompt, options: { stopBelow: 100 } }, { items: prompts('a', 'b') }),
			),
		);

		expect(run.status).toBe(said === undefined ? 'success' : 'error');
		if (said !== undefined) expect(errorOf(run).message).toContain(said);
		expect(wire.creates).toHaveLength(creates);
		expect(wire.requests.filter(({ path }) => path.endsWith('credit'))).toHaveLength(1);
	});

	test('orders nothing where KIE does not tell the balance', async () => {
		const wire = answering(new KieWire()).at(CREDITS, [refused(401, 'no')]);

		const run = await runClock(runWorkflow(workflow({ prompt: 'x', options: { stopBelow: 100 } })));

		expect(errorOf(run).message).toContain('KIE does not accept the API key');
		expect(wire.creates).toEqual([]);
	});
});

describe.each(['spendingLimit', 'stopBelow'])('%s', (name) => {
	test.each(['={{ $json.none }}', '={{ null }}', '={{ "" }}'])(
		'by an expression that gives nothing (%s) is not no limit',
		async (value) => {
			const wire = answering(new KieWire());

			const run = await runClock(
				runWorkflow(workflow({ prompt: 'x', options: { [name]: value } })),
			);

			expect(errorOf(run).message).toMatch(
				/^'(Spending Limit|Stop Below) \(\w+\)' must be at least 0/,
			);
			expect(wire.requests).toEqual([]);
		},
	);
});
