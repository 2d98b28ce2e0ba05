import type { INodeProperties } from 'n8n-workflow';
import { describe, expect, test } from 'vitest';
import type { z } from 'zod';
import {
	choiceParameter,
	numberParameter,
	optionsOf,
	schemaOf,
	shownWhen,
	switchParameter,
} from '../../../../nodes/shared/parameters/parameter.ts';
import { numberAbove } from '../../../../nodes/shared/parameters/values.ts';

const words = { displayName: 'Speed', name: 'speed', description: 'How fast' };
const refusalOf = (schema: z.ZodTypeAny, value: unknown) =>
	schema.safeParse(value).error?.issues[0]?.message;

const speed = numberParameter({ ...words, type: 'number', default: 7 }, numberAbove(0, 'km/h'));
const fast = switchParameter({ ...words, type: 'boolean', default: true });
const gear = choiceParameter({
	...words,
	type: 'options',
	default: 'low',
	options: [
		{ name: 'High', value: 'high' },
		{ name: 'Low', value: 'low' },
	],
});

describe('what is not set is what a new node has', () => {
	test.each([
		[speed, 7],
		[fast, true],
		[gear, 'low'],
	])('%#', ({ schema }, value) => {
		expect(schema.parse(undefined)).toBe(value);
	});
});

test('the field says what else may stand in it', () => {
	expect(speed.schema.parse('0.5')).toBe(0.5);
	expect(refusalOf(speed.schema, 0)).toBe("must be more than 0 km/h, not '0'");
	expect(fast.schema.parse('false')).toBe(false);
	expect(gear.schema.parse('high')).toBe('high');
	expect(refusalOf(gear.schema, 'reverse')).toBe("must be high or low, not 'reverse'");
});

test('several are read together, each under its name', () => {
	const schema = schemaOf({ speed, fast });
	expect(schema.parse({ fast: false, unknown: 1 })).toEqual({ speed: 7, fast: false });
	expect(schema.safeParse({ speed: 0 }).error?.issues[0]?.path).toEqual(['speed']);
});

test('options stand in alphabetical order', () => {
	const named = (displayName: string) => ({ ...gear, field: { ...gear.field, displayName } });
	const { field } = optionsOf({ a: named('Tyres'), b: named('Gear'), c: named('Oil') });
	expect(field.options?.map((entry) => 'displayName' in entry && entry.displayName)).toEqual([
		...['Gear', 'Oil', 'Tyres'],
	]);
});

test('outer conditions come before those of the field', () => {
	const own: INodeProperties = {
		...{ ...words, type: 'number', default: 0 },
		displayOptions: { show: { fast: [true] }, hide: { model: ['car'] } },
	};
	const { displayOptions } = shownWhen({ resource: ['image'] }, own);
	expect(displayOptions).toEqual({
		show: { resource: ['image'], fast: [true] },
		hide: { model: ['car'] },
	});
	expect(Object.keys(displayOptions?.show ?? {})).toEqual(['resource', 'fast']);
});
