import type { OrderFate, ReadFault } from './kie/fates.ts';
import type { ItemFate, Scenario } from './scenario.ts';
import { CLEAN_ORDER, isLookup } from './scenario.ts';

// What a scenario harms: an item by itself, or all of them.

/**
 * Nothing happens to the item but what the node is made for: KIE takes its time and spells things its own
 * way, a look brings no answer, images are named a moment late, a call or a file does not come.
 */
export function isClean({ orders, uploads, photo }: ItemFate, scenario: Scenario): boolean {
	// With another request in each try, a neighbor's fault has it ordered again.
	const own = scenario.differs ? orders.slice(0, scenario.tries) : orders.slice(0, 1);
	return (
		own.every((order) => isCleanOrder(order, scenario)) && uploads.length === 0 && photo === 'well'
	);
}

function isCleanOrder({ create, task, reads }: OrderFate, scenario: Scenario): boolean {
	const { settings, wait } = scenario;
	const isSlow = reads.length > 0 || task.hiddenS > 0 || task.takesS > CLEAN_ORDER.task.takesS;
	return (
		create.is === 'well' &&
		(task.end === 'done' || task.end === 'emptyAtFirst') &&
		task.takesS <= 45 &&
		task.hiddenS <= 20 &&
		(isLookup(scenario)
			? reads.length <= 2 && reads.every((read) => REPEATED.has(read))
			: reads.length <= 3 && reads.every((read) => PASSING.has(read))) &&
		(!isSlow || settings.maxWait === 900 || wait === 'none')
	);
}

/** Who looks a task up once is told of the rest: that it is not there, or not done. */
const REPEATED = new Set<ReadFault>([
	...(['well', 'reset', 'http500', 'code500', 'gateway', 'cut', 'midway'] as const),
]);
const PASSING = new Set<ReadFault>([
	...REPEATED,
	...(['missing', 'noData', 'noCredits', 'oddStatus'] as const),
]);

const OF_ACCOUNT = [401, 402, 403, 433];

/** KIE's view of the account, the clock and a cancel are of all items; and so is a limit that lasts. */
export function mayHarmOthers(scenario: Scenario): boolean {
	const { items, clock, cancelAfterS, settings, wait, tries } = scenario;
	const orders = items.flatMap((item) => item.orders.slice(0, tries));
	return (
		clock.jump !== null ||
		cancelAfterS !== null ||
		// Too short for a task that takes its time.
		(settings.maxWait < 60 && wait !== 'none') ||
		orders.some(
			({ create, reads }) =>
				(create.is === 'refused' && OF_ACCOUNT.includes(create.code)) ||
				create.is === 'limited' ||
				reads.some((read) => read === 'unauthorized' || read === 'limited'),
		) ||
		items.some(({ uploads }) => uploads.includes('unauthorized')) ||
		// Looked up, a task that is not done is no failure, and one that is hidden is none of the account's.
		(isLookup(scenario) && scenario.operation === 'getDownloadUrl')
	);
}
