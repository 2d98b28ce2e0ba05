import type { Create } from '../kie/ledger.ts';
import { ordersOf } from '../kie/ledger.ts';
import type { Played } from '../played.ts';
import { shown } from '../played.ts';
import type { Invariant } from './invariant.ts';
import { isUnclearLine } from './words.ts';

/** Every task ID that the node received reaches the user. */
export const ids: Invariant = {
	name: 'every ID that the node received reaches the user',
	broken(played) {
		const { ledger, logs, status } = played;
		const text = shown(played);
		const received = ledger.creates.filter((one) => one.isReceived || one.isAdopted);
		return received.flatMap((create) => {
			const { id } = create.task!;
			if (isCutOff(played, create)) return [];
			if (!logs.some(({ message }) => message.includes(id)))
				return [`task ${id} is not in the log`];
			// n8n drops what a canceled node gives out.
			if (status === 'canceled' || isReplaced(played, create)) return [];
			return text.includes(id) ? [] : [`task ${id} is in the log alone`];
		});
	},
};

/** A cancel cuts off what is under way: then the log says that there may be a task. */
const isCutOff = ({ canceledAt, logs }: Played, { item, answeredAt }: Create): boolean =>
	canceledAt !== null &&
	answeredAt + CUT_OFF_MS >= canceledAt &&
	logs.some((line) => isUnclearLine(line, item));

// An answer takes so long to be read.
const CUT_OFF_MS = 500;

/** What KIE could not make is not paid for: who orders again is told of the new order. */
function isReplaced({ ledger }: Played, create: Create): boolean {
	const orders = ordersOf(ledger, create.item);
	return create.task?.told === 'failed' && orders.indexOf(create) < orders.length - 1;
}
