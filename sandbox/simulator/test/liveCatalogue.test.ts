import { describe, expect, it } from 'vitest';
import { marketModels } from '../catalogue/index.ts';
import { start, until } from './helpers.ts';
import type { Kie, Reply } from './helpers.ts';

type Json = Record<string, unknown>;

interface Listed {
	model: string;
	slug: string;
	title: string;
	provider: string;
	taskType: string[];
	description: string | null;
	pricingDesc: string | null;
}

const models = '/api/v1/models';
const second = 1_000;

/** The list, a second after whatever was asked before. */
async function list(kie: Kie, query = ''): Promise<{ total: number; models: Listed[] }> {
	kie.advance(second);
	const { data, msg } = await kie.get(`${models}${query}`);
	expect(msg).toBe('success');
	return data as never;
}

async function ask(kie: Kie, id: string, what: string): Promise<Reply> {
	kie.advance(second);
	return await kie.get(`${models}/${id}/${what}`);
}

async function openapi(kie: Kie, id: string): Promise<Json> {
	const { data } = await ask(kie, id, 'schema');
	expect(data.model).toBe(id);
	return data.openapi as Json;
}

/** What stands at the end of a way into a document. */
const at = (document: unknown, ...way: string[]): Json =>
	way.reduce((found, name) => (found as Json)[name], document) as Json;

const bodySchema = (document: Json, path = '/api/v1/jobs/createTask') =>
	at(document, 'paths', path, 'post', 'requestBody', 'content', 'application/json', 'schema');
const inputSchema = (document: Json) => at(bodySchema(document), 'properties', 'input');

describe('the list', () => {
	it('has all models in one answer, in the form recorded', async () => {
		const kie = await start();
		const all = await list(kie);
		expect(all.total).toBe(all.models.length);
		expect(all.models.length).toBeGreaterThan(85);
		expect(new Set(all.models.map(({ model }) => model)).size).toBe(all.models.length);
		expect(all.models.find(({ model }) => model === 'gpt-image-2-image-to-image')).toEqual({
			model: 'gpt-image-2-image-to-image',
			slug: 'gpt-image-2-image-to-image',
			title: 'Gpt Image 2 Image To Image',
			provider: 'OpenAI',
			taskType: ['Image to Image'],
			description: null,
			pricingDesc: expect.stringContaining('6 credits ($0.03) for 1 K') as string,
		});
		const described = new Set(all.models.map(({ description }) => description));
		expect([...described]).toEqual([null, '']);
		expect(all.models.filter(({ pricingDesc }) => pricingDesc === null)).not.toEqual([]);
	});

	it('has more than 60 models that make images, and they can be used', async () => {
		const kie = await start();
		const query = '?taskType=Text%20to%20Image,Image%20to%20Image';
		const images = (await list(kie, query)).models.map(({ model }) => model);
		expect(images.length).toBeGreaterThan(60);
		expect(images).toContain('nano-banana-2-1');
		expect(images).not.toContain('veo-3-1');
		expect(images.filter((id) => !marketModels.has(id))).toEqual(['4o-image-api', 'flux1-kontext']);
	});

	it('can be narrowed by kind of task, provider and words', async () => {
		const kie = await start();
		const ids = async (query: string) => (await list(kie, query)).models.map(({ model }) => model);
		expect(await ids('?provider=Recraft')).toEqual([
			...['recraft/remove-background', 'recraft/crisp-upscale'],
		]);
		expect(await ids('?q=banana%202')).toEqual([
			...['nano-banana-2', 'nano-banana-2-lite', 'nano-banana-2-1'],
		]);
		expect(await ids('?taskType=Text%20to%20Music')).toEqual(['ai-music-api/generate']);
		expect(await ids('?taskType=Image%20to%20Image&provider=openai&q=sunburst')).toEqual([
			'gpt-image-2-5-sunburst-image-to-image',
		]);
		expect(await ids('?q=midjourney')).toEqual([]);
	});
});

