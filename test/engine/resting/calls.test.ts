import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { Container } from '@n8n/di';
import { Logger } from '@n8n/backend-common';
import { useFakedClock } from '../../helpers/clock.ts';
import { API_KEY, errorOf, jsonOf } from '../../helpers/engine.ts';
import type { Answer } from '../../helpers/kie.ts';
import { done, refused, running } from '../../helpers/kie.ts';
import { OnDemandKie, told } from '../../helpers/onDemandKie.ts';
import type { RestingExecution } from '../../helpers/rest.ts';
import { startResting } from '../../helpers/rest.ts';
import { SECRET, signed } from '../../helpers/trigger.ts';

useFakedClock();

const MIN = 60_000;
const RECEIVED = { status: 200, body: { received: true } };
const NOT_NOW = { status: 503, body: { received: false } };

let warnings: string[] = [];
beforeEach(() => {
	warnings = [];
	vi.spyOn(Container.get(Logger), 'warn').mockImplementation((message) => {
		warnings.push(message);
	});
});
afterEach(() => {
	const said = warnings.join('\n');
	for (const secret of [API_KEY, SECRET, 'webhook-waiting']) expect(said).not.toContain(secret);
	expect(said).not.toMatch(/error|problem|failure|mistake/i);
});

const ring = async (execution: RestingExecution, kie: OnDemandKie, taskId: string) =>
	await execution.ring(kie.urlOf(taskId), { body: told(taskId) });

const madeBy = (execution: RestingExecution) =>
	jsonOf(execution.run, 'Next').map(({ taskId }) => taskId);

describe('the usual way', () => {
	test('each call is looked up, with one other task, and the last one wakes', async () => {
		const kie = new OnDemandKie();
		const execution = await startResting(['a', 'b', 'c']);
		kie.countAnew();
		for (const taskId of ['c', 'a', 'b']) {
			expect(execution.status).toBe('waiting');
			kie.finish(taskId);
			expect(await ring(execution, kie, taskId)).toEqual(RECEIVED);
		}

		expect(execution.woken).toBe(1);
		expect(madeBy(execution)).toEqual(['a', 'b', 'c']);
		// Nobody looks a third time, not even after the wake.
		for (const taskId of ['a', 'b', 'c']) expect(kie.reads(taskId)).toBeLessThanOrEqual(2);
		expect(warnings).toEqual([]);
	});

	test('200 items are read once each', async () => {
		const kie = new OnDemandKie();
		const list = Array.from({ length: 200 }, (_, nth) => `task-${nth}`);
		const execution = await startResting(list, {
			downloadImages: false,
			options: { batching: { batch: { batchSize: -1 } } },
		});
		kie.countAnew();
		kie.finish(...list);
		// In no order.
		for (const taskId of [...list.slice(70), ...list.slice(0, 70).reverse()]) {
			if (execution.status === 'waiting') await ring(execution, kie, taskId);
		}

		expect(execution.status).toBe('success');
		expect(execution.woken).toBe(1);
		expect(madeBy(execution)).toEqual(list);
		expect(list.map((taskId) => kie.reads(taskId))).toEqual(list.map(() => 1));
	});
});

describe('early ones', () => {
	test('what ends while the node still orders is looked up before it rests', async () => {
		const kie = new OnDemandKie();
		kie.finish('a');
		const execution = await startResting(['a', 'b'], {
			options: { batching: { batch: { batchSize: 1, batchInterval: 5_000 } } },
		});

		expect(execution.status).toBe('waiting');
		expect(kie.reads('a')).toBe(1);
		kie.finish('b');
		kie.countAnew();
		await ring(execution, kie, 'b');
		expect(madeBy(execution)).toEqual(['a', 'b']);
		expect([kie.reads('a'), kie.reads('b')]).toEqual([0, 1]);
	});

	test('where all has ended, it does not rest', async () => {
		const kie = new OnDemandKie();
		const execution = await startResting(['a', 'b'], { options: { maxWait: 30 } });
		await execution.wakeByTimer();
		expect(execution.status).toBe('error');
		kie.finish('a', 'b');
		const retried = await execution.retry();

		expect(retried.status).toBe('success');
		expect(retried.woken).toBe(0);
		expect(madeBy(retried)).toEqual(['a', 'b']);
	});
});

