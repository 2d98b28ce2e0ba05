import { describe, expect, test } from 'vitest';
import { runClock, useFakedClock } from '../helpers/clock.ts';
import { errorOf, jsonOf, runWorkflow } from '../helpers/engine.ts';
import type { Answer } from '../helpers/kie.ts';
import { created, done, KieWire, refused, running } from '../helpers/kie.ts';
import { run } from '../helpers/run.ts';
import { workflow } from '../helpers/workflows.ts';

useFakedClock();

const MIN = 60_000;
const gaps = (times: number[]) => times.slice(1).map((time, index) => time - times[index]!);

test('the first look comes after a while, the next ones at the interval, never sooner', async () => {
	const wire = new KieWire()
		.onCreate([created('t1')])
		.onRead('t1', (_, nth) => (nth < 5 ? running('t1') : done('t1')));

	await runClock(runWorkflow(workflow({ prompt: 'x', options: { pollInterval: 4 } })));

	const created_ = wire.creates[0]!.at;
	const looks = wire.readsOf('t1').map(({ at }) => at);
	expect(looks[0]! - created_).toBeGreaterThanOrEqual(8_000);
	expect(looks[0]! - created_).toBeLessThan(12_000);
	for (const gap of gaps(looks)) {
		expect(gap).toBeGreaterThanOrEqual(4_000);
		expect(gap).toBeLessThan(8_000);
	}
});

test('many items take as long as the slowest task and the rate limit, not the sum', async () => {
	const start = Date.now();
	const wire = new KieWire().onCreate(({ prompt }) => created(String(prompt)));
	const items = Array.from({ length: 45 }, (_, index) => ({ prompt: `p${index}` }));
	for (const { prompt } of items) {
		// Every task needs 60 s from its creation.
		wire.onRead(prompt, () => {
			const born = wire.creates.find(({ body }) => body.prompt === prompt)!.at;
			return Date.now() - start - born >= MIN ? done(prompt) : running(prompt);
		});
	}

	const run = await runClock(
		runWorkflow(workflow({ prompt: '={{ $json.prompt }}', downloadImages: false }, { items })),
	);

	expect(jsonOf(run, 'Next').map(({ taskId }) => taskId)).toEqual(
		items.map(({ prompt }) => prompt),
	);
	expect(wire.creates).toHaveLength(45);
	// Two pauses of 10 s, a minute of work, a late look; a busy machine adds to it through the mock.
	// One after the other would take 45 minutes.
	expect(Date.now() - start).toBeLessThan(5 * MIN);
});

test('no 10 seconds hold more than 20 creates, wherever they begin', async () => {
	const wire = new KieWire().onCreate((_, nth) => created(`t${nth}`));
	const items = Array.from({ length: 70 }, () => ({}));

	await runClock(runWorkflow(workflow({ prompt: 'x', waitUntilDone: false }, { items })));

	const times = wire.creates.map(({ at }) => at);
	expect(times).toHaveLength(70);
	for (const start of times) {
		expect(
			times.filter((time) => time >= start && time < start + 10_000).length,
		).toBeLessThanOrEqual(20);
	}
	// Three pauses; one create at a time would take 690 s.
	expect(times.at(-1)! - times[0]!).toBeLessThan(100_000);
});

describe('rides out what passes', () => {
	const faults: Array<[string, Answer]> = [
		['a reset', 'reset'],
		['a timeout', 'timeout'],
		['no connection', 'refused'],
		['a gateway page', { httpStatus: 502, body: '<html>' }],
		['a page of the CDN', { httpStatus: 403, body: 'error code: 1010' }],
		['half an answer', { httpStatus: 200, body: '{"code":200,"da' }],
		['code 500', refused(500, 'Server exception')],
		['code 455', refused(455, 'maintenance')],
		['a rate limit', refused(429, 'slow down')],
		['a slip of the account check', refused(401, 'Unauthorized')],
		['an account without credits', refused(402, 'no credits')],
		['success before its images', done('t1', [])],
		['a record that is not there yet', refused(422, 'The record does not exist')],
		['a record that is null', { code: 200, msg: 'success', data: null }],
		[
			'an unknown status',
			{ code: 200, data: { taskId: 't1', status: 'DREAMING', successFlag: 7 } },
		],
	];
	test.each(faults)('%s', async (_name, fault) => {
		const wire = new KieWire()
			.onCreate([created('t1')])
			.onRead('t1', [fault, running('t1'), fault, done('t1')]);

		const run = await runClock(runWorkflow(workflow({ prompt: 'x' })));

		expect(run.status).toBe('success');
		expect(wire.readsOf('t1')).toHaveLength(4);
	});

	test('looking less often while the fault lasts, and as late as Retry-After says', async () => {
		const late = {
			httpStatus: 503,
			body: refused(503, 'busy') as never,
			headers: { 'retry-after': '90' },
		};
		const wire = new KieWire()
			.onCreate([created('t1')])
			.onRead('t1', [refused(500, 'x'), refused(500, 'x'), late, done('t1')]);

		await runClock(runWorkflow(workflow({ prompt: 'x' })));

		const [first, second, third] = gaps(wire.readsOf('t1').map(({ at }) => at));
		expect(first).toBeGreaterThanOrEqual(10_000);
		expect(second).toBeGreaterThanOrEqual(20_000);
		expect(third).toBeGreaterThanOrEqual(90_000);
	});

	test('one empty answer in the middle does not end the watch of a running task', async () => {
		const gone = { code: 200, msg: 'success', data: null };
		new KieWire()
			.onCreate([created('t1')])
			.onRead('t1', (_, nth) => (nth < 20 ? running('t1') : nth === 20 ? gone : done('t1')));

		expect((await run({ prompt: 'x' })).status).toBe('success');
	});

	test.each([521, 525, 530])('HTTP status %i of the network before KIE', async (code) => {
		new KieWire()
			.onCreate([created('t1')])
			.onRead('t1', [{ httpStatus: code, body: { code, msg: 'web server is down' } }, done('t1')]);

		expect((await run({ prompt: 'x' })).status).toBe('success');
	});
});

