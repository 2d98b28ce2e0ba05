import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { wantsSchema } from '../../../../nodes/shared/catalogue/wants.ts';
import { readModelInput } from '../../../../nodes/shared/catalogue/modelInput.ts';
import { formFields } from '../../../../nodes/Kie/methods/formFields.ts';
import { readMarketForm } from '../../../../nodes/shared/models/marketForm.ts';
import { document } from '../../../helpers/catalogue.ts';

// Whatever KIE may send as the schema of a model: the reader ends, throws nothing, and gives a form that
// n8n can save and a run can read.

const NAMES = [
	'prompt',
	'image_urls',
	'a b%',
	'=x',
	'__proto__',
	'constructor',
	'toString',
	'',
	'x.y["z"]',
];
const REFS = [
	'#/components/schemas/a',
	'#/components/schemas/b%20c',
	'#/components/schemas/b c',
	'#/paths',
	'#/',
	'#',
	'#/components/schemas/%E0%A4%A',
	'https://elsewhere.test/#/a',
];

const { schema } = fc.letrec<{ schema: unknown; object: Record<string, unknown> }>((tie) => ({
	schema: fc.oneof(
		{ maxDepth: 4, depthSize: 'small', withCrossShrink: true },
		fc.jsonValue({ maxDepth: 1 }),
		tie('object'),
	),
	object: fc.record(
		{
			type: fc.oneof(
				fc.constantFrom('string', 'integer', 'number', 'boolean', 'array', 'object', 'null', 'odd'),
				fc.array(fc.constantFrom('string', 'null', 'integer')),
				fc.jsonValue({ maxDepth: 1 }),
			),
			$ref: fc.constantFrom(...REFS),
			properties: fc.oneof(
				fc.dictionary(fc.constantFrom(...NAMES), tie('schema')),
				fc.jsonValue({ maxDepth: 1 }),
			),
			required: fc.oneof(fc.array(fc.constantFrom(...NAMES)), fc.jsonValue({ maxDepth: 1 })),
			items: tie('schema'),
			oneOf: fc.oneof(fc.array(tie('schema'), { maxLength: 3 }), fc.jsonValue({ maxDepth: 1 })),
			anyOf: fc.array(tie('schema'), { maxLength: 3 }),
			allOf: fc.array(tie('schema'), { maxLength: 3 }),
			enum: fc.oneof(fc.array(fc.jsonValue({ maxDepth: 1 })), fc.jsonValue({ maxDepth: 1 })),
			const: fc.jsonValue({ maxDepth: 1 }),
			default: fc.jsonValue({ maxDepth: 2 }),
			maxLength: fc.jsonValue({ maxDepth: 1 }),
			minimum: fc.jsonValue({ maxDepth: 1 }),
			description: fc.oneof(
				fc.string(),
				fc.constant('URL of an image'),
				fc.jsonValue({ maxDepth: 1 }),
			),
			format: fc.constantFrom('uri', 'email', 7),
			deprecated: fc.boolean(),
		},
		{ requiredKeys: [] },
	),
}));

const openapi = fc
	.tuple(schema, fc.dictionary(fc.constantFrom('a', 'b c', 'b%20c'), schema))
	.map(([input, schemas]) => document(input, { components: { schemas } }));

