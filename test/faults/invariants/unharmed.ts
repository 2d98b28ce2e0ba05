import { isClean, mayHarmOthers } from '../harm.ts';
import type { Played } from '../played.ts';
import type { Invariant } from './invariant.ts';

/** What no fault has touched is made and delivered, file and all. */
export const unharmed: Invariant = {
	name: 'what no fault has touched goes well',
	broken(played) {
		const { scenario, outputs, status } = played;
		if (mayHarmOthers(scenario)) return [];
		const clean = scenario.items.flatMap((one, item) => (isClean(one, scenario) ? [item] : []));
		const isAllClean = clean.length === scenario.items.length;
		if (status !== 'success') {
			const isFine = !isAllClean && scenario.onError === 'stopWorkflow';
			const blamed = Number(played.error?.context.itemIndex ?? -1);
			return isFine && !clean.includes(blamed)
				? []
				: [`the run ended as '${status}', because of item ${blamed}`];
		}
		return clean.flatMap((item) => {
			const own = outputs[0].filter(
				({ pairedItem }) => (pairedItem as { item: number }).item === item,
			);
			return own.some(({ json }) => json.error === undefined) && hasFiles(played, own)
				? []
				: [`item ${item} is not delivered: ${JSON.stringify(own)}`];
		});
	},
};

function hasFiles({ scenario, hints }: Played, items: Played['outputs'][0]): boolean {
	const { operation, wait, settings } = scenario;
	const isMade = !['upload', 'getDownloadUrl', 'getCredits'].includes(operation);
	const isDue = operation === 'getStatus' || wait !== 'none';
	if (!isMade || !isDue || !settings.downloadImages) return true;
	const isPending = items.every(({ json }) => json.status === 'pending');
	return isPending || hints.length > 0 || items.every(({ binary }) => binary?.data !== undefined);
}
