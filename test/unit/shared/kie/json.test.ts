import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import {
	readCode,
	readNumber,
	readObject,
	readText,
	readTime,
} from '../../../../nodes/shared/kie/json.ts';

// A server seldom runs in UTC, and KIE's plain times are UTC wherever n8n stands.
describe.each(['UTC', 'America/New_York', 'Asia/Kolkata'])('readTime in %s', (zone) => {
	beforeEach(() => vi.stubEnv('TZ', zone));
	afterEach(() => vi.unstubAllEnvs());

	test.each<[unknown, string | null]>([
		[1672574400000, '2023-01-01T12:00:00.000Z'],
		['1672574400000', '2023-01-01T12:00:00.000Z'],
		['2024-01-15 10:30:00', '2024-01-15T10:30:00.000Z'],
		['2024-01-15T10:30:00Z', '2024-01-15T10:30:00.000Z'],
		['2024-01-15T10:30:00.250Z', '2024-01-15T10:30:00.250Z'],
		['2024-01-15T10:30:00+02:00', '2024-01-15T08:30:00.000Z'],
		['2024-01-15T10:30:00', '2024-01-15T10:30:00.000Z'],
		[0, null],
		['', null],
		['null', null],
		['tomorrow', null],
		[null, null],
		[undefined, null],
		[{}, null],
	])('%j → %j', (value, iso) => {
		expect(readTime(value)).toBe(iso);
	});
});

describe('small readers', () => {
	test.each<[unknown, string | null]>([
		['text', 'text'],
		[' text ', 'text'],
		['', null],
		['  ', null],
		['null', null],
		['NULL', null],
		[null, null],
		[undefined, null],
		[7, null],
	])('readText(%j) is %j', (value, text) => {
		expect(readText(value)).toBe(text);
	});

	test.each<[unknown, number | null]>([
		[7, 7],
		['7', 7],
		['5916.25', 5916.25],
		['', null],
		[' ', null],
		['null', null],
		[null, null],
		[undefined, null],
		[Number.NaN, null],
		['Infinity', null],
	])('readNumber(%j) is %j', (value, number) => {
		expect(readNumber(value)).toBe(number);
	});

	test.each<[unknown, number | string | null]>([
		[400, 400],
		['451', 451],
		['CONTENT_POLICY', 'CONTENT_POLICY'],
		['', null],
		['null', null],
		[null, null],
	])('readCode(%j) is %j', (value, code) => {
		expect(readCode(value)).toBe(code);
	});

	test.each<[unknown, Record<string, unknown>]>([
		[{ a: 1 }, { a: 1 }],
		['{"a":1}', { a: 1 }],
		['', {}],
		['null', {}],
		['{"a":', {}],
		[JSON.stringify('{"a":1}'), { a: 1 }],
		['[1]', {}],
		[null, {}],
		[['a'], {}],
	])('readObject(%j) is %j', (value, object) => {
		expect(readObject(value)).toEqual(object);
	});
});
