import type { IWebhookFunctions } from 'n8n-workflow';
import { failureOf } from '../../../../shared/kie/advice';
import { apis } from '../../../../shared/kie/apis';
import type { Transport } from '../../../../shared/kie/transport';
import type { FailedOutcome } from '../../outcome';
import { logTaken } from '../log';
import type { Orphan, Wanted } from '../order';
import type { Verdict } from './callForOrder';
import { endOf, hasEnded, READ_LIMIT_MS } from './callForOrder';
import { Known } from './known';
import type { RestState } from './state';

/** The answer to a create was lost, and here is its task: it is paid for, and its item is saved. */
export async function callForOrphan(
	ctx: IWebhookFunctions,
	transport: Transport,
	state: RestState,
	orphan: Orphan,
	taskId: string,
): Promise<Verdict> {
	const { ordered } = state;
	const { orders, orphans, failures } = ordered;
	const reply = await apis[orphan.api].read(transport, taskId, READ_LIMIT_MS);
	if (!reply.ok) return { kind: 'reject', status: 503, reason: failureOf(reply.fault).message };
	if (reply.value === null || orders.some(({ task }) => task.taskId === taskId)) {
		return { kind: 'reject', status: 404, reason: 'its task does not belong to this execution' };
	}
	const { rings, sentAt, ...wanted } = orphan;
	logTaken(ctx, wanted, taskId);
	const known = new Known(state);
	if (hasEnded(reply.value)) known.noteEnd(taskId, endOf(wanted, reply.value));
	const isOther = ({ itemIndex }: Pick<Wanted, 'itemIndex'>) => itemIndex !== orphan.itemIndex;
	return {
		kind: 'wake',
		state: known.complete({
			...state,
			ordered: {
				...ordered,
				orders: [...orders, { ...wanted, task: { taskId, submittedAt: sentAt, rings } }],
				orphans: orphans.filter(isOther),
				failures: failures.filter(isOther).map(blameless(failures.find((one) => !isOther(one)))),
			},
		}),
	};
}

/** What was not sent because of it speaks of it as lost. */
const blameless =
	(lost: FailedOutcome | undefined) =>
	({ itemIndex, failure }: FailedOutcome): FailedOutcome => {
		const isBlamed = failure.cause === 'unsent' && failure.message === lost?.failure.message;
		return { itemIndex, failure: isBlamed ? { ...failure, ...NOT_SENT } : failure };
	};

const NOT_SENT = {
	message: "KIE's response for an earlier item came late, so this item was not sent",
	description: 'Send this item again. Nothing was sent to KIE for it.',
};
