import type { Played } from '../played.ts';
import type { Invariant } from './invariant.ts';

const PER_SECOND = 3;

/** KIE allows three looks at a task in any second. */
export const pace: Invariant = {
	name: 'no task is looked at more often than KIE allows',
	broken(played) {
		if (isRungAtOnce(played)) return [];
		return played.ledger.tasks.flatMap(({ id, reads }) =>
			reads.some(({ at }, nth) => (reads[nth + PER_SECOND]?.at ?? Infinity) - at < 1_000)
				? [`task ${id} was looked at more than ${PER_SECOND} times in a second`]
				: [],
		);
	},
};

/** Calls that come at once, or to several processes, look at the tasks of each other. */
const isRungAtOnce = ({ scenario: { wait }, ledger }: Played): boolean =>
	wait === 'resting' &&
	ledger.tasks.some(({ fate: { call } }) => call.to === 'other' || call.copies > 1);
