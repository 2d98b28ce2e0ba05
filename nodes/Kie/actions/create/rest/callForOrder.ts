import { failureOf } from '../../../../shared/kie/advice';
import { apis } from '../../../../shared/kie/apis';
import { isEarlySuccess } from '../../../../shared/kie/earlySuccess';
import type { KieTask } from '../../../../shared/kie/task';
import type { Transport } from '../../../../shared/kie/transport';
import type { Order, Wanted } from '../order';
import { Known } from './known';
import { keptOf } from './rest';
import type { RestState } from './state';

/** What becomes of one call. */
export type Verdict =
	| { kind: 'wake'; state: RestState }
	| { kind: 'restOn' }
	/** KIE sends again whatever is not answered with a 2xx. */
	| { kind: 'reject'; status: 401 | 404 | 503; reason: string };

// KIE waits 15 s for an answer.
export const READ_LIMIT_MS = 10_000;
const CONCURRENCY = 20;

/**
 * Looks up the task that KIE called for, and others, whose own calls may have come to another process
 * or been lost. The call after which no task is open wakes the execution.
 */
export async function callForOrder(
	transport: Transport,
	state: RestState,
	order: Order,
): Promise<Verdict> {
	const { ordered } = state;
	const known = new Known(state);
	const before = new Set(ordered.ended.map(({ taskId }) => taskId));
	const waited = ordered.orders.filter(
		({ waitUntilDone, task: { taskId } }) => waitUntilDone && !before.has(taskId),
	);
	const open = () => waited.filter(({ task }) => !known.hasEnded(task.taskId));
	const deadline = Date.now() + READ_LIMIT_MS;
	const look = async (one: Order): Promise<string> => {
		const { taskId } = one.task;
		known.noteLook(taskId);
		const reply = await apis[one.api].read(transport, taskId, deadline - Date.now());
		if (!reply.ok) return failureOf(reply.fault).message;
		if (hasEnded(reply.value)) known.noteEnd(taskId, endOf(one, reply.value));
		return 'KIE reports that the task is still running';
	};

	/** Ever more at once, until one of them turns out to run: then its call is still to come. */
	const lookAround = async () => {
		for (let count = 1; Date.now() < deadline; count = Math.min(2 * count, CONCURRENCY)) {
			const others = worthALook(known, open()).slice(0, count);
			await Promise.all(others.map(look));
			if (others.length === 0 || others.some(({ task }) => !known.hasEnded(task.taskId))) return;
		}
	};

	const isNews = open().includes(order);
	const reason = await known.whileRinging(order.task.taskId, async () => {
		const looks = [isNews ? look(order) : 'the task is known to have ended', lookAround()] as const;
		return (await Promise.all(looks))[0];
	});
	const left = open();
	if (left.includes(order)) return { kind: 'reject', status: 503, reason };
	// An orphan may still call: then the rest ends by itself.
	const isOver = left.length === 0 && ordered.orphans.length === 0;
	return isOver ? { kind: 'wake', state: known.complete(state) } : { kind: 'restOn' };
}

/** Which tasks to look at beside those whose calls are here, the one looked at longest ago first. */
function worthALook(known: Known, open: Order[]): Order[] {
	const lookedAt = ({ task }: Order) => known.lookedAt(task.taskId);
	return (
		open
			.filter((order) => !known.isRinging(order.task.taskId))
			// Where all calls come here, what ran at a look will call.
			.filter((order) => !known.isHome || lookedAt(order) === 0)
			.sort((a, b) => lookedAt(a) - lookedAt(b))
	);
}

export const hasEnded = (task: KieTask | null): task is KieTask =>
	task !== null && task.status !== 'pending';

/** Null where the node must look again: KIE may name the images a moment after it reports success. */
export const endOf = (wanted: Wanted, task: KieTask): KieTask | null =>
	isEarlySuccess(task) ? null : keptOf(wanted, task);
