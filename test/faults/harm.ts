import type { ReadFault } from './kie/fates.ts';
import type { ItemFate, Scenario } from './scenario.ts';
import { CLEAN_ORDER, isLookup } from './scenario.ts';

// What a scenario harms: an item by itself, or all of them.

/**
 * Nothing goes wrong with the item, except what the node is made for: a call that does not come, looks
 * that bring no answer, images that are named a moment late.
 */
export function isClean({ orders: [order = CLEAN_ORDER], uploads, photo }: ItemFate): boolean {
	const { call } = CLEAN_ORDER;
	const end = order.task.end === 'emptyAtFirst' ? 'done' : order.task.end;
	const looks = order.reads.length <= 3 && order.reads.every((read) => PASSING.has(read));
	const harmless = { ...order, call, task: { ...order.task, end }, ...(looks && { reads: [] }) };
	const isHarmless = JSON.stringify(harmless) === JSON.stringify(CLEAN_ORDER);
	return isHarmless && uploads.length === 0 && photo === 'well';
}

const PASSING = new Set<ReadFault>([
	...(['well', 'reset', 'http500', 'code500', 'gateway', 'cut', 'midway'] as const),
	...(['missing', 'noData', 'noCredits', 'oddStatus'] as const),
]);

const OF_ACCOUNT = [401, 402, 403, 433];

/** KIE's view of the account, the clock and a cancel are of all items; and so is a limit that lasts. */
export function mayHarmOthers(scenario: Scenario): boolean {
	const { items, clock, cancelAfterS, settings, wait } = scenario;
	const orders = items.flatMap((item) => item.orders);
	return (
		clock.jump !== null ||
		cancelAfterS !== null ||
		// Too short for a task that takes its time.
		(settings.maxWait < (orders.some(({ reads }) => reads.length > 0) ? 300 : 60) &&
			wait !== 'none') ||
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
