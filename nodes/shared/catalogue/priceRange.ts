// KIE tells its prices in sentences, in no fixed form. Read for a short word in a list; where they are
// not clear, nothing is said.

const NUMBER = /\d{1,3}(?:,\d{3})+(?:\.\d{1,4})?|\d{1,7}(?:\.\d{1,4})?/;
/** One or, parted by slashes, several amounts of credits, and what they are for. */
const CREDITS = new RegExp(
	`((?:(?:${NUMBER.source})\\s?/\\s?){0,5}(?:${NUMBER.source}))\\s?(?:kie )?credits?\\b` +
		'(?:\\s?\\([^()]{0,40}\\))?\\s?(?:(?:per|/)\\s?([\\w ,-]{1,20}))?',
	'gi',
);
const DOLLARS = /\$\s?(\d{1,4}(?:\.\d{1,5})?)(?:\s?(?:per|\/)\s?([\w ,-]{1,20}))?/g;

// What a discount comes to, and what goes in, is not the price.
const DISCOUNT = /high-tier/i;
const OF_INPUTS = /\b(input images?|image inputs?|additional images?|cached input|cache writes)\b/i;

// All of it, not the first image, nor music that is royalty-free.
const FREE = /^(?!.*\bfirst\b).*\bis free\W*$/i;

const UNITS: ReadonlyArray<readonly [says: RegExp, unit: string]> = [
	[/^(s|sec|second|video[ -]?second)\b/i, '/s'],
	[/^megapixel/i, ' per megapixel'],
	[/^(1m|m|million)\b.*tok/i, ' per 1M tokens'],
	[/^1,000 char/i, ' per 1,000 characters'],
];

const unitOf = (text: string) => UNITS.find(([says]) => says.test(text.trim()))?.[1] ?? '';

const MAX_LENGTH = 3_000;

/** A price in short, such as "8–18 credits"; null where the text does not tell. */
export function priceRange(text: string): string | null {
	const [told = ''] = text.slice(0, MAX_LENGTH).split(DISCOUNT);
	const parts = told.split(/[\n;]|[.,]\s/).filter((part) => !OF_INPUTS.test(part));
	const bySecond = /\b1 second of\b/i.test(told) ? '/s' : '';
	const credits = parts.flatMap((part) =>
		[...part.matchAll(CREDITS)].flatMap(([, amounts = '', of = '']) =>
			amounts.split('/').map((amount) => ({ amount, unit: unitOf(of) || bySecond })),
		),
	);
	if (credits.length > 0)
		return rangeOf(credits, (range) => `${range} credit${range === '1' ? '' : 's'}`);
	const dollars = parts.flatMap((part) =>
		[...part.matchAll(DOLLARS)].map(([, amount = '', of = '']) => ({ amount, unit: unitOf(of) })),
	);
	if (dollars.length > 0) return rangeOf(dollars, (range) => `$${range}`);
	return parts.some((part) => FREE.test(part)) ? 'free' : null;
}

function rangeOf(
	prices: Array<{ amount: string; unit: string }>,
	named: (range: string) => string,
): string | null {
	const units = new Set(prices.map(({ unit }) => unit));
	const amounts = prices.map(({ amount }) => Number(amount.replaceAll(',', '')));
	const [unit] = units;
	if (units.size > 1 || unit === undefined) return null;
	const [least, most] = [Math.min(...amounts), Math.max(...amounts)];
	return named(least === most ? String(least) : `${least}–${most}`) + unit;
}
