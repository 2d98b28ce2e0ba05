import type { Invariant } from './invariant.ts';

const PER_SECOND = 3;

/** KIE allows three looks at a task in any second. (Calls for one task that come to several processes at once may be more.) */
export const pace: Invariant = {
	name: 'no task is looked at more often than KIE allows',
	broken({ ledger, scenario }) {
		if (scenario.clock.jump !== null || scenario.wait === 'resting') return [];
		return ledger.tasks.flatMap(({ id, reads }) =>
			reads.some(({ at }, nth) => (reads[nth + PER_SECOND]?.at ?? Infinity) - at < 1_000)
				? [`task ${id} was looked at more than ${PER_SECOND} times in a second`]
				: [],
		);
	},
};
