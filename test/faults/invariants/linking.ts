import type { INodeExecutionData } from 'n8n-workflow';
import { resultOf } from '../kie/files.ts';
import { CREDITS } from '../kie/kie.ts';
import type { Played } from '../played.ts';
import type { Scenario } from '../scenario.ts';
import type { Invariant } from './invariant.ts';

/** No item is lost, doubled or linked to another one's input. */
export const linking: Invariant = {
	name: 'no item is lost, doubled or linked wrongly',
	broken(played) {
		const { scenario, status, outputs } = played;
		// n8n keeps what a canceled node gave out so far.
		if (status === 'canceled') return mixed(played);
		if (status !== 'success') {
			return [...(outputs.flat().length > 0 ? ['items beside an error'] : []), ...mixed(played)];
		}
		if (scenario.operation === 'getCredits') return ofCredits(played);
		return [
			...scenario.items.flatMap((_, item) => ofItem(played, item)),
			...outputs.flat().flatMap((one) => strayed(played, one)),
			...outputs.flat().flatMap(exchanged),
			...outputs.flatMap(outOfOrder),
			...mixed(played),
		];
	},
};

export const itemOf = ({ pairedItem }: INodeExecutionData): number =>
	typeof pairedItem === 'object' && !Array.isArray(pairedItem) ? pairedItem.item : -1;

/** What goes in for an item is its own. */
const mixed = ({ ledger }: Played): string[] =>
	ledger.creates
		.filter(({ named }) => named.length !== 1)
		.map(
			({ named, request }) => `one order is of items ${named.join()}: ${JSON.stringify(request)}`,
		);

function ofCredits({ scenario, outputs }: Played): string[] {
	return scenario.items.flatMap((_, item) => {
		const own = outputs.flat().filter((one) => itemOf(one) === item);
		const isGood = own.length === 1 && own[0]!.json.credits === CREDITS;
		return isGood ? [] : [`item ${item} gives ${JSON.stringify(own)}`];
	});
}

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
	const { taskId, imageUrls, imageUrl, url, downloadUrl, prompt } = one.json;
	const text = JSON.stringify([taskId, imageUrls, imageUrl, url, downloadUrl]);
	const strangers = ledger.tasks.filter((task) => task.item !== item && text.includes(task.id));
	const named = /item-(\d+)/.exec(JSON.stringify([prompt, url]))?.[1] ?? item;
	return strangers.length > 0 || Number(named) !== item
		? [`what is linked to item ${item} belongs to another one: ${text}`]
		: [];
}

/** A file is that of the item's own image, and of that one among its images. */
function exchanged(one: INodeExecutionData): string[] {
	const { imageIndex } = one.json;
	return Object.entries(one.binary ?? {}).flatMap(([field, { data }]) => {
		const nth = Number(/^data_(\d+)$/.exec(field)?.[1] ?? 0);
		const index = typeof imageIndex === 'number' ? imageIndex : nth;
		const isOwn = Buffer.from(data, 'base64').equals(resultOf(itemOf(one), index));
		return isOwn ? [] : [`'${field}' of item ${itemOf(one)} is not its image ${index}`];
	});
}

function outOfOrder(list: INodeExecutionData[]): string[] {
	const items = list.map(itemOf);
	return items.some((item, nth) => nth > 0 && item < items[nth - 1]!)
		? [`the items come in the order ${items.join()}`]
		: [];
}
