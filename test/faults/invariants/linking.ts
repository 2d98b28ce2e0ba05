import type { INodeExecutionData } from 'n8n-workflow';
import type { Played } from '../played.ts';
import type { Scenario } from '../scenario.ts';
import type { Invariant } from './invariant.ts';

/** No item is lost, doubled or linked to another one's input. */
export const linking: Invariant = {
	name: 'no item is lost, doubled or linked wrongly',
	broken(played) {
		const { scenario, status, outputs } = played;
		// n8n keeps what a canceled node gave out so far.
		if (status === 'canceled') return [];
		if (status !== 'success') return outputs.flat().length > 0 ? ['items beside an error'] : [];
		return scenario.operation === 'getCredits'
			? []
			: [
					...scenario.items.flatMap((_, item) => ofItem(played, item)),
					...outputs.flat().flatMap((one) => strayed(played, one)),
					...outputs.flatMap(outOfOrder),
				];
	},
};

const itemOf = ({ pairedItem }: INodeExecutionData): number =>
	typeof pairedItem === 'object' && !Array.isArray(pairedItem) ? pairedItem.item : -1;

/** An item gives one failure, where its workflow wants it, or as much as its task has. */
function ofItem({ scenario, outputs }: Played, item: number): string[] {
	const [good, bad] = outputs.map((list) => list.filter((one) => itemOf(one) === item));
	const all = [...good!, ...bad!];
	if (all.length === 0) return [`item ${item} is lost`];
	const failed = all.filter(({ json }) => json.error !== undefined);
	const place = scenario.onError === 'continueErrorOutput' ? bad : good;
	if (failed.some((one) => !place!.includes(one))) return [`item ${item} is at the wrong output`];
	if (failed.length > 0) return all.length > 1 ? [`item ${item} failed, and more`] : [];
	if (bad!.length > 0) return [`item ${item} is at the error output without an error`];
	if (new Set(all.map(({ json }) => json.taskId)).size > 1) return [`item ${item} has two tasks`];
	const urls = all.map(({ json }) => json.imageUrl);
	const isDoubled = all.length > 1 && new Set(urls).size < urls.length;
	const expected = itemsOf(scenario, all[0]!);
	return isDoubled || (expected !== null && all.length !== expected)
		? [`item ${item} gives ${all.length} items: ${JSON.stringify(urls)}`]
		: [];
}

/** How many items come of a task; null where each of its images is one, and none says how many there are. */
function itemsOf({ operation, wait, settings }: Scenario, { json }: INodeExecutionData) {
	if (operation === 'getDownloadUrl') return null;
	const isEach = operation === 'getStatus' || (operation !== 'upload' && wait !== 'none');
	const images = Array.isArray(json.imageUrls) ? json.imageUrls.length : 0;
	return isEach && settings.outputItems === 'perImage' ? Math.max(1, images) : 1;
}

/** Whatever an item names belongs to the input it is linked to. */
function strayed({ ledger }: Played, one: INodeExecutionData): string[] {
	const item = itemOf(one);
	const text = JSON.stringify([
		one.json.taskId,
		one.json.imageUrls,
		one.json.imageUrl,
		one.json.url,
	]);
	const strangers = ledger.tasks.filter((task) => task.item !== item && text.includes(task.id));
	const prompt = /item-(\d+)/.exec(JSON.stringify([one.json.prompt, one.json.url]))?.[1] ?? item;
	return strangers.length > 0 || Number(prompt) !== item
		? [`what is linked to item ${item} belongs to another one: ${text}`]
		: [];
}

function outOfOrder(list: INodeExecutionData[]): string[] {
	const items = list.map(itemOf);
	return items.some((item, nth) => nth > 0 && item < items[nth - 1]!)
		? [`the items come in the order ${items.join()}`]
		: [];
}