describe('a schema', () => {
	it('is the OpenAPI of one create, with the values that the create takes', async () => {
		const kie = await start();
		const document = await openapi(kie, 'gpt-image-2-text-to-image');
		expect(document.openapi).toBe('3.1.0');
		const body = bodySchema(document);
		expect(body.required).toEqual(['model', 'input']);
		const { properties, required } = inputSchema(document);
		expect(required).toEqual(['prompt']);
		expect(properties).toMatchObject({
			prompt: { type: 'string', minLength: 1, maxLength: 20_000 },
			resolution: { type: 'string', enum: ['1K', '2K', '4K'] },
		});
		expect(at(properties, 'resolution')).not.toHaveProperty('default');
	});

	it('leaves its slashes as they are', async () => {
		const kie = await start();
		await openapi(kie, 'flux-2/pro-image-to-image');
		const encoded = await ask(kie, 'flux-2%2Fpro-image-to-image', 'schema');
		expect(encoded).toMatchObject({ http: 404, status: 404, error: 'Not Found' });
	});

	it('may have integers to choose from, deprecated fields, lists and whole objects', async () => {
		const kie = await start();
		expect(inputSchema(await openapi(kie, 'veo-3-1')).properties).toMatchObject({
			duration: { type: 'integer', enum: [4, 6, 8], default: 8 },
			enable_fallback: { type: 'boolean', default: false, deprecated: true },
			image_urls: { type: 'array', items: { type: 'string' } },
		});
		expect(inputSchema(await openapi(kie, 'wan/2-7-image')).properties).toMatchObject({
			color_palette: {
				...{ type: 'array', minItems: 3, maxItems: 10 },
				items: { type: 'object', properties: { hex: { type: 'string' } } },
			},
			bbox_list: { type: 'array', items: { type: 'array', items: { type: 'array' } } },
		});
	});

	it('may tell its limits in words alone, or others than in its words', async () => {
		const kie = await start();
		const { properties } = inputSchema(await openapi(kie, 'nano-banana-2-1'));
		expect(at(properties, 'prompt')).not.toHaveProperty('maxLength');
		expect(at(properties, 'prompt').description).toContain('Max length: 20000 characters');
		expect(at(properties, 'image_input').description).toContain('Up to 10 images');
		expect(at(properties, 'image_input').maxItems).toBe(14);
	});

	it('may have another path than createTask', async () => {
		const kie = await start();
		const image = await openapi(kie, '4o-image-api');
		expect(Object.keys(at(image, 'paths'))).toEqual(['/api/v1/gpt4o-image/generate']);
		const flux = bodySchema(await openapi(kie, 'flux1-kontext'), '/api/v1/flux/kontext/generate');
		expect(Object.keys(at(flux, 'properties'))).toContain('aspectRatio');
	});

	it('may ask for one form of several', async () => {
		const kie = await start();
		expect(
			inputSchema(await openapi(kie, 'grok-imagine-image-2-0/segment-map')).oneOf,
		).toMatchObject([{ required: ['task_id'] }, { required: ['image_url'] }]);
		const { anyOf } = inputSchema(await openapi(kie, 'grok-imagine-image-2-0/image-edit'));
		expect(anyOf).toMatchObject([
			{ required: ['prompt', 'task_id'] },
			{ required: ['prompt', 'image_urls'] },
		]);
	});

	it('may name a field with a space at the end', async () => {
		const kie = await start();
		const { properties, required } = inputSchema(await openapi(kie, 'happyhorse/image-to-video'));
		expect(Object.keys(at(properties))).toContain('image_urls ');
		expect(required).toEqual(['image_urls ']);
	});

	it('refers to components by names with percent signs, or with a space at the end', async () => {
		const kie = await start();
		const text = async (id: string) => JSON.stringify(await openapi(kie, id));
		const seedance = await text('bytedance/seedance-1.5-pro');
		expect(seedance).toContain('"$ref":"#/components/schemas/response%20not%20with%20recordId"');
		expect(seedance).toContain('"response not with recordId":');
		expect(await text('veo-3-1')).toContain('"$ref":"#/components/responses/Error "');
		const kling = await openapi(kie, 'kling-3.0/video');
		const { items } = at(inputSchema(kling), 'properties', 'multi_prompt') as { items: Json };
		expect(items).toEqual({ $ref: '#/components/schemas/multi_prompt%20item%20' });
		expect(at(kling, 'components', 'schemas', 'multi_prompt item ').required).toEqual([
			...['prompt', 'duration'],
		]);
	});

	it('may be missing', async () => {
		const kie = await start();
		for (const id of ['bytedance/seedream', 'runway/extend-ai-video'])
			expect((await ask(kie, id, 'schema')).data).toEqual({ model: id, openapi: null });
	});

	it('asks for nothing that its create does not take', async () => {
		const kie = await start({ speed: 100_000, credits: 1_000_000 });
		const link = 'http://127.0.0.1:9/a.png';
		const valueOf = (schema: Json): unknown => {
			if ('default' in schema) return schema.default;
			if (Array.isArray(schema.enum)) return schema.enum[0] as unknown;
			if (schema.format === 'uri') return link;
			if (schema.type === 'array') return [valueOf(at(schema, 'items'))];
			if (schema.type === 'object') return filledIn(schema);
			if (schema.type === 'boolean') return false;
			if (schema.type === 'string') return 'A cat';
			return schema.minimum ?? 4;
		};
		const filledIn = ({ properties, required = [], oneOf, anyOf }: Json): Json => {
			const form = (oneOf ?? anyOf) as Json[] | undefined;
			if (form?.[0]) return filledIn(form[0]);
			return Object.fromEntries(
				(required as string[]).map((name) => [name, valueOf(at(properties, name))]),
			);
		};
		const tried: string[] = [];
		for (const { model } of (await list(kie)).models) {
			const { data } = await ask(kie, model, 'schema');
			if (!data.openapi || !('/api/v1/jobs/createTask' in at(data.openapi, 'paths'))) continue;
			const input = filledIn(inputSchema(data.openapi as Json));
			const { msg } = await kie.post('/api/v1/jobs/createTask', { model, input });
			expect(msg, `${model} ${JSON.stringify(input)}`).toBe('success');
			tried.push(model);
		}
		expect(tried.length).toBeGreaterThan(70);
	});
});

