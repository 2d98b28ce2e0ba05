import type { Values } from './rules.ts';

/** How many pictures a request makes; some models decide that themselves. */
export type Count = (values: Values, random: () => number) => number;

/** The credits of a request that makes so many pictures. */
export type Price = (values: Values, count: number) => number;

export const countIn =
	(field: string): Count =>
	(values) =>
		Number(values[field] ?? 1);

export const always =
	(count: number): Count =>
	() =>
		count;

export const anyOf =
	(least: number, most: number): Count =>
	(_values, random) =>
		least + Math.floor(random() * (most - least + 1));

/** What one picture costs, by the value of a field; the first price is that of the default. */
const priceIn = (field: string, prices: Readonly<Record<string, number>>, values: Values): number =>
	prices[String(values[field])] ?? Object.values(prices)[0] ?? 0;

/** A floating-point sum as it stands in an account. */
export const rounded = (credits: number): number => Math.round(credits * 10_000) / 10_000;

export const each =
	(credits: number): Price =>
	(_values, count) =>
		credits * count;

export const eachBy =
	(field: string, prices: Readonly<Record<string, number>>): Price =>
	(values, count) =>
		priceIn(field, prices, values) * count;

export const whole =
	(credits: number): Price =>
	() =>
		credits;

export const wholeBy =
	(field: string, prices: Readonly<Record<string, number>>): Price =>
	(values) =>
		priceIn(field, prices, values);

/** The pictures that go in cost half a credit each. */
export const withInputs =
	(price: Price, field: string, free = 0): Price =>
	(values, count) => {
		const inputs = [values[field] ?? []].flat().length;
		return price(values, count) + 0.5 * Math.max(0, inputs - free);
	};