describe('lost ones', () => {
	test('after five minutes, at most, the execution looks itself, and rests again', async () => {
		const kie = new OnDemandKie();
		const execution = await startResting(['a', 'b']);
		expect(execution.waitTill!.getTime() - Date.now()).toBeLessThanOrEqual(5 * MIN);
		kie.finish('a');
		kie.countAnew();
		await execution.wakeByTimer();

		expect(execution.status).toBe('waiting');
		kie.finish('b');
		await ring(execution, kie, 'b');
		expect(execution.status).toBe('success');
		expect(madeBy(execution)).toEqual(['a', 'b']);
		// What was known before the second rest is not asked again.
		expect(kie.reads('a')).toBe(1);
		expect(execution.run.data.resultData.runData.KIE).toHaveLength(1);
	});

	test('the last rest ends when the wait is over, and the wait with a last look', async () => {
		const kie = new OnDemandKie();
		const start = Date.now();
		const execution = await startResting(['a'], { options: { maxWait: 400 } });
		await execution.wakeByTimer();
		expect(execution.status).toBe('waiting');
		expect(execution.waitTill!.getTime() - start).toBeLessThanOrEqual(401_000);
		kie.finish('a');
		await execution.wakeByTimer();

		expect(execution.status).toBe('success');
		expect(madeBy(execution)).toEqual(['a']);
	});

	test.each([0, 70_000])(
		'what is not done by then comes as On Timeout says (%i ms late)',
		async (lateMs) => {
			const kie = new OnDemandKie();
			const options = { maxWait: 30, onTimeout: 'returnPending' };
			const execution = await startResting(['a', 'b'], { options });
			kie.finish('a');
			await execution.wakeByTimer({ lateMs });

			expect(execution.status).toBe('success');
			expect(jsonOf(execution.run, 'Next')).toMatchObject([
				{ taskId: 'a', status: 'success' },
				{ taskId: 'b', status: 'pending' },
			]);

			const failing = await startResting(['c'], { options: { maxWait: 30 } });
			await failing.wakeByTimer({ lateMs });
			expect(failing.status).toBe('error');
			expect(errorOf(failing.run).message).toContain("within 'Max Wait (Seconds)' (task c)");
		},
	);

	test('a wait that is too short for a rest is polled', async () => {
		const kie = new OnDemandKie();
		kie.finish('a');
		const execution = await startResting(['a'], { options: { maxWait: 4 } });
		expect(execution.status).toBe('success');
		expect(execution.woken).toBe(0);
	});
});

describe('more than one', () => {
	test('a double says nothing new', async () => {
		const kie = new OnDemandKie();
		const execution = await startResting(['a', 'b']);
		kie.countAnew();
		kie.finish('a');
		for (let nth = 0; nth < 3; nth++) expect(await ring(execution, kie, 'a')).toEqual(RECEIVED);

		expect(execution.status).toBe('waiting');
		// One read of its own; `b` was looked up by the first call.
		expect([kie.reads('a'), kie.reads('b')]).toEqual([1, 1]);
	});

	test('two at once for the last task go on once', async () => {
		const kie = new OnDemandKie();
		const execution = await startResting(['a']);
		kie.finish('a');
		const answers = await Promise.all([1, 2, 3].map(async () => await ring(execution, kie, 'a')));

		expect(execution.woken).toBe(1);
		expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
		expect(execution.status).toBe('success');
		expect(execution.run.data.resultData.runData.Next).toHaveLength(1);
		expect(kie.ordered).toEqual(['a']);
	});

	test('two tasks that end at once wake it once, with both', async () => {
		const kie = new OnDemandKie();
		const execution = await startResting(['a', 'b']);
		kie.finish('a', 'b');
		await Promise.all(['a', 'b'].map(async (taskId) => await ring(execution, kie, taskId)));

		expect(execution.woken).toBe(1);
		expect(madeBy(execution)).toEqual(['a', 'b']);
	});

	test('one at the moment at which the clock wakes it goes on once', async () => {
		const kie = new OnDemandKie();
		const execution = await startResting(['a']);
		kie.finish('a');
		const url = kie.urlOf('a');
		const [answer] = await Promise.all([
			execution.ring(url, { body: told('a') }),
			Promise.resolve().then(async () => await execution.wakeByTimer()),
		]);

		expect(answer.status).not.toBe(200);
		expect(execution.woken).toBe(1);
		expect(execution.run.data.resultData.runData.Next).toHaveLength(1);
	});

	test('one after the end is turned away by n8n', async () => {
		const kie = new OnDemandKie();
		const execution = await startResting(['a']);
		kie.finish('a');
		await ring(execution, kie, 'a');

		expect(await ring(execution, kie, 'a')).toMatchObject({ status: 409 });
		expect(execution.woken).toBe(1);
	});
});