describe('a price and the success of a day', () => {
	it('are told of each model', async () => {
		const kie = await start();
		expect((await ask(kie, 'qwen/image-edit', 'price')).data).toEqual({
			model: 'qwen/image-edit',
			pricingDesc: expect.stringContaining('≈ $0.03 per megapixel') as string,
		});
		expect((await ask(kie, 'ideogram/v3-remix', 'price')).data.pricingDesc).toBeNull();
		const { data } = await ask(kie, 'z-image', 'success-rate');
		const points = data.points as Json[];
		expect(points).toHaveLength(144);
		expect(points[0]).toEqual({
			start: expect.stringMatching(/^[\d-]+T\d\d:\d0:00Z$/) as string,
			end: expect.stringMatching(/^[\d-]+T\d\d:\d0:00Z$/) as string,
			...{ successRate: 100, errorRate: 0, isNormal: true },
		});
		expect(points.at(-1)).toMatchObject({ successRate: null, errorRate: null });
	});
});

describe('the calls', () => {
	const tooFast = {
		...{ http: 200, code: 429, data: null },
		msg: 'Your call frequency is too high. Please try again later.',
	};
	const four = [
		models,
		...['schema', 'price', 'success-rate'].map((what) => `${models}/z-image/${what}`),
	];

	/** The codes of calls that arrive at once. So slow a clock does not reach the next second by itself. */
	async function atOnce(kie: Kie, calls: (() => Promise<Reply>)[]): Promise<Reply[]> {
		const before = kie.requests().length;
		const replies = Promise.all(calls.map((call) => call()));
		await until(() => kie.requests().length === before + calls.length);
		kie.advance(250);
		return await replies;
	}

	it('share one request a second, by account', async () => {
		const kie = await start({ speed: 0.05, apiKeys: ['sim-kie-key', 'another-key'] });
		const calls = four.map((path) => () => kie.get(path));
		const first = await atOnce(kie, calls);
		expect(first.map(({ code }) => code).sort()).toEqual([200, 429, 429, 429]);
		expect(first.find(({ code }) => code === 429)).toMatchObject(tooFast);
		const [other] = await atOnce(kie, [() => kie.get(models, 'another-key')]);
		expect(other?.code).toBe(200);
		kie.advance(second);
		const later = await atOnce(kie, calls);
		expect(later.map(({ code }) => code).sort()).toEqual([200, 429, 429, 429]);
	});

	it('do not count as creates or reads, nor those as calls', async () => {
		const kie = await start({ speed: 0.05 });
		const order = { prompt: 'A cat', size: '1:1' };
		const replies = await atOnce(kie, [
			() => kie.post('/api/v1/gpt4o-image/generate', order),
			() => kie.get('/api/v1/chat/credit'),
			() => kie.get(models),
		]);
		expect(replies.map(({ code }) => code)).toEqual([200, 200, 200]);
	});

	it('need the key as a bearer', async () => {
		const kie = await start();
		for (const path of four) {
			expect(await kie.get(path, 'wrong')).toMatchObject({ http: 200, code: 401 });
			const response = await fetch(kie.url + path, { headers: { apikey: 'sim-kie-key' } });
			expect(await response.json()).toMatchObject({ code: 401 });
		}
	});

	it('know no other model, and no other fact', async () => {
		const kie = await start();
		for (const what of ['schema', 'price', 'success-rate'])
			expect(await ask(kie, 'nano-banana', what)).toMatchObject({
				...{ http: 200, code: 404, data: null },
				msg: 'The model name you specified is not supported. Please verify your input and use one of the supported models provided by KIE.',
			});
		expect((await ask(kie, 'z-image', 'secrets')).http).toBe(404);
	});

	it('go wrong on request', async () => {
		const kie = await start();
		const on = 'catalogue';
		kie.addFault({ kind: 'error', on, code: 401, as: 'body' });
		expect(await kie.get(models)).toMatchObject({ http: 200, code: 401 });
		kie.addFault({ kind: 'error', on });
		expect(await kie.get(models)).toMatchObject({ http: 500, code: 500 });
		kie.addFault({ kind: 'rateLimit', on });
		expect(await kie.get(models)).toMatchObject(tooFast);
		kie.addFault({ kind: 'reset', on });
		await expect(kie.get(models)).rejects.toThrow('fetch failed');
		kie.addFault({ kind: 'html', on, match: { path: '/price' } });
		expect((await kie.get(models)).code).toBe(200);
		kie.advance(second);
		const { url } = kie;
		const headers = { authorization: 'Bearer sim-kie-key' };
		expect((await fetch(`${url}${models}/z-image/price`, { headers })).status).toBe(502);
	});

	it('are slow on request', async () => {
		const kie = await start({ speed: 1 });
		kie.addFault({ kind: 'slow', on: 'catalogue', delayMs: 3_600_000 });
		let answered = false;
		const reply = kie.get(models).finally(() => (answered = true));
		expect((await kie.get('/api/v1/chat/credit')).code).toBe(200);
		expect(answered).toBe(false);
		kie.advance(3_601_000);
		expect((await reply).code).toBe(200);
	});

	it('strike one model on request', async () => {
		const kie = await start();
		const model = 'gpt-image-2-text-to-image';
		kie.addFault({ kind: 'error', on: 'catalogue', match: { model }, times: 'always' });
		expect((await ask(kie, 'z-image', 'schema')).code).toBe(200);
		expect((await ask(kie, model, 'schema')).code).toBe(500);
		await list(kie);
	});
});

describe('a model can vanish', () => {
	const model = 'recraft/crisp-upscale';

	it('from the catalogue, though it can be used', async () => {
		const kie = await start();
		kie.addFault({ kind: 'unlisted', match: { model }, times: 'always' });
		expect((await list(kie, '?provider=Recraft')).models).toMatchObject([
			{ model: 'recraft/remove-background' },
		]);
		expect((await ask(kie, model, 'schema')).code).toBe(404);
		const order = { model, input: { image: 'http://127.0.0.1:9/a.png' } };
		expect((await kie.post('/api/v1/jobs/createTask', order)).code).toBe(200);
	});

	it('with its schema alone', async () => {
		const kie = await start();
		kie.addFault({ kind: 'noSchema', match: { model } });
		expect((await ask(kie, model, 'schema')).data).toEqual({ model, openapi: null });
		expect((await ask(kie, model, 'schema')).data.openapi).not.toBeNull();
	});
});
