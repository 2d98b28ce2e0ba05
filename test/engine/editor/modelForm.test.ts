import type { IDataObject } from 'n8n-workflow';
import { describe, expect, test } from 'vitest';
import {
	described,
	document,
	IMAGE_INPUT,
	list,
	LIST,
	listed,
	schemaOf,
	TOO_FAST,
	UNKNOWN_MODEL,
} from '../../helpers/catalogue.ts';
import { runClock, useFakedClock } from '../../helpers/clock.ts';
import type { Answer } from '../../helpers/kie.ts';
import { KieWire, refused } from '../../helpers/kie.ts';
import { byId, fromList, newAccount, NodeEditor } from '../../helpers/nodeEditor.ts';

// The form of a market model in the editor.

useFakedClock();

const ID = 'maker/model';
const chosen = { marketModel: fromList(ID) };

const wireWith = (openapi: unknown) =>
	new KieWire()
		.on('GET', LIST, [list([listed(ID)])])
		.on('GET', schemaOf(ID), [described(ID, openapi)]);

const formOf = async (openapi: unknown, parameters: IDataObject = chosen) => {
	wireWith(openapi);
	return await runClock(new NodeEditor(parameters).form());
};

test('has the fields of the model as n8n shows them', async () => {
	const { fields } = await formOf(document(IMAGE_INPUT));

	const common = { defaultMatch: false, display: true };
	const added = { ...common, required: false, removed: true };
	const asked = { ...common, required: true, removed: false };
	const option = (value: string | number) => ({ name: String(value), value });
	expect(fields).toEqual([
		{
			...asked,
			id: 'prompt',
			displayName: 'Prompt',
			type: 'string',
			wants: { type: 'text', maxLength: 20 },
		},
		{
			...asked,
			id: 'aspect_ratio',
			displayName: 'Aspect Ratio',
			type: 'options',
			options: ['auto', '1:1', '16:9'].map(option),
			defaultValue: 'auto',
			wants: { type: 'text' },
		},
		{
			...asked,
			id: 'input_urls',
			displayName: 'Input URLs or Files',
			type: 'string',
			wants: { type: 'text', list: true, file: true, maxItems: 3 },
		},
		{
			...added,
			id: 'duration',
			displayName: 'Duration',
			type: 'options',
			options: [4, 6, 8].map(option),
			defaultValue: 8,
			wants: { type: 'integer' },
		},
		{
			...added,
			id: 'guidance',
			displayName: 'Guidance',
			type: 'number',
			wants: { type: 'number', min: 0, max: 10 },
		},
		{ ...added, id: 'safe', displayName: 'Safe', type: 'boolean', wants: { type: 'switch' } },
		{
			...added,
			id: 'shots',
			displayName: 'Shots',
			type: 'array',
			wants: { type: 'object', list: true },
		},
		{ ...added, id: 'style', displayName: 'Style', type: 'object', wants: { type: 'object' } },
	]);
});

