import type { INodeParameters, INodeProperties } from 'n8n-workflow';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { INPUT_NAMES } from '../../nodes/Kie/actions/create/inputFields.ts';
import { apis } from '../../nodes/shared/kie/apis/index.ts';
import type {
	CreateRequest,
	ImageModel,
	InputRole,
	ModelOperation,
} from '../../nodes/shared/models/index.ts';
import { descriptionOf, kieIdsOf, models, ownModelName } from '../../nodes/shared/models/index.ts';
import type { KieTask } from '../../nodes/shared/kie/task.ts';
import { requestOf } from '../helpers/requests.ts';
import type { SimulatedKie } from '../helpers/simulator.ts';
import { simulatedKie } from '../helpers/simulator.ts';
import { offered, shownFields, shownOf, valuesOf, visible } from './display.ts';
import { choicesOf, nodeFields } from './properties.ts';

// What holds for every model and operation in the list, the next one included. The simulator's own
// table of what KIE allows was written from the same documents: the node never sees it.

let kie: SimulatedKie;
beforeAll(async () => {
	kie = await simulatedKie();
});
afterAll(async () => {
	await kie.close();
});

interface Case {
	name: string;
	model: ImageModel;
	operation: string;
	own: ModelOperation;
}

const cases: Case[] = models.flatMap((model) =>
	Object.entries(model.operations).map(([operation, own]) => ({
		name: `${operation} with ${model.value}`,
		model,
		operation,
		own,
	})),
);

const rolesOf = ({ inputs }: ModelOperation) => Object.keys(inputs) as InputRole[];

/** The parameters of a new node of this kind, filled in as far as they have to be. */
function parameters({ model, operation, own }: Case, more: INodeParameters = {}): INodeParameters {
	const sources = rolesOf(own).map((role) => [INPUT_NAMES[role].source, 'url'] as const);
	const images = rolesOf(own).map((role) => [INPUT_NAMES[role].url, kie.imageUrl] as const);
	return {
		operation,
		model: model.value,
		...(own.prompt.is !== 'none' && { prompt: 'A cat' }),
		...(model.value === 'other' && {
			marketModel: 'qwen/text-to-image',
			marketInputMode: 'json',
			marketInput: '{ "prompt": "A cat" }',
		}),
		...Object.fromEntries([...sources, ...images]),
		...more,
	};
}

/** The request of a node with these parameters and, for the rest, n8n's defaults. */
const requestFor = (one: Case, more: INodeParameters = {}): CreateRequest =>
	requestOf(one.own, valuesOf(parameters(one, more)));

const isShape = ({ name }: INodeProperties) => ['aspectRatio', 'imageSize', 'size'].includes(name);

/** Where one model alone has an operation, nobody chooses it. */
const isChosen = ({ operation }: Case): boolean =>
	cases.filter((one) => one.operation === operation).length > 1;

/** The values of one of its lists, one at a time. */
const triesOf = (field: INodeProperties): INodeParameters[] =>
	samples(field).map((value) => ({ [field.name]: value }) as INodeParameters);

/**
 * A request with these values that the node lets through: as a new node has the rest, or where that does
 * not go with them, without a mask or with another value of one more field.
 */
function allowedRequest(one: Case, values: INodeParameters): CreateRequest {
	const others = one.own.fields.filter(({ name, type }) => type === 'options' && !(name in values));
	const refusals: unknown[] = [];
	for (const more of [{}, { maskSource: 'none' }, ...others.flatMap(triesOf)]) {
		try {
			return requestFor(one, { ...more, ...values });
		} catch (refusal) {
			refusals.push(refusal);
		}
	}
	throw refusals[0];
}

/** Values worth trying: all choices, both switches, and the ends of a range. */
function samples(field: INodeProperties): unknown[] {
	const { minValue, maxValue } = field.typeOptions ?? {};
	if (field.type === 'options') return choicesOf(field).map(({ value }) => value);
	if (field.type === 'boolean') return [true, false];
	if (field.type === 'number') return [minValue, maxValue, String(maxValue)];
	return field.name === 'seed' ? ['42', 42, ''] : ['Some text', ''];
}

const submit = async ({ model }: Case, { body }: CreateRequest) =>
	await apis[model.api].submit(kie, body, undefined);

async function ended({ model }: Case, taskId: string): Promise<KieTask> {
	const look = async () => {
		const reply = await apis[model.api].read(kie, taskId);
		return reply.ok && reply.value && reply.value.status !== 'pending' ? reply.value : undefined;
	};
	const task = await vi.waitUntil(look, { timeout: 5_000, interval: 5 });
	if (!task) throw new Error('The task does not end');
	return task;
}