function expectUsableForm(read: ReturnType<typeof readModelInput>): void {
	if (read.is !== 'fields') return;
	const fields = formFields(read.fields);
	expect(JSON.parse(JSON.stringify(fields))).toEqual(fields);
	for (const field of fields) {
		expect(wantsSchema.safeParse(field.wants).success).toBe(true);
		expect(field.displayName).toMatch(/\S/);
		expect(field.displayName.length).toBeLessThan(120);
	}
	// n8n runs saved texts that begin with an equals sign.
	expect(JSON.stringify(fields)).not.toMatch(/[[:{,]"=/);
	const names = fields.map(({ id }) => id);
	expect(names).toEqual([...new Set(names)]);
	const value = Object.fromEntries(fields.map(({ id, defaultValue }) => [id, defaultValue ?? 'x']));
	expect(() => readMarketForm({ value, schema: fields })).not.toThrow();
}

test('any schema of an input', () => {
	fc.assert(
		fc.property(openapi, (given) => expectUsableForm(readModelInput(given))),
		{ numRuns: 200 },
	);
});

test('any JSON in place of a document', () => {
	const json = fc.dictionary(
		fc.constantFrom('paths', 'components', '$ref', 'openapi'),
		fc.jsonValue({ maxDepth: 6 }),
	);
	fc.assert(
		fc.property(json, (given) =>
			expectUsableForm(readModelInput(given as Record<string, unknown>)),
		),
	);
});

test('any value in a form of any fields', () => {
	const field = fc.record(
		{
			id: fc.oneof(fc.constantFrom(...NAMES), fc.jsonValue({ maxDepth: 1 })),
			displayName: fc.jsonValue({ maxDepth: 1 }),
			required: fc.jsonValue({ maxDepth: 1 }),
			type: fc.oneof(fc.constantFrom('number', 'array', 'toString'), fc.jsonValue({ maxDepth: 1 })),
			options: fc.jsonValue({ maxDepth: 3 }),
			wants: fc.oneof(
				fc.record({
					type: fc.constantFrom('text', 'number', 'integer', 'switch', 'object', 'any'),
					list: fc.boolean(),
					file: fc.boolean(),
				}),
				fc.jsonValue({ maxDepth: 2 }),
			),
		},
		{ requiredKeys: [] },
	);
	const form = fc.record({
		value: fc.oneof(fc.dictionary(fc.constantFrom(...NAMES), fc.jsonValue()), fc.jsonValue()),
		schema: fc.oneof(fc.array(field), fc.jsonValue()),
	});
	fc.assert(
		fc.property(form, (given) => {
			const read = readMarketForm(given);
			if ('refusal' in read) expect(read.refusal).toMatch(/\S/);
			else expect(Object.keys(read.input({})).length).toBeGreaterThan(0);
		}),
		{ numRuns: 500 },
	);
});

describe('ends, and soon, with', () => {
	const ref = (name: string) => ({ $ref: `#/components/schemas/${name}` });

	test('circles', () => {
		const schemas = {
			a: { ...ref('b'), properties: { p: ref('a') } },
			b: ref('a'),
			c: { oneOf: [ref('c'), ref('c')], allOf: [ref('c')], properties: { p: { type: 'string' } } },
		};
		for (const name of Object.keys(schemas)) {
			expect(() => readModelInput(document(ref(name), { components: { schemas } }))).not.toThrow();
		}
		expect(readModelInput(document(ref('c'), { components: { schemas } }))).toMatchObject({
			is: 'fields',
			fields: [{ name: 'p' }],
		});
	});

	test('a schema in itself, twenty times at every level', () => {
		const many = Array.from({ length: 20 }, () => ref('a'));
		const schemas = { a: { oneOf: many, anyOf: many, allOf: many, properties: { p: ref('a') } } };

		expectUsableForm(readModelInput(document(ref('a'), { components: { schemas } })));
	});

	test('depth', () => {
		let deep: Record<string, unknown> = { type: 'string' };
		for (let level = 0; level < 5_000; level++) {
			deep = { properties: { p: deep }, items: deep, oneOf: [deep], allOf: [deep] };
		}

		expectUsableForm(readModelInput(document(deep)));
	});

	test('size', () => {
		const names = Array.from({ length: 100_000 }, (_, nth) => `name${nth}`);
		const wide = {
			properties: Object.fromEntries(names.map((name) => [name, { enum: names }])),
			required: names,
		};
		const schemas = { wide };
		const input = { oneOf: Array.from({ length: 20 }, () => ref('wide')) };

		expectUsableForm(readModelInput(document(wide)));
		expectUsableForm(readModelInput(document(input, { components: { schemas } })));
	});
});
