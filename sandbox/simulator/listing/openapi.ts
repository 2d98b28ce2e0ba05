import { fluxKontext, gpt4oImage, marketModels } from '../catalogue/index.ts';
import type { Fields, Model } from '../catalogue/index.ts';
import type { Entry } from './entries.ts';
import { objectOf } from './properties.ts';
import type { Hand, Json } from './properties.ts';

const createTask = '/api/v1/jobs/createTask';

/** What stands in the catalogue, and is not ordered from the market. */
const elsewhere: Readonly<Record<string, { path: string; model: Model }>> = {
	'4o-image-api': { path: '/api/v1/gpt4o-image/generate', model: gpt4oImage },
	'flux1-kontext': { path: '/api/v1/flux/kontext/generate', model: fluxKontext({}) },
};

/** It can be used, but has no schema. */
const withoutSchema = new Set(['bytedance/seedream']);

/** A request's input: its fields, or its forms, each with some of them. */
function inputOf({ fields, forms }: Model, hand: Hand): Json {
	if (!forms) return objectOf(fields, hand);
	const formOf = ({ fields: names, required }: (typeof forms.of)[number]): Fields =>
		Object.fromEntries(
			Object.entries(fields)
				.filter(([name]) => names.includes(name))
				.map(([name, rule]) => [
					name,
					required.includes(name) ? { ...rule, required: true } : rule,
				]),
		);
	return { [forms.kind]: forms.of.map((form) => objectOf(formOf(form), hand)) };
}

const callBackUrl: Json = {
	type: 'string',
	format: 'uri',
	description: 'Callback URL for task completion notifications. Optional parameter.',
	examples: ['https://your-domain.com/api/callback'],
};

/** Which of the outer fields are said to be required differs, though all creates need both. */
const outerRequired: Readonly<Record<string, readonly string[]>> = {
	Google: ['input'],
	ByteDance: ['model'],
};

function marketBody({ id, provider }: Entry, model: Model, hand: Hand): Json {
	return {
		type: 'object',
		required: outerRequired[provider] ?? ['model', 'input'],
		properties: {
			model: { type: 'string', enum: [id], default: id, examples: [id] },
			callBackUrl,
			input: { description: 'Input parameters for the task.', ...inputOf(model, hand) },
		},
	};
}

const taskIdAnswer: Json = {
	type: 'object',
	required: ['data'],
	properties: {
		code: { type: 'integer', enum: [200, 401, 402, 404, 422, 429, 433, 455, 500, 501, 505] },
		msg: { type: 'string', examples: ['success'] },
		data: {
			type: 'object',
			required: ['taskId'],
			properties: { taskId: { type: 'string' } },
		},
	},
};

const sharedName = 'response not with recordId';
/** The name ends with a space. */
const errorName = 'Error ';

/** The answers, in place or by reference: with percent signs or with a space at the end, as recorded. */
function answersOf(provider: string): Json {
	const json = (schema: Json) => ({
		description: 'Request successful',
		content: { 'application/json': { schema } },
	});
	const error = { $ref: `#/components/responses/${errorName}`, description: 'request failed' };
	if (provider === 'Google') return { 200: json(taskIdAnswer), 500: error };
	if (provider === 'OpenAI') return { 200: json({ allOf: [taskIdAnswer] }) };
	const reference = `#/components/schemas/${encodeURIComponent(sharedName)}`;
	return { 200: json({ allOf: [{ $ref: reference }] }) };
}

const inProse = new Set(['Google', 'Grok', 'Ideogram', 'Recraft', 'Topaz']);

/** The OpenAPI of one model, written from the table that its requests are checked by. */
export function openapiOf(entry: Entry): Json | null {
	const { id, title, provider } = entry;
	const { path = createTask, model = marketModels.get(id) } = elsewhere[id] ?? {};
	if (!model || withoutSchema.has(id)) return null;
	const aside: Json = {};
	const hand: Hand = {
		limitsInProse: inProse.has(provider),
		// No reference was recorded in a request; that one can stand there is assumed.
		...(provider === 'Kling' && {
			setAside: (name, schema) => {
				const component = `${name} item `;
				aside[component] = schema;
				return { $ref: `#/components/schemas/${encodeURIComponent(component)}` };
			},
		}),
	};
	const schema =
		path === createTask ? marketBody(entry, model, hand) : objectOf(model.fields, hand);
	const post = {
		summary: title,
		deprecated: false,
		description: '## Create Task\n\nUse this endpoint to create a new generation task.',
		operationId: id.replaceAll(/[/.]/g, '-'),
		tags: [],
		parameters: [],
		requestBody: { content: { 'application/json': { schema } }, required: true },
		responses: answersOf(provider),
		security: [{ BearerAuth: [] }],
	};
	return {
		openapi: '3.1.0',
		info: { title: 'kie.ai', description: 'kie.ai API', version: '1.0.0' },
		tags: [],
		paths: { [path]: { post } },
		webhooks: {},
		components: {
			schemas: { ...aside, [sharedName]: taskIdAnswer },
			responses: { [errorName]: { description: 'request failed' } },
			securitySchemes: { BearerAuth: { type: 'http', scheme: 'bearer' } },
		},
		servers: [{ url: 'https://api.kie.ai' }],
		security: [{ BearerAuth: [] }],
	};
}