describe.each(cases)('$name', (one) => {
	const { model, operation, own } = one;

	test('shows its fields and no others', () => {
		const inputs = rolesOf(own).flatMap((role) => [
			INPUT_NAMES[role].source,
			INPUT_NAMES[role].url,
		]);
		expect(visible(parameters(one))).toEqual([
			...['resource', 'operation', ...(isChosen(one) ? ['model'] : [])],
			...(own.prompt.is === 'none' ? [] : ['prompt']),
			...inputs,
			...shownOf(own.fields, valuesOf(parameters(one))).map(({ name }) => name),
			...['waitUntilDone', 'waitMethod', 'downloadImages', 'outputDataFieldName', 'options'],
		]);
		expect(offered({ operation, model: model.value }).sort()).toEqual(
			[
				...['batching', 'fileName', 'includeRaw', 'maxFileSize', 'maxWait', 'onTimeout'],
				'outputItems',
				...['pollInterval', 'spendingLimit', 'stopBelow'],
				...own.options.map(({ name }) => name),
			].sort(),
		);
	});

	test('shows each field as the model has it', () => {
		const given = { operation, model: model.value };
		const shown = shownFields(given);
		for (const { displayOptions: conditions, ...field } of shownOf(own.fields, valuesOf(given))) {
			const { displayOptions, ...rest }: INodeProperties =
				shown.find(({ name }) => name === field.name) ?? field;
			expect(displayOptions).toMatchObject(conditions ?? {});
			expect(rest).toEqual(field);
		}
	});

	test('the shape shown is the shape sent, where images go in that KIE could take it from', () => {
		const shapes = rolesOf(own).length === 0 ? [] : own.fields.filter(isShape);
		for (const field of shapes) {
			const values = choicesOf(field).flatMap(({ value }) => (value === 'auto' ? [] : value));
			const sent = values.map((value) => requestFor(one, { [field.name]: value }).body);
			expect(sent.map((body) => JSON.stringify(body))).toEqual(
				values.map((value) => expect.stringContaining(`:${JSON.stringify(value)}`)),
			);
		}
	});

	test('a new node makes a request that KIE takes, and its task is read as that of the model', async () => {
		const request = requestFor(one);
		const created = await submit(one, request);

		expect(created).toMatchObject({ ok: true });
		const taskId = created.ok ? created.value : '';
		const task = await ended(one, taskId);
		const prompt = own.prompt.is === 'none' && own.kieId !== null ? null : 'A cat';
		expect(task).toMatchObject({ status: 'success', prompt, errorCode: null });
		expect(ownModelName(task.model ?? '')).toBe(request.model ?? model.value);
		if (operation === 'variants') expect(task.imageUrls).toHaveLength(2);
	});

	test('every value it offers goes, and KIE takes it', async () => {
		const tries = [
			...own.fields.flatMap((field) => (field.name.startsWith('market') ? [] : triesOf(field))),
			...own.options.flatMap((field) =>
				samples(field).map((value) => ({
					options: { enableFallback: true, [field.name]: value },
				})),
			),
		];
		for (const values of tries) {
			const request = allowedRequest(one, values as INodeParameters);
			expect(await submit(one, request), JSON.stringify(values)).toMatchObject({ ok: true });
		}
	});

	test('values that do not go together are refused here, and not by KIE', async () => {
		const lists = own.fields.filter(({ type }) => type === 'options');
		const pairs = lists.flatMap((first, nth) =>
			lists
				.slice(nth + 1)
				.flatMap((second) =>
					triesOf(first).flatMap((a) => triesOf(second).map((b) => ({ ...a, ...b }))),
				),
		);
		const requests = pairs.map((values) => {
			try {
				return requestFor(one, values);
			} catch {
				return null;
			}
		});
		// Each value alone has been tried above.
		if (!requests.includes(null)) return;
		for (const [nth, request] of requests.entries()) {
			const answer = request && (await submit(one, request));
			if (answer) expect(answer, JSON.stringify(pairs[nth])).toMatchObject({ ok: true });
		}
	});

	test.runIf(isChosen(one))(
		'runs with a model by expression, with what a new field holds then',
		async () => {
			const given = parameters(one, { model: '={{ "x" }}' });
			const request = requestOf(own, valuesOf(given));

			expect(await submit(one, request)).toMatchObject({ ok: true });
		},
	);

	test('takes as many images as it says', async () => {
		for (const role of rolesOf(own)) {
			const { max } = own.inputs[role] ?? { max: 0 };
			const urls = Array.from({ length: max }, () => kie.imageUrl).join('\n');
			const mask = role === 'image' && max > 1 ? { maskSource: 'none' } : {};
			const request = requestFor(one, { [INPUT_NAMES[role].url]: urls, ...mask });
			expect(await submit(one, request), role).toMatchObject({ ok: true });
			const tooMany = { [INPUT_NAMES[role].url]: `${urls}\n${kie.imageUrl}` };
			expect(() => requestFor(one, tooMany), role).toThrow('can be used');
		}
	});

	test.runIf(own.prompt.max !== undefined)('takes as long a prompt as it says', async () => {
		const max = own.prompt.max ?? 0;
		const longest = requestFor(one, { prompt: '😀'.repeat(max) });
		expect(await submit(one, longest)).toMatchObject({ ok: true });

		const tooLong = own.schema.safeParse(
			valuesOf(parameters(one, { prompt: 'x'.repeat(max + 1) })),
		);
		const [issue] = tooLong.error?.issues ?? [];
		expect(issue?.path).toEqual(['prompt']);
		expect(issue?.message).toBe(
			`has ${(max + 1).toLocaleString('en-US')} characters, but this model accepts at most ${max.toLocaleString('en-US')}`,
		);
	});

	test.runIf(own.prompt.min !== undefined)('takes as short a prompt as it says', async () => {
		const min = own.prompt.min ?? 0;
		const shortest = requestFor(one, { prompt: 'x'.repeat(min) });
		expect(await submit(one, shortest)).toMatchObject({ ok: true });

		const tooShort = own.schema.safeParse(
			valuesOf(parameters(one, { prompt: 'x'.repeat(min - 1) })),
		);
		expect(tooShort.error?.issues).toMatchObject([{ path: ['prompt'] }]);
	});
});

