import { failureFrom } from '../../../../shared/kie/failure';
import type { Transport } from '../../../../shared/kie/transport';
import type { Outcome } from '../../outcome';
import type { Run } from '../../run';
import type { SubmissionMemory } from '../memory';
import type { OrderedRun } from '../order';
import { isWorthARest, rest } from '../rest/rest';
import type { WaitResult } from './poll';
import { endedBy, Poller } from './poll';
import { Settlement } from './settle';

/** Watches every task until it ends, or has the execution rest until KIE calls. */
export async function waitForTasks(
	run: Run,
	memory: SubmissionMemory,
	ordered: OrderedRun,
): Promise<Outcome[] | 'resting'> {
	const { orders, orphans, ended, intervalMs } = ordered;
	// n8n may end a rest late, and a last look is still due.
	const deadline = Math.max(ordered.deadline, Date.now());
	if (orders.length + orphans.length === 0) return [];
	let transport: Transport;
	try {
		transport = await run.connect();
	} catch (cause) {
		const failure = failureFrom(cause);
		return orders.map((order) => run.fail(order.itemIndex, endedBy(order, failure)));
	}

	const results = new Map<string, WaitResult>(
		ended.map((task) => [task.taskId, { kind: 'done', task }]),
	);
	const settings = { intervalMs, deadline, signal: run.ctx.getExecutionCancelSignal() };
	if (isWorthARest(ordered)) {
		const isResting = await rest(run, memory, ordered, results, new Poller(transport, settings));
		if (isResting) return 'resting';
	}
	const poller = new Poller(transport, settings);
	const settlement = new Settlement(run, memory, transport.isPrivate);
	const outcomes = await Promise.all(
		orders.map(async (order) => {
			if (!order.waitUntilDone) return await settlement.ofRunning(order);
			const result = results.get(order.task.taskId) ?? (await poller.watch(order));
			return await settlement.of(order, result);
		}),
	);
	settlement.close();
	return outcomes;
}
