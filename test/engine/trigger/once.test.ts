import { describe, expect, test, vi } from 'vitest';
import { KieTrigger } from '../../../nodes/KieTrigger/KieTrigger.node.ts';
import { kie, make, told, toldFailed, UNCONFIRMED, useTriggers } from '../../helpers/callbacks.ts';
import { runClock } from '../../helpers/clock.ts';
import { done, running } from '../../helpers/kie.ts';
import { Trigger } from '../../helpers/trigger.ts';

// A task starts the workflow once, however often KIE calls.

useTriggers();

describe('once', () => {
	const startsOf = async (trigger: Trigger, ...bodies: unknown[]) => {
		const delivered = await runClock(
			Promise.all(bodies.map(async (body) => await trigger.deliver(body))),
		);
		return delivered.map(({ status, items }) => [status, items?.length ?? 0]);
	};

	test.each([
		['a repeat', told(), told()],
		['failed after success', told(), toldFailed()],
		['success after failed', toldFailed(), told()],
	])('%s starts nothing, and KIE is not asked again', async (_name, first, second) => {
		const wire = kie('t1', done('t1'));
		const trigger = make({ downloadImages: false });

		expect(await startsOf(trigger, first)).toEqual([[200, 1]]);
		expect(await startsOf(trigger, second)).toEqual([[200, 0]]);
		expect(wire.readsOf('t1')).toHaveLength(1);
	});

	test('an outcome that is not wanted does not keep a later one from starting', async () => {
		const trigger = make({ ...UNCONFIRMED, events: ['success'] });

		expect(await startsOf(trigger, toldFailed(), told(), told())).toEqual([
			[200, 0],
			[200, 1],
			[200, 0],
		]);
	});

	test('of two at the same moment one starts, after one question', async () => {
		const wire = kie('t1', running('t1'), done('t1'));
		const trigger = make({ downloadImages: false });

		expect(await startsOf(trigger, told(), told(), toldFailed())).toEqual([
			[200, 1],
			[200, 0],
			[200, 0],
		]);
		expect(wire.readsOf('t1')).toHaveLength(2);
	});

	test('where the first is turned away, so is the other, and the next may start', async () => {
		kie('t1', ...Array.from({ length: 10 }, () => running('t1')), done('t1'));
		const trigger = make({ downloadImages: false });

		expect(await startsOf(trigger, told(), told())).toEqual([
			[503, 0],
			[503, 0],
		]);
		expect(await startsOf(trigger, told())).toEqual([[200, 1]]);
	});

	test('two tasks at the same moment start both, and both are remembered', async () => {
		kie('t1', done('t1')).onRead('t2', [done('t2')]);
		const trigger = make({ downloadImages: false });

		expect(await startsOf(trigger, told('t1'), told('t2'))).toEqual([
			[200, 1],
			[200, 1],
		]);
		expect(JSON.stringify(trigger.staticData)).toContain('"t1 t2"');
	});

	/** As another process has it: with nothing of the memory of this one. */
	const ofAnotherProcess = async () => {
		vi.resetModules();
		const { KieTrigger: Other } = await import('../../../nodes/KieTrigger/KieTrigger.node.ts');
		expect(Other).not.toBe(KieTrigger);
		return new Other();
	};

	test('holds when n8n was started anew', async () => {
		kie('t1', done('t1'));
		const trigger = make({ downloadImages: false });
		expect(await startsOf(trigger, told())).toEqual([[200, 1]]);

		trigger.type = await ofAnotherProcess();

		expect(await startsOf(trigger, told())).toEqual([[200, 0]]);
	});

	test.each([
		['may both start the workflow', 't1'],
		['may forget what the other has just saved', 't2'],
	])('two processes that are called at the same moment %s', async (_name, other) => {
		kie('t1', done('t1')).onRead('t2', [done('t2')]);
		const trigger = make({ downloadImages: false });
		const first = trigger.deliver(told('t1'));
		trigger.type = await ofAnotherProcess();

		const both = await runClock(Promise.all([first, trigger.deliver(told(other))]));

		expect(both.map(({ items }) => items?.length)).toEqual([1, 1]);
		expect(Object.values(trigger.staticData)).toEqual([{ startedTasks: other }]);
	});

	test('remembers the last 1,000 tasks', async () => {
		const trigger = make(UNCONFIRMED);
		const tasks = Array.from({ length: 1_001 }, (_, nth) => told(`task-${nth}`));
		for (const body of tasks) await trigger.deliver(body);

		expect(await startsOf(trigger, tasks[1])).toEqual([[200, 0]]);
		expect(await startsOf(trigger, tasks[0])).toEqual([[200, 1]]);
	}, 30_000);

	test('is for each trigger by itself', async () => {
		expect(await startsOf(make(UNCONFIRMED), told())).toEqual([[200, 1]]);
		expect(await startsOf(make(UNCONFIRMED), told())).toEqual([[200, 1]]);
	});

	test('can be turned off', async () => {
		const trigger = make({ ...UNCONFIRMED, options: { deduplicate: false } });

		expect(await startsOf(trigger, told())).toEqual([[200, 1]]);
		expect(await startsOf(trigger, told())).toEqual([[200, 1]]);
		expect(trigger.staticData).toEqual({});
	});

	test('is not for tests in the editor', async () => {
		const trigger = make(UNCONFIRMED);
		trigger.mode = 'manual';

		expect(await startsOf(trigger, told())).toEqual([[200, 1]]);
		expect(await startsOf(trigger, told())).toEqual([[200, 1]]);
	});
});