describe('strangers', () => {
	const changed = (url: string, change: (params: URLSearchParams) => void) => {
		const made = new URL(url);
		change(made.searchParams);
		return made.href;
	};
	const ROGUE: Array<[string, (params: URLSearchParams) => void]> = [
		['no secret', (params) => params.delete('secret')],
		['another secret', (params) => params.set('secret', 'f'.repeat(32))],
		['a longer secret', (params) => params.append('secret', 'f')],
		['no item', (params) => params.delete('item')],
		['another item', (params) => params.set('item', '7')],
		['an item that is none', (params) => params.set('item', '0x')],
	];
	test.each(ROGUE)('%s: nothing is looked up, nothing wakes', async (_name, change) => {
		const kie = new OnDemandKie();
		const execution = await startResting(['a']);
		kie.countAnew();
		kie.finish('a');
		const before = execution.stored;

		const answer = await execution.ring(changed(kie.urlOf('a'), change), { body: told('a') });

		expect(answer).toEqual({ status: 404, body: { received: false } });
		expect(kie.reads('a')).toBe(0);
		expect(execution.status).toBe('waiting');
		expect(execution.stored).toBe(before);
		expect(warnings).toEqual([expect.stringContaining('nothing is waiting for this call')]);
	});

	test('the secret of one item does not open another', async () => {
		const kie = new OnDemandKie();
		const execution = await startResting(['a', 'b']);
		kie.finish('a', 'b');
		const url = changed(kie.urlOf('a'), (params) => params.set('item', '1'));

		// All items of a run share their secret: what it says is looked up, and no harm is done.
		await execution.ring(url, { body: told('b') });
		expect(execution.woken).toBeLessThanOrEqual(1);
		expect(kie.ordered).toEqual(['a', 'b']);
	});

	test('another task in the body: the own one is looked up', async () => {
		const kie = new OnDemandKie();
		const execution = await startResting(['a']);
		kie.countAnew();
		kie.finish('stranger');

		expect(await execution.ring(kie.urlOf('a'), { body: told('stranger') })).toEqual(NOT_NOW);
		expect(kie.reads('a')).toBe(1);
		expect(kie.reads('stranger')).toBe(0);
	});

	test.each([undefined, null, '', 'text', [], 7, { data: { taskId: {} } }])(
		'a body of %j does no harm',
		async (body) => {
			const kie = new OnDemandKie();
			const execution = await startResting(['a']);
			expect(await execution.ring(kie.urlOf('a'), { body })).toEqual(NOT_NOW);
			kie.finish('a');
			expect(await execution.ring(kie.urlOf('a'), { body })).toEqual(RECEIVED);
		},
	);
});

describe('with a webhook secret', () => {
	const credentials = { webhookSecret: SECRET };
	const UNSIGNED: Array<[string, () => Record<string, string>]> = [
		['unsigned', () => ({})],
		['signed with another secret', () => signed('a', { secret: 'other' })],
		['signed for another task', () => signed('b')],
		['signed long ago', () => signed('a', { ageSeconds: 301 })],
	];
	test.each(UNSIGNED)('%s: 401, and nothing is looked up', async (_name, headers) => {
		const kie = new OnDemandKie();
		const execution = await startResting(['a'], {}, { credentials });
		kie.countAnew();
		kie.finish('a');

		const answer = await execution.ring(kie.urlOf('a'), { body: told('a'), headers: headers() });

		expect(answer).toEqual({ status: 401, body: { received: false } });
		expect(kie.reads('a')).toBe(0);
		expect(execution.status).toBe('waiting');
	});

	test('signed: it wakes', async () => {
		const kie = new OnDemandKie();
		const execution = await startResting(['a'], {}, { credentials });
		kie.finish('a');
		const call = { body: told('a'), headers: signed('a') };

		expect(await execution.ring(kie.urlOf('a'), call)).toEqual(RECEIVED);
		expect(execution.status).toBe('success');
	});
});

describe('when KIE itself is not sure yet', () => {
	const UNSURE: Array<[string, Answer]> = [
		['still runs', running('a')],
		['shows no record', refused(422, 'The record does not exist')],
		['is out of order', { httpStatus: 502, body: '<html>' }],
		['refuses the key', refused(401, 'Unauthorized')],
		['is gone', 'reset'],
	];
	test.each(UNSURE)(
		'%s: 503, so that it calls again, and the execution rests on',
		async (_name, answer) => {
			const kie = new OnDemandKie();
			const execution = await startResting(['a']);
			kie.says('a', answer);

			expect(await ring(execution, kie, 'a')).toEqual(NOT_NOW);
			expect(execution.status).toBe('waiting');
			kie.finish('a');
			expect(await ring(execution, kie, 'a')).toEqual(RECEIVED);
			expect(madeBy(execution)).toEqual(['a']);
			expect(warnings).toHaveLength(1);
		},
	);

	test('success that names its images later is waited for', async () => {
		const kie = new OnDemandKie();
		const execution = await startResting(['a']);
		kie.says('a', done('a', []), done('a', []), done('a'));
		vi.setSystemTime(Date.now() + MIN);

		expect(await ring(execution, kie, 'a')).toEqual(RECEIVED);
		expect(execution.status).toBe('success');
		expect(madeBy(execution)).toEqual(['a']);
	});
});
