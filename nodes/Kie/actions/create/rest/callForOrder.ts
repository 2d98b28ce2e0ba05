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

/** Looks up the task that KIE called for, and at most one other, whose own call may have been lost. */
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
	const look = async (one: Order): Promise<string> => {
		const { taskId } = one.task;
		known.noteLook(taskId);
		const reply = await apis[one.api].read(transport, taskId, READ_LIMIT_MS);
		if (!reply.ok) return failureOf(reply.fault).message;
		if (hasEnded(reply.value)) known.noteEnd(taskId, endOf(one, reply.value));
		return 'KIE itself says that the task still runs';
	};

	const isNews = open().includes(order);
	const other = open().find((one) => one !== order && !known.wasLooked(one.task.taskId));
	const [reason] = await Promise.all([
		isNews ? look(order) : 'the task is known to have ended',
		other && look(other),
	]);
	const left = open();
	if (left.includes(order)) return { kind: 'reject', status: 503, reason };
	// An orphan may still call: then the rest ends by itself.
	const isOver = left.length === 0 && ordered.orphans.length === 0;
	// Where other processes take calls, too, none of them may learn of every end. The execution looks
	// itself whenever half of what it waits for has ended: a few times for hundreds of tasks.
	const isHalfWay = !known.isHome && isNews && waited.length >= 2 * left.length;
	return isOver || isHalfWay ? { kind: 'wake', state: known.complete(state) } : { kind: 'restOn' };
}

export const hasEnded = (task: KieTask | null): task is KieTask =>
	task !== null && task.status !== 'pending';

/** Null where the node must look again: KIE may name the images a moment after it reports success. */
export const endOf = (wanted: Wanted, task: KieTask): KieTask | null =>
	isEarlySuccess(task) ? null : keptOf(wanted, task);
