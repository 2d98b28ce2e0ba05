import { isClean, mayHarmOthers } from '../harm.ts';
import type { Task } from '../kie/ledger.ts';
import type { Played } from '../played.ts';
import type { Invariant } from './invariant.ts';
import { itemOf } from './linking.ts';

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
			const own = outputs[0].filter((one) => itemOf(one) === item);
			const isGood = own.length > 0 && own.every(({ json }) => json.error === undefined);
			return isGood && isDone(played, own) && hasFiles(played, own)
				? []
				: [`item ${item} is not delivered: ${JSON.stringify(own)}`];
		});
	},
};

const isMade = ({ scenario: { operation } }: Played): boolean =>
	!['upload', 'getDownloadUrl', 'getCredits'].includes(operation);

const isDue = ({ scenario: { operation, wait } }: Played): boolean =>
	operation === 'getStatus' || wait !== 'none';

const isDone = (played: Played, items: Played['outputs'][0]): boolean =>
	!isMade(played) || !isDue(played) || items.every(({ json }) => json.status === 'success');

/** Whose file does not come is told, and nobody else is without his. */
function hasFiles(played: Played, items: Played['outputs'][0]): boolean {
	const { scenario, ledger, hints } = played;
	if (!isMade(played) || !isDue(played) || !scenario.settings.downloadImages) return true;
	const task = ledger.tasks.find(({ id }) => id === items[0]?.json.taskId);
	// A host that keeps silent is not asked again.
	const isFaulty = (one: Task | undefined) => one !== undefined && one.fate.files !== null;
	const isSilent = ledger.tasks.some(({ fate }) => fate.files?.fault === 'silent');
	if ((isFaulty(task) || isSilent) && hints.length > 0) return true;
	return items.every(({ binary, json }) => {
		const wanted = json.imageIndex === null ? (task?.urls.length ?? 1) : 1;
		return Object.keys(binary ?? {}).length === wanted;
	});
}
