import { entries } from './entries.ts';
import type { Entry } from './entries.ts';
import { prices } from './prices.ts';

export { openapiOf } from './openapi.ts';
export { successRates } from './successRates.ts';
export type { Entry } from './entries.ts';

/** Some descriptions are null and some are empty; none that was recorded says anything. */
const describedByNothing = /^(kling-3\.0-omni|google\/gemini-omni)/;

/** A model as the list has it. */
export const listed = ({ id, title, provider, taskType }: Entry) => ({
	model: id,
	slug: id,
	title,
	provider,
	taskType,
	description: describedByNothing.test(id) ? '' : null,
	pricingDesc: priceOf(id),
});

export const priceOf = (id: string): string | null => prices[id] ?? null;

export const entryOf = (id: string): Entry | undefined => entries.find((entry) => entry.id === id);

/** The models of a list: of any of these kinds of task, of this provider, with these letters in ID or title. */
export function select({ taskType, provider, q }: Record<string, string>): readonly Entry[] {
	const kinds = (taskType ?? '').split(',').map((kind) => kind.trim());
	const isOf = (entry: Entry) =>
		!taskType?.trim() || entry.taskType.some((kind) => kinds.includes(kind));
	const isBy = (entry: Entry) =>
		!provider || entry.provider.toLowerCase() === provider.toLowerCase();
	const has = ({ id, title }: Entry) =>
		!q || `${id}\n${title}`.toLowerCase().includes(q.toLowerCase());
	return entries.filter((entry) => isOf(entry) && isBy(entry) && has(entry));
}