describe('stops before its time', () => {
	test.each([
		[401, 'KIE does not accept the API key'],
		[403, 'KIE does not allow this API key to do that'],
	])(
		'on code %i that a second look confirms, with the task IDs of every item',
		async (code, message) => {
			const wire = new KieWire().onCreate(({ prompt }) => created(String(prompt)));
			wire.onRead('a', [refused(code, 'no')]).onRead('b', [refused(code, 'no')]);

			const json = workflow(
				{ prompt: '={{ $json.prompt }}' },
				{ items: [{ prompt: 'a' }, { prompt: 'b' }] },
			);
			const run = await runClock(runWorkflow(json));

			const error = errorOf(run);
			expect(error.message).toBe(`${message} [item 0]`);
			expect(error.context.tasks).toMatchObject([{ taskId: 'a' }, { taskId: 'b' }]);
			expect(wire.readsOf('a').length + wire.readsOf('b').length).toBeLessThanOrEqual(4);
		},
	);

	test('after a final refusal no further look leaves, however many stand in line', async () => {
		const wire = new KieWire().onCreate((_, nth) => created(`t${nth}`));
		wire.on('GET', /record-info/, [refused(401, 'no')]);
		const items = Array.from({ length: 60 }, () => ({}));

		const options = { batching: { batch: { batchSize: -1 } } };
		await run({ prompt: 'x', options }, { items });

		expect(wire.creates).toHaveLength(60);
		expect(wire.requests.length - 60).toBeLessThanOrEqual(20);
	});
});

describe('when Max Wait is over', () => {
	test('the error names the task and how to pick it up', async () => {
		const wire = new KieWire().onCreate([created('t1')]).onRead('t1', [running('t1')]);

		const run = await runClock(runWorkflow(workflow({ prompt: 'x', options: { maxWait: 30 } })));

		const error = errorOf(run);
		expect(error.message).toBe(
			"KIE did not finish the image within 'Max Wait (Seconds)' (task t1) [item 0]",
		);
		expect(error.description).toContain("'Get Status'");
		const looks = wire.readsOf('t1').map(({ at }) => at);
		expect(looks.at(-1)! - wire.creates[0]!.at).toBeLessThan(40_000);
	});

	test('a last look finds what has just been done', async () => {
		// The first look comes after 10 s, the next would come after 15.
		new KieWire().onCreate([created('t1')]).onRead('t1', [running('t1'), done('t1')]);

		const options = { maxWait: 12, pollInterval: 5 };
		const run = await runClock(runWorkflow(workflow({ prompt: 'x', options })));

		expect(run.status).toBe('success');
	});

	test('the pending task is handed on where wanted', async () => {
		new KieWire().onCreate([created('t1')]).onRead('t1', [running('t1')]);

		const options = { maxWait: 30, onTimeout: 'returnPending' };
		const run = await runClock(runWorkflow(workflow({ prompt: 'x', options })));

		expect(run.status).toBe('success');
		expect(jsonOf(run, 'Next')).toMatchObject([{ taskId: 't1', status: 'pending', imageUrls: [] }]);
	});

	test('a timeout after looks that got no answer says so', async () => {
		new KieWire().onCreate([created('t1')]).onRead('t1', ['refused']);

		const error = errorOf(await run({ prompt: 'x', options: { maxWait: 30 } }));

		expect(error.description).toContain(
			'The last status check did not succeed: KIE could not be reached',
		);
	});
});

test('a task that stays unknown is no longer looked for after 90 seconds', async () => {
	const start = Date.now();
	const wire = new KieWire()
		.onCreate([created('t1')])
		.onRead('t1', [refused(422, 'recordInfo is null')]);

	const run = await runClock(runWorkflow(workflow({ prompt: 'x' })));

	expect(run.data.resultData.error?.message).toContain('KIE no longer has a task');
	expect(run.data.resultData.error?.description).toContain('t1');
	const looks = wire.readsOf('t1').map(({ at }) => at);
	// To the end of the run: the node counts from answer to answer, the mock notes requests.
	expect(Date.now() - start - looks[0]!).toBeGreaterThan(90_000);
	expect(looks.at(-1)! - looks[0]!).toBeLessThan(110_000);
});

describe('cancel', () => {
	test.each([
		['while waiting', { prompt: 'x' }, 5_000],
		['between batches', { prompt: 'x', options: { batching: { batch: { batchSize: 1 } } } }, 3_000],
	])('%s ends the run within a second and sends nothing more', async (_name, parameters, after) => {
		const wire = new KieWire()
			.onCreate((_, nth) => created(`t${nth}`))
			.onRead('t0', [running('t0')]);
		let requests = -1;
		let canceledAt = 0;
		const ended = runWorkflow(workflow(parameters, { items: [{}, {}, {}] }), {
			onStart: (run) =>
				setTimeout(() => {
					requests = wire.requests.length;
					canceledAt = Date.now();
					run.cancel();
				}, after),
		});

		const run = await runClock(ended);

		expect(run.status).toBe('canceled');
		expect(Date.now() - canceledAt).toBeLessThanOrEqual(1_000);
		await runClock(new Promise((resolve) => setTimeout(resolve, MIN)));
		expect(wire.requests).toHaveLength(requests);
	});
});
