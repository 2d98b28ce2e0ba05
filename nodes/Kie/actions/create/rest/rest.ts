import { randomBytes } from 'crypto';
import type { KieTask } from '../../../../shared/kie/task';
import type { FailedOutcome } from '../../outcome';
import type { Run } from '../../run';
import type { SubmissionMemory } from '../memory';
import type { Order, OrderedRun, Wanted } from '../order';
import type { Poller, WaitResult } from '../wait/poll';
import { layDown, takeState } from './execution';
import { Known } from './known';
import type { RestState } from './state';
import { STATE_VERSION, UNREADABLE } from './state';

// KIE's call may get lost: after so long, at most, the execution looks itself.
const MAX_REST_MS = 300_000;
// What is nearly over is not worth a rest: n8n may notice its end a minute late.
const MIN_REST_MS = 5_000;
// KIE makes nothing faster than this.
const YOUNG_MS = 1_000;

export const isWorthARest = ({ rests, deadline }: OrderedRun): boolean =>
	rests && deadline - Date.now() > MIN_REST_MS;

/**
 * Puts the execution to rest if one of its tasks still runs. While an execution runs, n8n turns KIE's
 * calls away: so whatever may have ended meanwhile is looked up before.
 */
export async function rest(
	run: Run,
	memory: SubmissionMemory,
	ordered: OrderedRun,
	results: Map<string, WaitResult>,
	poller: Poller,
): Promise<boolean> {
	const { deadline, orders, orphans } = ordered;
	const isOpen = ({ waitUntilDone, task }: Order) => waitUntilDone && !results.has(task.taskId);
	const old = orders.filter(
		(order) => isOpen(order) && Date.now() - order.task.submittedAt > YOUNG_MS,
	);
	await Promise.all(
		old.map(async (order) => {
			const result = await poller.glance(order);
			if (result) results.set(order.task.taskId, result);
		}),
	);
	const open = orders.filter(isOpen);
	const executionId = run.ctx.getExecutionId();
	const mayBeFound = orphans.some(
		({ sentAt, rings }) => rings.executionId === executionId && Date.now() - sentAt < MAX_REST_MS,
	);
	if (open.length === 0 && !mayBeFound) return false;
	// KIE calls the execution that a task was ordered in: a retry from the list is another.
	if (open.some(({ task }) => task.rings?.executionId !== executionId)) return false;

	const id = randomBytes(16).toString('hex');
	const known = new Known({ executionId, id });
	known.noteHome();
	for (const { task } of old) known.noteLook(task.taskId);
	const ended = orders.flatMap((order) => endOf(order, results.get(order.task.taskId)));
	const state: RestState = {
		version: STATE_VERSION,
		executionId,
		id,
		ordered: { ...ordered, ended },
		remembered: memory.keys,
		hints: run.hints,
	};
	await layDown(run.ctx, state, Math.min(deadline, Date.now() + MAX_REST_MS));
	return true;
}

function endOf(order: Order, result: WaitResult | undefined): KieTask[] {
	return result?.kind === 'done' ? [keptOf(order, result.task)] : [];
}

/** What is kept of a task that ended: KIE's own record only for whoever asked for it. */
export const keptOf = ({ output }: Wanted, task: KieTask): KieTask => ({
	...task,
	raw: output.includeRaw ? task.raw : {},
});

/** What the run had ordered before it was put to rest; null where it begins. */
export function wakeUp(run: Run, memory: SubmissionMemory): OrderedRun | 'unreadable' | null {
	const noted = takeState(run.ctx);
	if (noted === null || noted === 'unreadable') return noted;
	const known = new Known(noted);
	const state = known.complete(noted);
	known.noteWake();
	known.forgetEnds(state);
	const { ordered } = state;
	const taskIds = new Set(ordered.orders.map(({ task }) => task.taskId));
	memory.claim(state.remembered, (taskId) => taskIds.has(taskId));
	for (const { message, type } of state.hints) run.hint(message, type);
	for (const { itemIndex, failure } of ordered.failures) run.fail(itemIndex, failure);
	for (const { itemIndex, identity, task, images } of ordered.orders) {
		memory.noteTask(itemIndex, identity, task, images);
	}
	return { ...ordered, failures: [...ordered.failures, ...lostItems(run, ordered)] };
}

/** The items of which the notes cannot be read: their tasks are told by the memory. */
function lostItems(run: Run, { orders, failures }: OrderedRun): FailedOutcome[] {
	const known = new Set([...orders, ...failures].map(({ itemIndex }) => itemIndex));
	const items = run.ctx.getInputData().map((_, itemIndex) => itemIndex);
	return items
		.filter((itemIndex) => !known.has(itemIndex))
		.map((itemIndex) => run.fail(itemIndex, UNREADABLE));
}
