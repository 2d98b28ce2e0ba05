import type { IWebhookFunctions } from 'n8n-workflow';
import { failureOf } from '../../../../shared/kie/advice';
import { apis } from '../../../../shared/kie/apis';
import { isEarlySuccess } from '../../../../shared/kie/earlySuccess';
import type { KieTask } from '../../../../shared/kie/task';
import type { Transport } from '../../../../shared/kie/transport';
import { logTaken } from '../log';
import type { Order, Orphan } from '../order';
import { knownOf, withKnownEnds } from './known';
import { keptOf } from './rest';
import type { RestState } from './state';

/** What becomes of one call. */
export type Verdict =
	| { kind: 'wake'; state: RestState }
	| { kind: 'restOn' }
	/** KIE sends again whatever is not answered with a 2xx. */
	| { kind: 'reject'; status: 401 | 404 | 503; reason: string };

// KIE waits 15 s for an answer.
const READ_LIMIT_MS = 10_000;

/**
 * Looks up the task that KIE called for, and at most one other, whose own call may have come to another
 * process or been lost. The call after which no task is open wakes the execution.
 */
export async function callForOrder(
	transport: Transport,
	state: RestState,
	order: Order,
): Promise<Verdict> {
	const { id, ordered } = state;
	const { ended, looked } = knownOf(id);
	for (const task of ordered.ended) ended.set(task.taskId, task);
	const open = () =>
		ordered.orders.filter(
			({ waitUntilDone, task: { taskId } }) => waitUntilDone && !ended.has(taskId),
		);
	const look = async (one: Order): Promise<string> => {
		const { taskId } = one.task;
		looked.add(taskId);
		const reply = await apis[one.api].read(transport, taskId, READ_LIMIT_MS);
		if (!reply.ok) return failureOf(reply.fault).message;
		const task = reply.value;
		if (task !== null && task.status !== 'pending') ended.set(taskId, endOf(one, task));
		return 'KIE itself says that the task still runs';
	};

	const isNews = open().includes(order);
	const other = open().find((one) => one !== order && !looked.has(one.task.taskId));
	const [reason] = await Promise.all([
		isNews ? look(order) : 'the task is known to have ended',
		other && look(other),
	]);
	const left = open();
	if (left.includes(order)) return { kind: 'reject', status: 503, reason };
	// An orphan may still call: the rest ends by itself.
	if (left.length > 0 || ordered.orphans.length > 0) return { kind: 'restOn' };
	return { kind: 'wake', state: withKnownEnds(state) };
}

/** Null where the node must look again: KIE may name the images a moment after it reports success. */
const endOf = (order: Order, task: KieTask): KieTask | null =>
	isEarlySuccess(task) ? null : keptOf(order, task);

/** The answer to a create was lost, and here is its task: it is paid for, and its item is saved. */
export async function callForOrphan(
	ctx: IWebhookFunctions,
	transport: Transport,
	state: RestState,
	orphan: Orphan,
	taskId: string,
): Promise<Verdict> {
	const { ordered } = withKnownEnds(state);
	const { orders, orphans, failures } = ordered;
	const reply = await apis[orphan.api].read(transport, taskId, READ_LIMIT_MS);
	if (!reply.ok) return { kind: 'reject', status: 503, reason: failureOf(reply.fault).message };
	if (reply.value === null || orders.some(({ task }) => task.taskId === taskId)) {
		return { kind: 'reject', status: 404, reason: 'it names a task that is not of this execution' };
	}
	const { rings, sentAt, ...wanted } = orphan;
	logTaken(ctx, wanted, taskId);
	const isOther = ({ itemIndex }: { itemIndex: number }) => itemIndex !== orphan.itemIndex;
	return {
		kind: 'wake',
		state: {
			...state,
			ordered: {
				...ordered,
				orders: [...orders, { ...wanted, task: { taskId, submittedAt: sentAt, rings } }],
				orphans: orphans.filter(isOther),
				failures: failures.filter(isOther),
			},
		},
	};
}
