import type { INodeExecutionData } from 'n8n-workflow';
import type { Played } from '../played.ts';
import type { Invariant } from './invariant.ts';

/** No item is lost, doubled or linked to another one's input. */
export const linking: Invariant = {
	name: 'no item is lost, doubled or linked wrongly',
	broken(played) {
		const { scenario, status, outputs } = played;
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

/** An item gives one failure, or as much as its task has. */
function ofItem({ scenario, outputs }: Played, item: number): string[] {
	const [good, bad] = outputs.map((list) => list.filter((one) => itemOf(one) === item));
	const all = [...good!, ...bad!];
	if (all.length === 0) return [`item ${item} is lost`];
	const failed = all.filter(({ json }) => json.error !== undefined);
	if (failed.length > 0) return all.length > 1 ? [`item ${item} failed, and more`] : [];
	if (bad!.length > 0) return [`item ${item} is at the error output without an error`];
	const { imageUrls, taskId, imageUrl } = all[0]!.json;
	if (all.some(({ json }) => json.taskId !== taskId)) return [`item ${item} gives two tasks`];
	const images = Array.isArray(imageUrls) ? imageUrls.length : 0;
	const isPerImage = scenario.settings.outputItems === 'perImage' && scenario.wait !== 'none';
	if (scenario.operation === 'upload') return all.length === 1 ? [] : [`item ${item} is doubled`];
	if (scenario.operation === 'getDownloadUrl') {
		const links = new Set(all.map(({ json }) => json.imageUrl));
		return links.size === all.length ? [] : [`item ${item} is doubled`];
	}
	const expected = isPerImage || (scenario.operation === 'getStatus' && scenario.settings.outputItems === 'perImage') ? Math.max(1, images) : 1;
	if (all.length !== expected) return [`item ${item} gives ${all.length} items for ${images} images`];
	const urls = all.map(({ json }) => json.imageUrl);
	return expected > 1 && new Set(urls).size < urls.length ? [`item ${item} repeats ${String(imageUrl)}`] : [];
}

/** Whatever an item names belongs to the input it is linked to. */
function strayed({ ledger }: Played, one: INodeExecutionData): string[] {
	const item = itemOf(one);
	const text = JSON.stringify([one.json.taskId, one.json.imageUrls, one.json.imageUrl, one.json.url]);
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
