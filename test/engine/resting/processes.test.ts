import { expect, test, vi } from 'vitest';
import { useFakedClock } from '../../helpers/clock.ts';
import { jsonOf } from '../../helpers/engine.ts';
import { OnDemandKie, told } from '../../helpers/onDemandKie.ts';
import type { Process, RestingExecution } from '../../helpers/rest.ts';
import { newProcess, startResting } from '../../helpers/rest.ts';

// In queue mode one process runs an execution, and others take the calls.

useFakedClock();

const madeBy = (execution: RestingExecution) =>
	jsonOf(execution.run, 'Next').map(({ taskId }) => taskId);

async function ring(execution: RestingExecution, kie: OnDemandKie, taskId: string, to: Process) {
	vi.setSystemTime(Date.now() + 5_000);
	return await execution.ring(kie.urlOf(taskId), { body: told(taskId), to });
}

test('a process that took no other call finds the end of two tasks by itself', async () => {
	const kie = new OnDemandKie();
	const [one, two] = [await newProcess(), await newProcess()];
	const execution = await startResting(['a', 'b']);
	kie.countAnew();
	kie.finish('a');
	await ring(execution, kie, 'a', one);
	kie.finish('b');
	await ring(execution, kie, 'b', two);

	expect(execution.status).toBe('success');
	expect(madeBy(execution)).toEqual(['a', 'b']);
	// Each process looked at both.
	expect([kie.reads('a'), kie.reads('b')]).toEqual([2, 2]);
	expect(execution.woken).toBe(1);
});

test.each([3, 4])(
	'%i processes with a call each: nothing is lost, at the latest by the clock',
	async (count) => {
		const kie = new OnDemandKie();
		const list = ['a', 'b', 'c', 'd'].slice(0, count);
		const execution = await startResting(list);
		for (const taskId of list) {
			kie.finish(taskId);
			await ring(execution, kie, taskId, await newProcess());
		}
		if (execution.status === 'waiting') await execution.wakeByTimer();

		expect(execution.status).toBe('success');
		expect(madeBy(execution)).toEqual(list);
		expect(kie.ordered).toEqual(list);
	},
);

test('many tasks, two processes: the last call wakes it', async () => {
	const kie = new OnDemandKie();
	const list = Array.from({ length: 30 }, (_, nth) => `task-${nth}`);
	const options = { batching: { batch: { batchSize: -1 } } };
	const execution = await startResting(list, { downloadImages: false, options });
	const processes = [await newProcess(), await newProcess()];
	// They end in some order, and the calls go round.
	const order = list.map((_, nth) => list[(nth * 7) % 30]!);
	for (const [nth, taskId] of order.entries()) {
		kie.finish(taskId);
		await ring(execution, kie, taskId, processes[nth % 2]!);
	}

	expect(execution.status).toBe('success');
	expect(madeBy(execution)).toEqual(list);
	expect(execution.woken).toBe(1);
	const reads = list.map((taskId) => kie.reads(taskId));
	expect(reads.reduce((sum, count) => sum + count)).toBeLessThanOrEqual(4 * list.length);
});

test('a process that was started anew knows nothing and loses nothing', async () => {
	const kie = new OnDemandKie();
	const execution = await startResting(['a', 'b', 'c'], { downloadImages: false });
	const before = await newProcess();
	for (const taskId of ['a', 'b']) {
		kie.finish(taskId);
		await ring(execution, kie, taskId, before);
	}
	execution.process = await newProcess();
	kie.finish('c');
	await ring(execution, kie, 'c', execution.process);
	if (execution.status === 'waiting') await execution.wakeByTimer();

	expect(execution.status).toBe('success');
	expect(madeBy(execution)).toEqual(['a', 'b', 'c']);
});
