import { expect } from 'vitest';
import { formFields } from '../../../nodes/Kie/methods/formFields.ts';
import { listedModels } from '../../../nodes/Kie/methods/listedModels.ts';
import type { ListedModel } from '../../../nodes/shared/catalogue/catalogue.ts';
import { askInput, askModels, askPrice } from '../../../nodes/shared/catalogue/catalogue.ts';
import { isModelId } from '../../../nodes/shared/catalogue/modelId.ts';
import type { ModelInput } from '../../../nodes/shared/catalogue/modelInput.ts';
import { priceRange } from '../../../nodes/shared/catalogue/priceRange.ts';
import { wantsSchema } from '../../../nodes/shared/catalogue/wants.ts';
import type { Reply } from '../../../nodes/shared/kie/fault.ts';
import type { Transport } from '../../../nodes/shared/kie/transport.ts';
import { readMarketForm } from '../../../nodes/shared/models/marketForm.ts';
import { described, document, list } from '../../helpers/catalogue.ts';
import type { Reader } from '../reader.ts';
import { expectPlain } from '../reader.ts';
import { asked } from './answers.ts';

// What KIE says of its models. The editor shows it, and the workflow saves it.

/** Answers are kept for each account: here every question is of another one. */
let accounts = 0;
const anew = (transport: Transport): Transport => ({
	...transport,
	account: `account ${accounts++}`,
});

/** n8n runs saved texts that begin with an equals sign. */
const expectNoExpression = (value: unknown) =>
	expect(JSON.stringify(value)).not.toMatch(/[[:{,]"=/);

const many = (size: number) => Array.from({ length: size }, (_, nth) => `name${nth}`);

const input = {
	type: 'object',
	required: ['prompt'],
	properties: {
		prompt: { type: 'string', maxLength: 5000, description: 'What to make', default: 'A cat' },
		image_urls: { type: 'array', items: { type: 'string', format: 'uri' }, maxItems: 10 },
		size: { type: 'string', enum: ['1:1', '16:9'], default: '1:1' },
		steps: { type: 'integer', minimum: 1, maximum: 50, default: 20 },
		style: { $ref: '#/components/schemas/style' },
		seed: { oneOf: [{ type: 'integer' }, { type: 'null' }] },
	},
};
const components = { schemas: { style: { anyOf: [{ type: 'string' }, { type: 'number' }] } } };

/** One schema, which every field and every alternative of it refers to. */
const shared = (schema: unknown) => {
	const $ref = '#/components/schemas/shared';
	const properties = Object.fromEntries(
		many(100).map((name) => [name, { oneOf: Array.from({ length: 10 }, () => ({ $ref })) }]),
	);
	return described('m', document({ properties }, { components: { schemas: { shared: schema } } }));
};

const price = 'Now just 8 credits ($0.04) for 1 K, 1,000 credits / 1M tokens. High-tier 7 credits';

export const catalogueReaders: Reader[] = [
	{
		name: 'the list of models',
		of: ['shared/catalogue/plainText#plainText'],
		valid: [list()],
		read: async (given) => await asked(given, async (kie) => await askModels(anew(kie))),
		sound(reply: Reply<ListedModel[]>) {
			if (!reply.ok) return;
			expectPlain(reply.value);
			for (const operation of ['generate', 'constructor', '']) {
				const listed = listedModels(reply.value, '', operation);
				expectNoExpression(listed);
				for (const { name, value } of listed) {
					expect(name).toMatch(/\S/);
					expect(isModelId(String(value))).toBe(true);
				}
			}
		},
		long: {
			'many models': (size) => list(many(size).map((model) => ({ model, taskType: [] }))),
			'many types of one': (size) => list([{ model: 'm', taskType: many(size) }]),
			'long texts': (size) =>
				list([
					{ model: 'm'.repeat(size), title: ' x'.repeat(size), description: '='.repeat(size) },
				]),
		},
	},
	{
		name: 'what a model takes',
		of: [
			'shared/catalogue/modelInput#readModelInput',
			'shared/catalogue/inputField#readInputField',
			'shared/catalogue/jsonSchema#SchemaReader.at',
			'shared/catalogue/jsonSchema#SchemaReader.alternatives',
			'shared/catalogue/jsonSchema#SchemaReader.object',
		],
		valid: [described('m', document(input, { components })), described('m', null)],
		read: async (given) => await asked(given, async (kie) => await askInput(anew(kie), 'm')),
		sound(reply: Reply<ModelInput>) {
			if (!reply.ok || reply.value.is !== 'fields') return;
			const fields = formFields(reply.value.fields);
			expectPlain(fields);
			expectNoExpression(fields);
			const ids = fields.map(({ id }) => id);
			expect(ids).toEqual([...new Set(ids)]);
			for (const { displayName, wants } of fields) {
				expect(wantsSchema.safeParse(wants).success).toBe(true);
				expect(displayName).toMatch(/\S/);
				expect(displayName).not.toContain('function');
			}
			expect(readMarketForm({ value: {}, schema: fields })).toHaveProperty('refusal');
		},
		long: {
			'many fields': (size) =>
				described(
					'm',
					document({ properties: Object.fromEntries(many(size).map((name) => [name, {}])) }),
				),
			'many choices, shared': (size) => shared({ enum: many(size) }),
			'many types, shared': (size) => shared({ type: many(size) }),
			'many alternatives, shared': (size) => shared({ anyOf: many(size).map(() => ({})) }),
			'a long description, shared': (size) => shared({ description: 'x '.repeat(size) }),
			'a long default, shared': (size) => shared({ default: many(size) }),
		},
	},
	{
		name: 'what a model costs',
		of: [],
		valid: [{ code: 200, msg: 'success', data: { model: 'm', pricingDesc: price } }],
		read: async (given) => await asked(given, async (kie) => await askPrice(anew(kie), 'm')),
		sound(reply: Reply<string>) {
			if (reply.ok) expect((priceRange(reply.value) ?? '').length).toBeLessThan(60);
		},
		long: {
			'a long text': (size) => ({
				code: 200,
				data: { pricingDesc: '1,000 / 1 credits ('.repeat(size) },
			}),
		},
	},
];
