import { describe, expect, it } from 'vitest';
import { marketModels } from '../catalogue/index.ts';
import { start } from './helpers.ts';
import type { Reply } from './helpers.ts';

const link = 'http://127.0.0.1:9/a.png';
const links = (count: number) => Array.from({ length: count }, () => link);
const prompt = 'A cat';

type Row = [what: string, fields: Record<string, unknown>, refusal: string | null];

const gpt4oRows: Row[] = [
	['prompt alone', { prompt, size: '1:1' }, null],
	['files alone', { filesUrl: [link], size: '3:2' }, null],
	['neither', { size: '1:1' }, 'at least one of prompt or filesUrl'],
	['an empty prompt', { prompt: '', size: '1:1' }, 'at least one of prompt or filesUrl'],
	['no size', { prompt }, 'size is required'],
	['an unknown size', { prompt, size: '16:9' }, 'size must be one of "1:1", "3:2", "2:3"'],
	['five files', { filesUrl: links(5), size: '2:3' }, null],
	['six files', { filesUrl: links(6), size: '2:3' }, 'filesUrl must not contain more than 5'],
	['no files', { prompt, filesUrl: [], size: '1:1' }, 'filesUrl must contain at least one URL'],
	['one file as text', { filesUrl: link, size: '1:1' }, 'filesUrl must be an array'],
	['a file that is no URL', { filesUrl: ['a.png'], size: '1:1' }, 'filesUrl must contain valid'],
	['three variants', { prompt, size: '1:1', nVariants: 3 }, 'nVariants must be one of 1, 2, 4'],
	['variants as text', { prompt, size: '1:1', nVariants: '2' }, 'nVariants must be one of'],
	['four variants', { prompt, size: '1:1', nVariants: 4 }, null],
	['a mask for one file', { filesUrl: [link], maskUrl: link, size: '1:1' }, null],
	['a mask for two', { filesUrl: links(2), maskUrl: link, size: '1:1' }, 'exactly one image'],
	['a mask for none', { prompt, maskUrl: link, size: '1:1' }, 'exactly one image'],
	['flags', { prompt, size: '1:1', isEnhance: true, uploadCn: false }, null],
	['a flag as text', { prompt, size: '1:1', isEnhance: 'true' }, 'isEnhance must be true or false'],
	['a fallback', { prompt, size: '1:1', enableFallback: true, fallbackModel: 'GPT_IMAGE_1' }, null],
	[
		'an unknown fallback',
		{ prompt, size: '1:1', enableFallback: true, fallbackModel: 'DALL_E' },
		'fallbackModel must be one of "FLUX_MAX", "GPT_IMAGE_1"',
	],
	[
		'a fallback that is off',
		{ prompt, size: '1:1', fallbackModel: 'FLUX_MAX' },
		'only when enableFallback is true',
	],
	['the deprecated fileUrl', { fileUrl: link, prompt, size: '1:1' }, 'fileUrl is not a parameter'],
	[
		'the spelling of an older document',
		{ prompt, size: '1:1', variants: 2 },
		'variants is not a parameter',
	],
	['a callback elsewhere', { prompt, size: '1:1', callbackUrl: link }, 'callbackUrl is not'],
	['a callback that is no URL', { prompt, size: '1:1', callBackUrl: 'me' }, 'callBackUrl must be'],
];

const fluxRows: Row[] = [
	['prompt alone', { prompt }, null],
	['no prompt', {}, 'prompt is required'],
	['a blank prompt', { prompt: '  ' }, 'prompt is required'],
	['a long prompt', { prompt: 'x'.repeat(3000) }, null],
	['too long a prompt', { prompt: 'x'.repeat(3001) }, 'not be longer than 3000 characters'],
	['each option', { prompt, aspectRatio: '21:9', outputFormat: 'png', watermark: 'me' }, null],
	['max', { prompt, model: 'flux-kontext-max', promptUpsampling: true, safetyTolerance: 6 }, null],
	['an unknown model', { prompt, model: 'flux-kontext' }, 'model must be one of'],
	['5:4', { prompt, aspectRatio: '5:4' }, 'aspectRatio must be one of'],
	['webp', { prompt, outputFormat: 'webp' }, 'outputFormat must be one of "jpeg", "png"'],
	['ratio', { prompt, ratio: '16:9' }, 'ratio is not a parameter'],
	['output_format', { prompt, output_format: 'png' }, 'output_format is not a parameter'],
	['tolerance 7', { prompt, safetyTolerance: 7 }, 'safetyTolerance must be from 0 to 6'],
	['an edit at tolerance 2', { prompt, inputImage: link, safetyTolerance: 2 }, null],
	[
		'an edit at tolerance 3',
		{ prompt, inputImage: link, safetyTolerance: 3 },
		'safetyTolerance must be from 0 to 2 when inputImage is given',
	],
];