describe('reads', () => {
	const names = async (input: unknown, components?: unknown) => {
		const { fields } = await formOf(document(input, { components }));
		return fields.map(({ id, required }) => (required ? `${id}!` : id));
	};

	test('references, whose names hold blanks and percent signs', async () => {
		const input = { $ref: '#/components/schemas/the%20input ' };
		const components = {
			schemas: {
				'the input ': {
					properties: { 'an odd 100% name': { $ref: '#/components/schemas/a%2Fb~1c' } },
					required: ['an odd 100% name'],
				},
				'a/b/c': { type: 'integer' },
			},
		};

		const { fields } = await formOf(document(input, { components }));

		expect(fields).toMatchObject([{ id: 'an odd 100% name', required: true, type: 'number' }]);
	});

	test('alternatives: all settings, required where every one asks for it', async () => {
		const input = {
			type: 'object',
			properties: { prompt: { type: 'string' } },
			required: ['prompt'],
			oneOf: [
				{
					properties: { task_id: { type: 'string' }, size: { enum: ['S'] } },
					required: ['size', 'task_id'],
				},
				{
					properties: { image_url: { type: 'string' }, size: { enum: ['L'] } },
					required: ['size'],
				},
			],
		};

		expect(await names(input)).toEqual(['prompt!', 'size!', 'task_id', 'image_url']);
	});

	test('parts that make up one input', async () => {
		const input = {
			allOf: [
				{ properties: { prompt: { type: 'string' } }, required: ['prompt'] },
				{ $ref: '#/components/schemas/size' },
			],
		};
		const components = { schemas: { size: { properties: { size: { type: 'string' } } } } };

		expect(await names(input, components)).toEqual(['prompt!', 'size']);
	});

	test.each<[string, unknown, object]>([
		['a value that may be null', { type: ['string', 'null'] }, { type: 'string' }],
		[
			'one of two types',
			{ anyOf: [{ type: 'string' }, { type: 'integer' }] },
			{ wants: { type: 'any' } },
		],
		['a number or a whole one', { type: ['number', 'integer'] }, { wants: { type: 'number' } }],
		[
			'nothing or a text',
			{ oneOf: [{ type: 'null' }, { type: 'string' }] },
			{ wants: { type: 'text' } },
		],
		[
			'lists of choices in two forms',
			{ oneOf: [{ enum: ['a', 'b'] }, { enum: ['b', 'c'] }] },
			{ options: [{ value: 'a' }, { value: 'b' }, { value: 'c' }] },
		],
		[
			'choices, or anything else',
			{ anyOf: [{ enum: ['a'] }, { type: 'string' }] },
			{ type: 'string', wants: { type: 'text' } },
		],
		['one value that is always so', { const: 'x' }, { type: 'options', defaultValue: 'x' }],
		[
			'one text or a list of them',
			{ oneOf: [{ type: 'string' }, { type: 'array', items: { type: 'string' } }] },
			{ type: 'array', wants: { type: 'text', list: true } },
		],
		[
			'a default that is none of the choices',
			{ enum: ['a', 'b'], default: 'c' },
			{ type: 'options' },
		],
		[
			'a list as default',
			{ type: 'array', items: { type: 'number' }, default: [1] },
			{ defaultValue: '[1]' },
		],
		['nothing at all', {}, { type: 'string', wants: { type: 'any' } }],
		['true', true, { type: 'string', wants: { type: 'any' } }],
	])('%s', async (_name, schema, expected) => {
		const { fields } = await formOf(document({ properties: { x: schema } }));

		expect(fields).toMatchObject([expected]);
		if (!('defaultValue' in expected)) expect(fields[0]).not.toHaveProperty('defaultValue');
	});

	test.each<[string, unknown, string]>([
		[
			'image_input',
			{ type: 'array', items: { type: 'string', format: 'uri' } },
			'Image Input (URLs or Files)',
		],
		[
			'image',
			{ type: 'string', description: 'URL of the image to work on' },
			'Image (URL or File)',
		],
		['firstFrameUrl', { type: 'string' }, 'First Frame URL or File'],
		[
			'input_urls',
			{ type: 'array', items: { type: 'string' }, description: 'Images' },
			'Input URLs or Files',
		],
		['video_url', { type: 'string' }, 'Video URL or File'],
		['image_size', { type: 'string', enum: ['square'], description: 'no URL' }, 'Image Size'],
		['image_style', { type: 'string', description: 'As in a photo' }, 'Image Style'],
		['website_url', { type: 'string', description: 'Where it leads' }, 'Website URL'],
		['image_count', { type: 'integer', description: 'Not a URL' }, 'Image Count'],
	])('whether %s takes files: %j', async (name, schema, label) => {
		const { fields } = await formOf(document({ properties: { [name]: schema } }));

		expect(fields).toMatchObject([{ displayName: label }]);
	});

	test('no field for what the node sends itself, or what is of no use', async () => {
		const properties = {
			callBackUrl: { type: 'string' },
			old: { type: 'string', deprecated: true },
			given: { type: 'string', readOnly: true },
			prompt: { type: 'string', deprecated: true },
		};

		expect(await names({ properties, required: ['prompt'] })).toEqual(['prompt!']);
	});

	test('nothing that n8n would run as an expression', async () => {
		const evil = '={{ $env.SECRET }}';
		const input = JSON.parse(`{ "properties": {
			"__proto__": { "type": "string" },
			"${evil}": { "type": "string" },
			"a": { "type": "string", "default": "${evil}" },
			"b": { "enum": ["${evil}", "fine"], "default": "${evil}" }
		} }`) as unknown;

		const { fields } = await formOf(document(input));

		expect(JSON.stringify(fields)).not.toContain('"=');
		expect(fields.map(({ id }) => id)).toEqual(['a', 'b']);
	});

	test('a name with a blank at its end as KIE itself uses it', async () => {
		const properties = { 'image_urls ': { type: 'array' }, 'a b': { type: 'string' } };

		expect(await names({ properties, required: ['image_urls '] })).toEqual(['image_urls!', 'a b']);
	});

	test('two names that would look alike by their names', async () => {
		const properties = { aspect_ratio: { type: 'string' }, aspectRatio: { type: 'string' } };

		const { fields } = await formOf(document({ properties }));

		expect(fields.map(({ displayName }) => displayName)).toEqual(['aspect_ratio', 'aspectRatio']);
	});
});

