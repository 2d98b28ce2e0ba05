import type { Played } from '../played.ts';
import type { Invariant } from './invariant.ts';

/** Every create of which nobody knows whether it was made is told as one. */
export const unclear: Invariant = {
	name: 'every create of unknown outcome is told',
	broken(played) {
		const { ledger, logs, status } = played;
		const unknown = ledger.creates.filter((one) => one.fate.is === 'unclear' && !one.isAdopted);
		const lines = logs.filter((line) => line.includes('may have accepted an image task'));
		return unknown.flatMap(({ item, fate }) => {
			if (!lines.some((line) => line.includes(`item ${item},`))) {
				return [`that of item ${item} (${fate.is}) is not in the log`];
			}
			if (status === 'canceled' || isTold(played, item)) return [];
			return [`that of item ${item} is in the log alone`];
		});
	},
};

function isTold({ error, outputs, hints }: Played, item: number): boolean {
	const named = new RegExp(`\\bitems? ([\\d, ]|and )*\\b${item}\\b`);
	const says = (text: string) => /may (also )?have been billed/.test(text);
	const sentences = [
		...hints,
		...(error ? [error.message, ...error.description.split(/(?<=\.) /)] : []),
	];
	return (
		sentences.some((sentence) => says(sentence) && named.test(sentence)) ||
		outputs
			.flat()
			.some(
				({ json, pairedItem }) =>
					says(String(json.error)) && JSON.stringify(pairedItem) === JSON.stringify({ item }),
			)
	);
}
