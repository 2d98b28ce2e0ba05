import { z } from 'zod';
import { anything } from '../schemas';
import { isWebAddress } from '../webAddress';

// The parts that schemas are made of. A message completes a sentence that begins with the
// name of the field as the user sees it: "'Prompt' is empty".

const kindOf = (value: unknown): string => {
	if (value === null || value === undefined) return 'nothing';
	if (Array.isArray(value)) return 'a list';
	return typeof value === 'object' ? 'an object' : `a ${typeof value}`;
};

const fail = (ctx: z.RefinementCtx, message: string): never => {
	ctx.addIssue({ code: 'custom', message });
	return z.NEVER;
};

const asNumber = (value: unknown): unknown =>
	typeof value === 'string' && value.trim() !== '' ? Number(value) : value;

/** Text; empty becomes undefined. A number is text too: expressions often give one. */
export const optionalText = anything.transform((value, ctx): string | undefined => {
	if (value === undefined || value === null) return undefined;
	if (typeof value === 'number' || typeof value === 'boolean') return String(value);
	if (typeof value !== 'string') return fail(ctx, `must be text, but it is ${kindOf(value)}`);
	return value.trim() === '' ? undefined : value;
});

export const requiredText = optionalText.transform(
	(value, ctx): string => value ?? fail(ctx, 'is empty'),
);

/** The address of something on the web; empty becomes undefined. */
export const optionalWebAddress = optionalText
	.transform((url) => url?.trim())
	.refine(
		(url) => url === undefined || isWebAddress(url),
		'must be a URL that starts with https:// or http://',
	);

export const webAddress = optionalWebAddress.transform(
	(url, ctx): string => url ?? fail(ctx, 'is empty'),
);

/** Text of limited length, counted as a person counts characters. */
export const upTo = (max: number) => (value: string | undefined, ctx: z.RefinementCtx) => {
	const length = value === undefined ? 0 : [...value].length;
	if (length <= max) return value;
	const [is, limit] = [length, max].map((count) => count.toLocaleString('en-US'));
	return fail(ctx, `has ${is} characters, but this model accepts at most ${limit}`);
};

/** Text that is long enough, counted likewise. */
export const atLeast = (min: number) => (value: string, ctx: z.RefinementCtx) => {
	const length = [...value].length;
	if (length >= min) return value;
	return fail(ctx, `has ${length} characters, but this model requires at least ${min}`);
};

/** A number out of a few; text that is one counts, since expressions often give that. */
export const oneOfNumbers = (allowed: readonly number[]) =>
	anything.transform((value, ctx): number => {
		const number = asNumber(value);
		return typeof number === 'number' && allowed.includes(number)
			? number
			: fail(ctx, `must be ${listed(allowed)}, not ${shown(value)}`);
	});

/** A text out of a few. What KIE's older pages have in its place is refused with what to use now. */
export const oneOfTexts = <const T extends readonly string[]>(
	allowed: T,
	retired: Readonly<Record<string, string>> = {},
) =>
	anything.transform((value, ctx): T[number] => {
		const found = allowed.find((text) => text === value);
		if (found !== undefined) return found;
		const instead = typeof value === 'string' ? retired[value] : undefined;
		const hint = allowed.some((text) => text === instead) ? `: use ${instead}` : '';
		return fail(ctx, `must be ${listed(allowed)}, not ${shown(value)}${hint}`);
	});

/** A number that fits; text that is one counts. A hint says what to know of the rule. */
export const numberWhere = (fits: (value: number) => boolean, rule: string, hint = '') =>
	anything.transform((value, ctx): number => {
		const number = asNumber(value);
		if (typeof number === 'number' && Number.isFinite(number) && fits(number)) return number;
		return fail(ctx, `must be ${rule}, not ${shown(value)}${hint && `: ${hint}`}`);
	});

export const numberFrom = (min: number, max: number, { whole }: { whole: boolean }) =>
	numberWhere(
		(value) => value >= min && value <= max && (!whole || Number.isInteger(value)),
		`${whole ? 'a whole number' : 'a number'} from ${min} to ${max}`,
	);

export const numberAbove = (limit: number, unit: string) =>
	numberWhere((value) => value > limit, `more than ${limit} ${unit}`);

export const numberAtLeast = (min: number, unit: string, hint?: string) =>
	numberWhere((value) => value >= min, `at least ${min} ${unit}`, hint);

/** A whole number; empty becomes undefined. */
export const optionalInteger = anything.transform((value, ctx): number | undefined => {
	if (value === undefined || value === null) return undefined;
	if (typeof value === 'string' && value.trim() === '') return undefined;
	const number = asNumber(value);
	if (typeof number === 'number' && Number.isSafeInteger(number)) return number;
	return fail(ctx, `must be a whole number, not ${shown(value)}`);
});

const SWITCH_TEXTS: Readonly<Record<string, boolean>> = { true: true, false: false };

/** True or false, also as text; undefined where it was not set. */
export const optionalSwitch = anything.transform((value, ctx): boolean | undefined => {
	if (value === undefined || value === null) return undefined;
	const read = typeof value === 'string' ? SWITCH_TEXTS[value.trim().toLowerCase()] : value;
	if (typeof read === 'boolean') return read;
	return fail(ctx, `must be true or false, not ${shown(value)}`);
});

/** True or false; the default where it was not set. */
export const switchOf = (byDefault: boolean) =>
	optionalSwitch.transform((value) => value ?? byDefault);

function listed(allowed: ReadonlyArray<number | string>): string {
	return `${allowed.slice(0, -1).join(', ')} or ${allowed.at(-1)}`;
}

/** A value in a message. */
export function shown(value: unknown): string {
	if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') {
		return `'${String(value).slice(0, 60)}'`;
	}
	return kindOf(value);
}
