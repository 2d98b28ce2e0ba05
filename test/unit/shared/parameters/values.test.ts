import { describe, expect, test } from 'vitest';
import type { z } from 'zod';
import {
	atLeast,
	numberAbove,
	numberAtLeast,
	numberFrom,
	numberWhere,
	oneOfTexts,
	optionalInteger,
	optionalSwitch,
	optionalText,
	requiredText,
	upTo,
} from '../../../../nodes/shared/parameters/values.ts';

const refusalOf = (schema: z.ZodTypeAny, value: unknown) =>
	schema.safeParse(value).error?.issues[0]?.message;

describe('numberFrom', () => {
	const whole = numberFrom(1, 6, { whole: true });
	const part = numberFrom(0.01, 1, { whole: false });

	test.each([
		[whole, 1, 1],
		[whole, 6, 6],
		[whole, '5', 5],
		[whole, ' 5 ', 5],
		[part, 0.01, 0.01],
		[part, '0.5', 0.5],
	])('%# takes %j', (schema, value, number) => {
		expect(schema.parse(value)).toBe(number);
	});

	test.each([0, 7, 1.5, '', ' ', 'many', null, undefined, true, Number.NaN, Infinity, [1], {}])(
		'refuses %j',
		(value) => {
			expect(refusalOf(whole, value)).toMatch(/^must be a whole number from 1 to 6, not /);
		},
	);

	test.each([0, 1.01, 'x'])('refuses %j where parts count', (value) => {
		expect(refusalOf(part, value)).toBe(`must be a number from 0.01 to 1, not '${value}'`);
	});
});

test.each([
	[numberAbove(0, 'seconds'), '0', "must be more than 0 seconds, not '0'"],
	[
		numberAtLeast(0.35, 'seconds', 'too often'),
		0.3,
		"must be at least 0.35 seconds, not '0.3': too often",
	],
	[numberWhere((value) => value % 2 === 0, 'even'), 3, "must be even, not '3'"],
	[numberWhere(() => true, 'a number'), Infinity, "must be a number, not 'Infinity'"],
	[numberWhere(() => true, 'a number'), '', "must be a number, not ''"],
	[numberWhere(() => true, 'a number'), null, 'must be a number, not nothing'],
])('%# refuses %j', (schema, value, message) => {
	expect(refusalOf(schema, value)).toBe(message);
});

describe('optionalInteger', () => {
	test.each([
		[42, 42],
		['42', 42],
		[0, 0],
		['-1', -1],
		['', undefined],
		['  ', undefined],
		[null, undefined],
		[undefined, undefined],
	])('%j is %j', (value, integer) => {
		expect(optionalInteger.parse(value)).toBe(integer);
	});

	test.each([1.5, 'x', '1e400', true, [1], {}])('refuses %j', (value) => {
		expect(refusalOf(optionalInteger, value)).toMatch(/^must be a whole number, not /);
	});
});

describe('optionalSwitch', () => {
	test.each([
		[true, true],
		[false, false],
		['true', true],
		[' FALSE ', false],
		[null, undefined],
	])('%j is %j', (value, read) => {
		expect(optionalSwitch.parse(value)).toBe(read);
	});

	test.each(['yes', '', 1, 'constructor', {}])('refuses %j', (value) => {
		expect(refusalOf(optionalSwitch, value)).toMatch(/^must be true or false, not /);
	});
});

describe('oneOfTexts', () => {
	const format = oneOfTexts(['jpg', 'png'], { webp: 'png', jpeg: 'jpg', tif: 'tiff' });

	test.each([
		['webp', "must be jpg or png, not 'webp': use png"],
		['jpeg', "must be jpg or png, not 'jpeg': use jpg"],
		// What would replace it is not allowed here.
		['tif', "must be jpg or png, not 'tif'"],
		['constructor', "must be jpg or png, not 'constructor'"],
		[null, 'must be jpg or png, not nothing'],
	])('refuses %j', (value, message) => {
		expect(refusalOf(format, value)).toBe(message);
	});
});

test('atLeast counts characters as people do', () => {
	const three = requiredText.transform(atLeast(3));
	expect(three.parse('😀😀😀')).toBe('😀😀😀');
	expect(refusalOf(three, '😀😀')).toBe('has 2 characters, but this model requires at least 3');
	expect(refusalOf(three, '')).toBe('is empty');
});

test('upTo counts characters as people do', () => {
	const three = optionalText.transform(upTo(3));
	expect(three.parse('😀😀😀')).toBe('😀😀😀');
	expect(refusalOf(three, '😀😀😀😀')).toBe('has 4 characters, but this model accepts at most 3');
});
