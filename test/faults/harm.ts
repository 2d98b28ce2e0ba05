import type { ItemFate, Scenario } from './scenario.ts';
import { CLEAN_ORDER, isLookup } from './scenario.ts';

// What a scenario harms: an item by itself, or all of them.


/** Nothing goes wrong with the item, except that KIE's call may come late. */
export const isClean = ({ orders: [order], uploads, photo }: ItemFate): boolean =>
	JSON.stringify({ ...order, call: CLEAN_ORDER.call }) === JSON.stringify(CLEAN_ORDER) &&
	uploads.length === 0 &&
	photo === 'well';

const OF_ACCOUNT = [401, 402, 403, 433];

/** KIE's view of the account, the clock and a cancel are of all items; and so is a limit that lasts. */
export function mayHarmOthers(scenario: Scenario): boolean {
	const { items, clock, cancelAfterS, settings, wait } = scenario;
	const orders = items.flatMap((item) => item.orders);
	return (
		clock.jump !== null ||
		cancelAfterS !== null ||
		// Too short for a task that takes its time.
		(settings.maxWait < 60 && wait !== 'none') ||
		orders.some(
			({ create, reads, files }) =>
				(create.is === 'refused' && OF_ACCOUNT.includes(create.code)) ||
				create.is === 'limited' ||
				reads.some((read) => read === 'unauthorized' || read === 'limited') ||
				// Hosts and the time for files are shared.
				files !== null,
		) ||
		items.some(({ uploads }) => uploads.includes('unauthorized')) ||
		// Looked up, a task that is not done is no failure, and one that is hidden is none of the account's.
		(isLookup(scenario) && scenario.operation === 'getDownloadUrl')
	);
}
