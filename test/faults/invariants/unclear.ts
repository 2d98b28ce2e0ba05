import { isUnclear } from '../kie/ledger.ts';
import type { Played } from '../played.ts';
import type { Invariant } from './invariant.ts';
import { isUnclearLine, saysUnclear } from './words.ts';

/** Every create of which nobody knows whether it was made is told as one. */
export const unclear: Invariant = {
	name: 'every create of unknown outcome is told',
	broken(played) {
		const { ledger, logs, status } = played;
		const unknown = ledger.creates.filter(isUnclear);
		return [...new Set(unknown.map(({ item }) => item))].flatMap((item) => {
			const count = unknown.filter((one) => one.item === item).length;
			const lines = logs.filter((line) => isUnclearLine(line, item)).length;
			if (lines < count) return [`of ${count} of item ${item}, ${lines} are in the log`];
			if (status === 'canceled' || isTold(played, item)) return [];
			return [`that of item ${item} is in the log alone`];
		});
	},
};

function isTold({ error, outputs, hints }: Played, item: number): boolean {
	const named = new RegExp(`\\bitems? ([\\d, ]|and )*\\b${item}\\b`);
	const sentences = [
		...hints,
		...(error ? [error.message, ...error.description.split(/(?<=\.) /)] : []),
	];
	return (
		sentences.some((sentence) => saysUnclear(sentence) && named.test(sentence)) ||
		outputs
			.flat()
			.some(
				({ json, pairedItem }) =>
					saysUnclear(String(json.error)) &&
					JSON.stringify(pairedItem) === JSON.stringify({ item }),
			)
	);
}