type MarketRow = [model: string, input: Record<string, unknown>, refusal: string | null];

const marketRows: MarketRow[] = [
	['google/nano-banana', { prompt, aspect_ratio: '21:9', output_format: 'jpeg' }, null],
	['google/nano-banana', { prompt, image_size: '5:4' }, null],
	['google/nano-banana', { prompt: 'x'.repeat(5001) }, 'longer than 5000'],
	['google/nano-banana', { prompt, output_format: 'jpg' }, 'output_format must be one of'],
	['google/nano-banana', { prompt, image_urls: [link] }, 'image_urls is not a parameter'],
	['google/nano-banana-edit', { prompt }, 'image_urls is required'],
	['google/nano-banana-edit', { prompt, image_urls: links(10) }, null],
	['google/nano-banana-edit', { prompt, image_urls: links(11) }, 'more than 10 URLs'],
	[
		'nano-banana-pro',
		{ prompt, resolution: '4K', output_format: 'jpg', image_input: links(8) },
		null,
	],
	['nano-banana-pro', { prompt, image_input: links(9) }, 'more than 8 URLs'],
	['nano-banana-pro', { prompt, resolution: '4k' }, 'resolution must be one of'],
	['nano-banana-pro', { prompt, output_format: 'jpeg' }, 'output_format must be one of'],
	['nano-banana-pro', { input_prompt: prompt }, 'prompt is required'],
	['nano-banana-pro', { prompt, aspect_ratio: '9:21' }, 'aspect_ratio must be one of'],
	[
		'bytedance/seedream-v4-text-to-image',
		{ prompt, image_size: 'portrait_3_2', image_resolution: '2K', max_images: 6, seed: 1 },
		null,
	],
	['bytedance/seedream-v4-text-to-image', { prompt, max_images: 7 }, 'from 1 to 6'],
	['bytedance/seedream-v4-text-to-image', { prompt, max_images: '2' }, 'must be an integer'],
	[
		'bytedance/seedream-v4-text-to-image',
		{ prompt, image_size: '1:1' },
		'image_size must be one of',
	],
	['bytedance/seedream-v4-edit', { prompt }, 'image_urls is required'],
	['google/imagen4', { prompt, negative_prompt: 'dogs', aspect_ratio: 'auto', seed: '7' }, null],
	['google/imagen4', { prompt, seed: 7 }, 'seed must be a string'],
	['google/imagen4-ultra', { prompt, num_images: '2' }, 'num_images is not a parameter'],
	['google/imagen4-fast', { prompt, seed: 7 }, null],
	['google/imagen4-fast', { prompt, seed: '7' }, 'seed must be an integer'],
	['google/imagen4', { prompt, aspect_ratio: '3:2' }, 'aspect_ratio must be one of'],
	['ideogram/v3-text-to-image', { prompt, style: 'DESIGN', rendering_speed: 'TURBO' }, null],
	['ideogram/v3-text-to-image', { prompt, num_images: '2' }, 'num_images is not a parameter'],
	[
		'ideogram/v3-text-to-image',
		{ prompt, image_size: 'landscape_3_2' },
		'image_size must be one of',
	],
	['ideogram/v3-edit', { prompt, image_url: link, mask_url: link, seed: 3 }, null],
	['ideogram/v3-edit', { prompt, image_url: link }, 'mask_url is required'],
	['ideogram/v3-edit', { prompt, image_url: link, mask_url: link, style: 'AUTO' }, 'style is not'],
	['ideogram/v3-remix', { prompt, image_url: link, strength: 0.01, num_images: '4' }, null],
	['ideogram/v3-remix', { prompt, image_url: link, strength: 0 }, 'from 0.01 to 1'],
	[
		'ideogram/v3-remix',
		{ prompt, image_url: link, num_images: 2 },
		'num_images must be one of "1"',
	],
	['ideogram/v3-remix', { prompt }, 'image_url is required'],
	['ideogram/character', { prompt, reference_image_urls: [link], style: 'FICTION' }, null],
	['ideogram/character', { prompt }, 'reference_image_urls is required'],
	[
		'ideogram/character',
		{ prompt, reference_image_urls: [link], style: 'DESIGN' },
		'style must be',
	],
	[
		'ideogram/character-edit',
		{ prompt, image_url: link, mask_url: link, reference_image_urls: [link], num_images: '2' },
		null,
	],
	[
		'ideogram/character-edit',
		{ prompt, image_url: link, reference_image_urls: [link] },
		'mask_url',
	],
	[
		'ideogram/character-remix',
		{ prompt, image_url: link, reference_image_urls: [link], strength: 0.1, image_urls: [link] },
		null,
	],
	[
		'ideogram/character-remix',
		{ prompt, image_url: link, reference_image_urls: [link], strength: 0.05 },
		'from 0.1 to 1',
	],
	[
		'ideogram/character-remix',
		{
			prompt,
			image_url: link,
			reference_image_urls: [link],
			negative_prompt: 'x'.repeat(501),
		},
		'longer than 500',
	],
	['grok-imagine-image-2-0/segment-map', { task_id: '0f' }, null],
	['grok-imagine-image-2-0/segment-map', { image_url: link }, null],
	['grok-imagine-image-2-0/segment-map', {}, 'at least one of task_id or image_url'],
	['grok-imagine-image-2-0/segment-map', { task_id: 7 }, 'task_id must be a string'],
	['grok-imagine-image-2-0/segment-map', { task_id: '0f', prompt }, 'prompt is not a parameter'],
	['qwen/text-to-image', { prompt, whatever: 1 }, null],
	['qwen/text-to-image', {}, 'prompt is required'],
	['nano-banana', { prompt }, 'the model "nano-banana" is not supported'],
	['google/imagen-4', { prompt }, 'is not supported'],
];