describe('says what to do', () => {
	const notice = async (wire: KieWire, parameters: IDataObject = chosen) => {
		const form = await runClock(new NodeEditor(parameters).form());
		expect(form.fields).toEqual([]);
		return { text: form.emptyFieldsNotice ?? '', requests: wire.requests.length };
	};

	test.each<[string, unknown, string[]]>([
		['no document yet', null, ['does not describe the settings', "'Input' to 'JSON'"]],
		['a document without paths', {}, ['does not describe the settings']],
		['an input without settings', document({ type: 'object' }), ['does not describe the settings']],
		[
			'4o Image',
			document({}, { path: '/api/v1/gpt4o-image/generate' }),
			["Choose '4o Image (GPT Image 1)' in 'Model'"],
		],
		[
			'Flux Kontext',
			document({}, { path: '/api/v1/flux/kontext/generate' }),
			["Choose 'Flux Kontext Pro' in 'Model'"],
		],
		[
			'a chat model',
			document({}, { path: '/gpt-5-2/v1/chat/<b>completions' }),
			['HTTP Request', '/gpt-5-2/v1/chat/&lt;b&gt;completions'],
		],
	])('of %s', async (_name, openapi, parts) => {
		const { text } = await notice(wireWith(openapi));

		for (const part of parts) expect(text).toContain(part);
		expect(text).toMatch(/^<b>[^<]+\.<\/b> [^<]+$/);
	});

	test.each<[string, IDataObject | string, string]>([
		['no model', fromList(''), 'Choose a model to see its settings'],
		['an expression without data', '={{ $json.model }}', 'Choose a model to see its settings'],
		['words', byId('qwen image'), "'qwen image' is not the name of a model"],
		['a name of ours', byId('nano-banana'), 'Use google/nano-banana.'],
	])('of %s, and asks nobody', async (_name, marketModel, part) => {
		const { text, requests } = await notice(new KieWire(), { marketModel });

		expect(text).toContain(part);
		expect(requests).toBe(0);
	});

	test.each<[string, Answer, string]>([
		['offline', 'refused', 'KIE could not be reached'],
		['with a bad key', refused(401, 'Unauthorized'), 'KIE does not accept the API key'],
		['beyond the limit', TOO_FAST, 'KIE is limiting requests for its list'],
	])('%s', async (_name, answer, part) => {
		const { text } = await notice(new KieWire().on('GET', LIST, [answer]));

		expect(text).toContain(part);
		expect(text).toContain("Until then, set 'Input' to 'JSON'.");
	});

	test('of a model that KIE took off meanwhile', async () => {
		const wire = new KieWire()
			.on('GET', LIST, [list([listed(ID)])])
			.on('GET', schemaOf(ID), [UNKNOWN_MODEL]);

		expect((await notice(wire)).text).toContain("KIE's list has no model 'maker/model'");
	});

	test('of an ID while it is typed, for one request', async () => {
		const wire = new KieWire()
			.on('GET', LIST, [list([listed(ID)])])
			.on('GET', schemaOf(ID), [described(ID, document(IMAGE_INPUT))]);
		const credentials = newAccount();
		const typed = Array.from(ID, (_, at) => ID.slice(0, at + 1));

		const forms = await runClock(
			Promise.all(
				typed.map(
					async (id) => await new NodeEditor({ marketModel: byId(id) }, credentials).form(),
				),
			),
		);

		expect(forms.at(-1)?.fields).toHaveLength(8);
		expect(forms.slice(0, -1).every(({ fields }) => fields.length === 0)).toBe(true);
		expect(wire.requests.map(({ path }) => path)).toEqual([
			'/api/v1/models',
			'/api/v1/models/maker/model/schema',
		]);
	});
});

