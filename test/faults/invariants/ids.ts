import type { Task } from '../kie/ledger.ts';
import { shown } from '../played.ts';
import type { Invariant } from './invariant.ts';

/** Every task ID that the node received reaches the user. */
export const ids: Invariant = {
	name: 'every ID that the node received reaches the user',
	broken(played) {
		const { scenario, ledger, logs, status } = played;
		const [text, log] = [shown(played), logs.join('\n')];
		const received = ledger.creates.filter((one) => one.isReceived || one.isAdopted);
		// What KIE could not make is not paid for: a further try tells of its own tasks alone.
		const isReplaced = ({ told }: Task) => scenario.tries > 1 && told === 'failed';
		return received.flatMap(({ task }) => {
			const { id, item } = task!;
			// A cancel cuts off what is under way: then the log says that there may be a task.
			const isCutOff =
				scenario.cancelAfterS !== null &&
				log.includes('answer did not arrive') &&
				log.includes(`item ${item},`);
			if (isCutOff) return [];
			if (!log.includes(id)) return [`task ${id} is not in the log`];
			// n8n drops what a canceled node gives out.
			if (status === 'canceled' || isReplaced(task!)) return [];
			return text.includes(id) ? [] : [`task ${id} is in the log alone`];
		});
	},
};