function judge(what: string, reply: Reply, refusal: string | null): void {
	expect(reply.http, what).toBe(200);
	if (refusal === null) {
		expect(reply, what).toMatchObject({ code: 200, msg: 'success' });
		return;
	}
	expect(reply.code, what).toBe(422);
	expect(reply.msg, what).toContain('The request parameters failed validation checks');
	expect(reply.msg, what).toContain(refusal);
}

describe('what is refused, and how', () => {
	it.each([
		['/api/v1/gpt4o-image/generate', gpt4oRows],
		['/api/v1/flux/kontext/generate', fluxRows],
	])('%s', async (path, rows) => {
		const kie = await start({ speed: 100_000 });
		for (const [what, fields, refusal] of rows) {
			judge(what, await kie.post(path, fields), refusal);
		}
		expect(kie.ledger().tasks).toHaveLength(
			rows.filter(([, , refusal]) => refusal === null).length,
		);
	});

	it('/api/v1/jobs/createTask', async () => {
		const kie = await start({ speed: 100_000 });
		for (const [model, input, refusal] of marketRows) {
			const what = `${model} ${JSON.stringify(input).slice(0, 100)}`;
			judge(what, await kie.post('/api/v1/jobs/createTask', { model, input }), refusal);
		}
		const seen = new Set(marketRows.map(([model]) => model));
		const documented = [...marketModels.values()].filter(({ lenient }) => !lenient);
		expect(documented.filter(({ id }) => !seen.has(id))).toEqual([]);
	});

	it('takes a market request only in its own form', async () => {
		const kie = await start({ speed: 100_000 });
		const create = async (body: unknown) => (await kie.post('/api/v1/jobs/createTask', body)).msg;
		const model = 'google/nano-banana';
		expect(await create({ input: { prompt } })).toContain('model is required');
		expect(await create({ model, prompt })).toContain('prompt is not a parameter');
		expect(await create({ model })).toContain('input must be an object');
		expect(await create({ model, input: '{"prompt":"x"}' })).toContain('input must be an object');
		expect(await create({ model, input: { prompt, callBackUrl: link } })).toContain('callBackUrl');
		expect(await create({ model, input: { prompt }, callBackUrl: 'x' })).toContain('callBackUrl');
		expect(await create({ model, input: { prompt }, callBackUrl: link })).toBe('success');
	});

	it('notes each refusal and bills none', async () => {
		const kie = await start();
		await kie.post('/api/v1/gpt4o-image/generate', { prompt });
		expect(kie.ledger()).toMatchObject({
			totals: { tasks: 0, creditsBilled: 0, refused: 1 },
			refusals: [{ path: '/api/v1/gpt4o-image/generate', code: 422 }],
		});
	});
});