test('of all these requests, none held a field that its model does not have', () => {
	const { tasks } = kie.simulator.ledger();
	expect(tasks.length).toBeGreaterThan(cases.length);
	expect(tasks.flatMap(({ model, ignored }) => ignored.map((field) => [model, field]))).toEqual([]);
});

describe('the list', () => {
	test('has every model once, in the order in which people look for it', () => {
		const names = models.map(({ option }) => option.name);
		expect(names).toEqual([...names].sort((a, b) => a.localeCompare(b)));
		const values = models.map(({ value }) => value);
		expect(new Set(values).size).toBe(values.length);
	});

	test.each([
		['gpt image', 4],
		['nano banana', 5],
		['seedream', 5],
		['flux', 4],
		['qwen', 1],
	])('"%s" finds its models by their names', (words, count) => {
		const found = models.filter(({ option }) => option.name.toLowerCase().includes(words));
		expect(found).toHaveLength(count);
	});

	test('says of each model what it is best for and what an image costs', () => {
		const told = models.filter(({ value }) => value !== 'other').map(descriptionOf);
		for (const text of told) expect(text).toMatch(/^[A-Z].+\. \d+(\.\d+)? credits?\b.*\.$/);
		expect(told).toContain(
			'By Google: up to 4K, combines up to 14 images. 8 credits (1K), 12 (2K), 18 (4K). Nano Banana 2.1 is newer and costs half as much.',
		);
		const model = nodeFields.find(({ path }) => path === 'image/generate: model')?.field;
		expect(model && choicesOf(model).map(({ description }) => description)).toEqual(
			models.filter(({ operations }) => operations.generate).map(descriptionOf),
		);
	});

	test('what is newer is in the list', () => {
		const names = models.map(({ option }) => option.name);
		for (const { newer } of models) {
			const name = newer?.split(/ is newer| are newer| and /)[0];
			if (name)
				expect(
					names.some((one) => one.startsWith(name)),
					newer,
				).toBe(true);
		}
	});

	test('no name of KIE stands for two models', () => {
		const ids = models.flatMap((model) => [...new Set(kieIdsOf(model))]);
		expect(new Set(ids).size).toBe(ids.length);
	});

	test('one name has one wording, whatever the model', () => {
		const wordings = new Map<string, Set<string>>();
		for (const { own } of cases) {
			for (const { name, displayName, type } of [
				...shownOf(own.fields, valuesOf({})),
				...own.options,
			]) {
				const found = wordings.get(name) ?? new Set();
				wordings.set(name, found.add(`${displayName} (${type})`));
			}
		}
		expect([...wordings].filter(([, found]) => found.size > 1)).toEqual([]);
	});
});
