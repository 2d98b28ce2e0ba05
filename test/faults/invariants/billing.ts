import { imagesWanted } from '../build.ts';
import type { Create, Task } from '../kie/ledger.ts';
import type { Played } from '../played.ts';
import { isLookup } from '../scenario.ts';
import type { Invariant } from './invariant.ts';

/** Nothing is billed beyond what was intended: what items ask for, and what a further try may order. */
export const billing: Invariant = {
	name: 'nothing is billed beyond what was intended',
	broken({ scenario, ledger }) {
		const creates = ledger.creates.filter(({ isLimited }) => !isLimited);
		const items = [...new Set(creates.map(({ item }) => item))];
		return [
			...creates.filter(({ item }) => !scenario.items[item]).map(() => 'a create of no item'),
			...(isLookup(scenario) && creates.length > 0 ? ['a lookup ordered something'] : []),
			...creates
				.filter(({ images }) => images !== imagesWanted(scenario))
				.map(({ item, images }) => `item ${item} asked for ${images} images`),
			...items.flatMap((item) =>
				again(
					scenario,
					creates.filter((one) => one.item === item),
				),
			),
		];
	},
};

function again({ tries, differs }: Played['scenario'], creates: Create[]): string[] {
	const [first] = creates;
	// Another request is another order; but the secret of the call is another one in each try.
	const keyOf = ({ request }: Create) =>
		differs ? JSON.stringify({ ...request, callBackUrl: null }) : '';
	const isRepeated = (create: Create, nth: number) =>
		creates.slice(nth + 1).some((later) => keyOf(later) === keyOf(create));
	return [
		...(creates.length > tries
			? [`item ${first!.item} was ordered ${creates.length} times in ${tries} tries`]
			: []),
		...creates
			.filter((create, nth) => isRepeated(create, nth) && !mayBeRepeated(create))
			.map(
				({ item, fate, task }) =>
					`item ${item} was ordered again after ${fate.is}, ${task ? `made as ${task.id}, told ${String(task.told)}` : 'not made'}`,
			),
	];
}

/** What was surely not made, and what KIE could not make for a reason that may pass. */
const mayBeRepeated = ({ fate, task }: Create): boolean =>
	fate.is === 'refused' || fate.is === 'unreached' || (task !== null && failedForNow(task));

const failedForNow = ({ told, fate }: Task): boolean =>
	told === 'failed' && fate.task.end === 'failsForNow';
