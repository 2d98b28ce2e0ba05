import type { ItemFate, Scenario } from './scenario.ts';
import { CLEAN_ORDER } from './scenario.ts';

/** A scenario for a person to read: of its items only what goes wrong. */
export function brief({ items, ...rest }: Scenario): string {
	return JSON.stringify({ ...rest, items: items.map(ofItem) }, null, 1);
}

const ofItem = ({ orders, uploads, photo }: ItemFate) => ({
	orders: orders.map((order) => JSON.stringify(differences(order, CLEAN_ORDER))),
	...(uploads.length > 0 && { uploads: uploads.join() }),
	...(photo !== 'well' && { photo }),
});

const differences = (value: object, clean: object): object =>
	Object.fromEntries(
		Object.entries(value).filter(
			([name, own]) => JSON.stringify(own) !== JSON.stringify((clean as never)[name]),
		),
	);