describe('a form that was filled in', () => {
	const schema = [{ id: 'prompt', displayName: 'Prompt', required: true, removed: false }];
	const saved = { ...chosen, marketFields: { value: { prompt: 'A cat' }, schema } };

	test.each<[string, Answer]>([
		['offline', 'refused'],
		['with another key', refused(401, 'Unauthorized')],
		['beyond the limit', TOO_FAST],
		['when KIE says nonsense', { code: 200, data: { models: 'none' } }],
	])('stays %s', async (_name, answer) => {
		new KieWire().on('GET', LIST, [answer]);

		expect(await runClock(new NodeEditor(saved).form())).toEqual({ fields: schema });
	});

	// The editor deletes every value that the form of an opened node no longer names.
	test.each<[string, unknown[], unknown, IDataObject]>([
		['when the list has not the model', [listed('another/one')], null, {}],
		['when KIE took the model off', [listed(ID)], UNKNOWN_MODEL, {}],
		['when KIE has no document of it', [listed(ID)], described(ID, null), {}],
		[
			'when KIE takes it elsewhere',
			[listed(ID)],
			described(ID, document({}, { path: '/elsewhere' })),
			{},
		],
		['of a model by expression, without data', [], null, { marketModel: '={{ $json.model }}' }],
		['of an expression that gives nothing', [], null, { marketModel: fromList('') }],
	])('stays %s', async (_name, models, answer, parameters) => {
		const wire = new KieWire().on('GET', LIST, [list(models)]);
		if (answer !== null) wire.on('GET', schemaOf(ID), [answer as Answer]);

		const form = await runClock(new NodeEditor({ ...saved, ...parameters }).form());

		expect(form.fields).toEqual(schema);
	});

	test('five at once come within the limit of the account', async () => {
		const ids = ['a', 'b', 'c', 'd', 'e'];
		const wire = new KieWire().on('GET', LIST, [list(ids.map((id) => listed(id)))]);
		for (const id of ids) wire.on('GET', schemaOf(id), [described(id, document(IMAGE_INPUT))]);
		const credentials = newAccount();

		const forms = await runClock(
			Promise.all(
				ids.map(async (id) => await new NodeEditor({ marketModel: id }, credentials).form()),
			),
		);

		expect(forms.map(({ fields }) => fields.length)).toEqual([8, 8, 8, 8, 8]);
		const times = wire.requests.map(({ at }) => at);
		expect(times).toHaveLength(6);
		const gaps = times.slice(1).map((time, nth) => time - times[nth]!);
		expect(Math.min(...gaps)).toBeGreaterThanOrEqual(1_000);
	});
});
