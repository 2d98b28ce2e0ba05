import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { listedModels } from '../../nodes/Kie/methods/listedModels.ts';
import { formFields } from '../../nodes/Kie/methods/formFields.ts';
import { askModels } from '../../nodes/shared/catalogue/catalogue.ts';
import type { ListedModel } from '../../nodes/shared/catalogue/catalogue.ts';
import type { ModelInput } from '../../nodes/shared/catalogue/modelInput.ts';
import { readModelInput } from '../../nodes/shared/catalogue/modelInput.ts';
import { market } from '../../nodes/shared/kie/apis/market.ts';
import type { Reply } from '../../nodes/shared/kie/fault.ts';
import { models } from '../../nodes/shared/models/index.ts';
import type { SimulatedKie } from '../helpers/simulator.ts';
import { simulatedKie } from '../helpers/simulator.ts';

// Every model of the simulator's catalogue, by the form that the node makes of its schema: what a person
// fills in goes as KIE takes it. The simulator's schemas were written from KIE's documents.

let kie: SimulatedKie;
let list: ListedModel[];
const inputs = new Map<string, ModelInput>();

const valueOf = <T>(reply: Reply<T>): T => {
	if (!reply.ok) throw new Error(JSON.stringify(reply.fault));
	return reply.value;
};

beforeAll(async () => {
	kie = await simulatedKie();
	list = valueOf(await askModels(kie));
	for (const { id } of list) {
		// The simulator limits the catalogue, too, in its own quick time.
		const schema = await vi.waitUntil(async () => {
			const reply = await kie.get(`/api/v1/models/${id}/schema`);
			return reply.ok && reply;
		});
		const { openapi } = schema.value as { openapi: Record<string, unknown> | null };
		inputs.set(id, readModelInput(openapi));
	}
});
afterAll(async () => {
	await kie.close();
});

const [own] = models.flatMap(({ value, operations }) =>
	value === 'other' && operations.generate ? [operations.generate] : [],
);

type Fields = ReturnType<typeof formFields>;

/** What a person would fill in. */
function sampleOf({ id, wants, options = [] }: Fields[number]): unknown {
	if (options[0]) return options[0].value;
	if (wants.file === true) return kie.imageUrl;
	if (id === 'dialogue') return '[{"text":"Hi","voice":"Liam"}]';
	const samples = { text: 'A cat', number: 5, integer: 5, switch: true, object: '{}', any: 'x' };
	return samples[wants.type];
}

const valuesOf = (fields: Fields, isAsked: (field: Fields[number]) => boolean) =>
	Object.fromEntries(
		fields.filter(isAsked).map((field) => [field.id, field.defaultValue ?? sampleOf(field)]),
	);

async function order(model: string, fields: Fields, value: Record<string, unknown>) {
	const given = {
		marketModel: { __rl: true, mode: 'list', value: model },
		marketInputMode: 'form',
		marketFields: { mappingMode: 'defineBelow', value, schema: fields },
	};
	const requestWith = own!.schema.parse(given);
	expect(requestWith.files ?? []).toEqual([]);
	return await market.submit(kie, requestWith({}).body, undefined);
}

const formed = () =>
	[...inputs].flatMap(([id, input]) =>
		input.is === 'fields' ? [{ id, fields: formFields(input.fields) }] : [],
	);

test('most models have a form', () => {
	expect(list.length).toBeGreaterThan(80);
	expect(formed().length).toBeGreaterThan(70);
});

// Alternatives, of which a person must choose one.
const ALTERNATIVES = [
	'grok-imagine-image-2-0/image-edit',
	'grok-imagine-image-2-0/segment-edit',
	'grok-imagine-image-2-0/segment-map',
];
// Not every ratio goes with every resolution or with one image alone: a schema does not say so.
const RULES_BETWEEN_SETTINGS = [
	'gpt-image-2-image-to-image',
	'gpt-image-2-text-to-image',
	'wan/2-7-image',
	'wan/2-7-image-pro',
];

test('what is required, with the defaults, is taken', async () => {
	const refused: unknown[] = [];
	for (const { id, fields } of formed().filter((one) => !ALTERNATIVES.includes(one.id))) {
		const reply = await order(
			id,
			fields,
			valuesOf(fields, ({ required }) => required),
		);
		if (!reply.ok) refused.push([id, reply.fault]);
	}
	expect(refused).toEqual([]);
});

test('every choice and switch of an image model is taken', async () => {
	const isAlone = ({ id }: { id: string }) =>
		![...ALTERNATIVES, ...RULES_BETWEEN_SETTINGS].includes(id);
	const makesImages = (id: string) =>
		list.some((model) => model.id === id && /to image/i.test(model.taskTypes.join()));
	const refused: unknown[] = [];
	let sent = 0;
	for (const { id, fields } of formed().filter((one) => makesImages(one.id) && isAlone(one))) {
		const required = valuesOf(fields, (field) => field.required);
		for (const field of fields.filter(({ type }) => type === 'options' || type === 'boolean')) {
			for (const value of field.options?.map((option) => option.value) ?? [true, false]) {
				const reply = await order(id, fields, { ...required, [field.id]: value });
				if (!reply.ok) refused.push([id, field.id, value, reply.fault]);
				sent++;
			}
		}
	}
	expect(refused).toEqual([]);
	expect(sent).toBeGreaterThan(500);
});

test('a person who generates sees image models, and finds others', () => {
	const names = (filter: string, operation: string) =>
		listedModels(list, filter, operation).map(({ name }) => name);

	expect(names('', 'generate').length).toBeGreaterThan(50);
	expect(names('', 'generate').join('\n')).not.toMatch(/Veo|Music|Speech/);
	expect(names('', 'edit')[0]).toMatch(/Edit|Image to Image|4o/i);
	expect(names('remove background', 'generate')).toEqual([
		'Recraft Remove Background · Recraft · 1 credit',
	]);
	expect(names('music', 'generate').length).toBeGreaterThan(0);
	expect(names('', 'getPrice')).toHaveLength(list.length);
});
