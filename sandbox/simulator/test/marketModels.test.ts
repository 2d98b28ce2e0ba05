import { describe, expect, it } from 'vitest';
import { marketModels } from '../catalogue/index.ts';
import { start } from './helpers.ts';
import type { Kie } from './helpers.ts';

const link = 'http://127.0.0.1:9/a.png';
const links = (count: number) => Array.from({ length: count }, () => link);
const letters = (count: number) => 'x'.repeat(count);
const prompt = 'A cat';

const create = '/api/v1/jobs/createTask';

/** Taken, or refused: for which kind of fault, and because of what. */
type Verdict = 'taken' | `${'missing' | 'type' | 'option' | 'limit'} ${string}`;
type Row = [model: string, input: Record<string, unknown>, verdict: Verdict];

/** What KIE says to each kind of fault; only the choices name their field. */
function wordsFor(kind: string, field: string): { code: number; msg: string } {
	const words: Record<string, { code: number; msg: string }> = {
		missing: { code: 500, msg: 'This field is required' },
		type: {
			code: 500,
			msg: 'Server exception, please try again later or contact customer service',
		},
		option: { code: 422, msg: `${field} is not within the range of allowed options` },
		limit: { code: 422, msg: 'The request parameters failed validation checks' },
	};
	return words[kind] ?? { code: 200, msg: 'success' };
}

async function judge(kie: Kie, [model, input, verdict]: Row): Promise<void> {
	const what = `${model} ${JSON.stringify(input).slice(0, 200)}`;
	const { http, code, msg } = await kie.post(create, { model, input });
	const [kind = '', ...because] = verdict.split(' ');
	const reason = because.join(' ');
	const [field = ''] = because;
	expect({ http, code, msg }, what).toEqual({ http: 200, ...wordsFor(kind, field) });
	if (kind !== 'taken')
		expect(kie.ledger().refusals.at(-1)?.reason, what).toEqual(expect.stringContaining(reason));
}

const square = { aspect_ratio: '1:1' };
const ratio = (aspect_ratio: string, resolution?: string) => ({
	...{ prompt, aspect_ratio },
	...(resolution === undefined ? {} : { resolution }),
});

const families: Record<string, Row[]> = {
	'Nano Banana': [
		['google/nano-banana', { prompt, aspect_ratio: '21:9', output_format: 'jpeg' }, 'taken'],
		['google/nano-banana', { prompt, image_size: '5:4' }, 'taken'],
		['google/nano-banana', { prompt: letters(5001) }, 'limit prompt must not be longer than 5000'],
		['google/nano-banana', { prompt, output_format: 'jpg' }, 'option output_format must be one of'],
		['google/nano-banana-edit', { prompt }, 'missing image_urls'],
		[
			'google/nano-banana-edit',
			{ prompt, image_urls: [] },
			'limit image_urls must contain at least',
		],
		['google/nano-banana-edit', { prompt, image_urls: links(10) }, 'taken'],
		['google/nano-banana-edit', { prompt, image_urls: links(11) }, 'limit image_urls must not'],
		[
			'nano-banana-pro',
			{ prompt, resolution: '4K', output_format: 'jpg', image_input: links(8) },
			'taken',
		],
		['nano-banana-pro', { prompt, image_input: links(9) }, 'limit image_input'],
		['nano-banana-pro', { prompt, resolution: '4k' }, 'option resolution'],
		['nano-banana-pro', { prompt, output_format: 'jpeg' }, 'option output_format'],
		['nano-banana-pro', { input_prompt: prompt }, 'missing prompt'],
		['nano-banana-pro', { prompt, ...square, aspect_ratio: '9:21' }, 'option aspect_ratio'],
		['nano-banana-2', { prompt: letters(20_000), image_input: links(14) }, 'taken'],
		['nano-banana-2', { prompt: letters(20_001) }, 'limit prompt'],
		['nano-banana-2', { prompt, image_input: links(15) }, 'limit image_input'],
		['nano-banana-2', { prompt, aspect_ratio: '1:8', output_format: 'jpg' }, 'taken'],
		['nano-banana-2', { prompt, output_format: 'jpeg' }, 'option output_format'],
		['nano-banana-2-1', { prompt, image_input: links(10), resolution: '4K' }, 'taken'],
		['nano-banana-2-1', { prompt, image_input: [] }, 'taken'],
		['nano-banana-2-1', { prompt, image_input: links(11) }, 'limit image_input'],
		['nano-banana-2-1', { prompt, aspect_ratio: '9:21' }, 'option aspect_ratio'],
		['nano-banana-2-lite', { prompt, aspect_ratio: 'auto', image_urls: links(10) }, 'taken'],
		['nano-banana-2-lite', { prompt }, 'missing aspect_ratio'],
		['nano-banana-2-lite', { prompt, ...square, image_urls: links(11) }, 'limit image_urls'],
	],
	Imagen: [
		[
			'google/imagen4',
			{ prompt, negative_prompt: 'dogs', aspect_ratio: 'auto', seed: '7' },
			'taken',
		],
		['google/imagen4', { prompt, seed: 7 }, 'type seed must be a string'],
		['google/imagen4', { prompt, aspect_ratio: '3:2' }, 'option aspect_ratio'],
		['google/imagen4-ultra', { prompt, seed: '7' }, 'taken'],
		['google/imagen4-fast', { prompt, seed: 7 }, 'taken'],
		['google/imagen4-fast', { prompt, seed: '7' }, 'type seed must be an integer'],
	],
	'GPT Image': [
		['gpt-image/1.5-text-to-image', { prompt, ...square, quality: 'high' }, 'taken'],
		['gpt-image/1.5-text-to-image', { prompt, quality: 'high' }, 'missing aspect_ratio'],
		['gpt-image/1.5-text-to-image', { prompt, ...square }, 'missing quality'],
		[
			'gpt-image/1.5-image-to-image',
			{ prompt, ...square, quality: 'medium', input_urls: [link] },
			'taken',
		],
		['gpt-image/1.5-image-to-image', { prompt, ...square, quality: 'low' }, 'missing input_urls'],
		['gpt-image-2-text-to-image', { prompt }, 'taken'],
		['gpt-image-2-text-to-image', { prompt: '' }, 'missing prompt'],
		['gpt-image-2-text-to-image', ratio('9:21', '1K'), 'taken'],
		['gpt-image-2-text-to-image', { prompt, resolution: '2K' }, 'limit aspect_ratio auto'],
		['gpt-image-2-text-to-image', ratio('auto', '4K'), 'limit aspect_ratio auto'],
		['gpt-image-2-text-to-image', ratio('1:1', '2K'), 'taken'],
		['gpt-image-2-text-to-image', ratio('1:1', '4K'), 'limit aspect_ratio 1:1'],
		['gpt-image-2-text-to-image', ratio('5:4', '2K'), 'limit aspect_ratio 5:4'],
		['gpt-image-2-text-to-image', ratio('5:4', '4K'), 'taken'],
		['gpt-image-2-text-to-image', ratio('3:1', '4K'), 'limit aspect_ratio 3:1'],
		['gpt-image-2-text-to-image', ratio('21:9', '4K'), 'taken'],
		['gpt-image-2-text-to-image', { ...ratio('1:1'), background: 'transparent' }, 'taken'],
		[
			'gpt-image-2-text-to-image',
			{ ...ratio('16:9', '2K'), background: 'opaque' },
			'limit background is only supported in 1K',
		],
		['gpt-image-2-image-to-image', { prompt }, 'missing input_urls'],
		['gpt-image-2-image-to-image', { ...ratio('4:5'), input_urls: links(16) }, 'taken'],
		['gpt-image-2-image-to-image', { ...ratio('4:5'), input_urls: links(17) }, 'limit input_urls'],
		[
			'gpt-image-2-image-to-image',
			{ ...ratio('4:5', '4K'), input_urls: [link] },
			'limit aspect_ratio 4:5',
		],
		['gpt-image-2-5-flare-text-to-image', ratio('27:16'), 'taken'],
		['gpt-image-2-5-flare-text-to-image', ratio('27:16', '2K'), 'limit aspect_ratio 27:16'],
		['gpt-image-2-5-flare-text-to-image', ratio('5:4'), 'option aspect_ratio'],
		['gpt-image-2-5-sunburst-text-to-image', ratio('21:9', '4K'), 'taken'],
		['gpt-image-2-5-flare-image-to-image', { ...ratio('3:2'), input_urls: [link] }, 'taken'],
		[
			'gpt-image-2-5-flare-image-to-image',
			{ ...ratio('9:8'), input_urls: [link] },
			'option aspect_ratio',
		],
		[
			'gpt-image-2-5-sunburst-image-to-image',
			{ ...ratio('4:5'), input_urls: [link] },
			'option aspect_ratio',
		],
		['gpt-image-2-5-sunburst-image-to-image', { prompt, input_urls: links(16) }, 'taken'],
	],
	Seedream: [
		['bytedance/seedream', { prompt, guidance_scale: 2.5, seed: 3 }, 'taken'],
		['bytedance/seedream', { prompt, guidance_scale: 11 }, 'limit guidance_scale'],
		[
			'bytedance/seedream-v4-text-to-image',
			{ prompt, image_size: 'portrait_3_2', image_resolution: '2K', max_images: 6, seed: 1 },
			'taken',
		],
		['bytedance/seedream-v4-text-to-image', { prompt, max_images: 7 }, 'limit max_images'],
		['bytedance/seedream-v4-text-to-image', { prompt, max_images: '2' }, 'type max_images'],
		['bytedance/seedream-v4-text-to-image', { prompt, image_size: '1:1' }, 'option image_size'],
		['bytedance/seedream-v4-edit', { prompt }, 'missing image_urls'],
		['bytedance/seedream-v4-edit', { prompt, image_urls: links(10) }, 'taken'],
		['seedream/4.5-text-to-image', { prompt, ...square, quality: 'high' }, 'taken'],
		['seedream/4.5-text-to-image', { prompt, quality: 'high' }, 'missing aspect_ratio'],
		['seedream/4.5-text-to-image', { prompt, ...square }, 'missing quality'],
		['seedream/4.5-text-to-image', { prompt, ...square, quality: 'ultra' }, 'option quality'],
		[
			'seedream/4.5-text-to-image',
			{ prompt: letters(3001), ...square, quality: 'basic' },
			'limit prompt',
		],
		['seedream/4.5-edit', { prompt, ...square, quality: 'basic', image_urls: links(14) }, 'taken'],
		[
			'seedream/4.5-edit',
			{ prompt, ...square, quality: 'basic', image_urls: links(15) },
			'limit image_urls',
		],
		['seedream/5-lite-text-to-image', { prompt, ...square, quality: 'ultra' }, 'taken'],
		['seedream/5-lite-text-to-image', { prompt: 'ab', ...square, quality: 'high' }, 'limit prompt'],
		[
			'seedream/5-lite-text-to-image',
			{ prompt, ...square, quality: 'high', output_format: 'jpg' },
			'option output_format',
		],
		[
			'seedream/5-lite-image-to-image',
			{ prompt, ...square, quality: 'high' },
			'missing image_urls',
		],
		['seedream/5-pro-text-to-image', { prompt, ...square, quality: 'high' }, 'taken'],
		['seedream/5-pro-text-to-image', { prompt, ...square, quality: 'ultra' }, 'option quality'],
		[
			'seedream/5-pro-image-to-image',
			{ prompt, ...square, quality: 'high', image_urls: links(11) },
			'limit image_urls',
		],
		['seedream/5-flash-text-to-image', { prompt, size: '1.5K' }, 'taken'],
		['seedream/5-flash-text-to-image', { prompt, size: '4K' }, 'option size'],
		['seedream/5-flash-image-to-image', { prompt }, 'missing image_urls'],
		['seedream/5-flash-image-to-image', { prompt, image_urls: links(10) }, 'taken'],
		[
			'seedream/5-lite-image-to-image',
			{ prompt, ...square, quality: 'ultra', image_urls: links(14) },
			'taken',
		],
		[
			'seedream/5-pro-image-to-image',
			{ prompt, ...square, quality: 'high', image_urls: links(10) },
			'taken',
		],
		['seedream/5-flash-layer-decomposition', { image_url: link, size: 'auto' }, 'taken'],
		['seedream/5-pro-layer-decomposition', { image_url: link }, 'taken'],
		['seedream/5-pro-layer-decomposition', { prompt }, 'missing image_url'],
		['seedream/5-flash-layer-decomposition', { image_url: [link] }, 'type image_url'],
	],
	'Flux 2 and Z-Image': [
		['flux-2/pro-text-to-image', ratio('1:1', '2K'), 'taken'],
		['flux-2/pro-text-to-image', { prompt, ...square }, 'missing resolution'],
		['flux-2/pro-text-to-image', { prompt, resolution: '1K' }, 'missing aspect_ratio'],
		['flux-2/pro-text-to-image', ratio('auto', '1K'), 'option aspect_ratio'],
		['flux-2/flex-text-to-image', { ...ratio('1:1', '1K'), prompt: 'ab' }, 'limit prompt'],
		['flux-2/flex-text-to-image', ratio('2:3', '1K'), 'taken'],
		['flux-2/pro-image-to-image', { ...ratio('auto', '1K'), input_urls: links(8) }, 'taken'],
		['flux-2/flex-image-to-image', { ...ratio('auto', '1K'), input_urls: links(8) }, 'taken'],
		[
			'flux-2/pro-image-to-image',
			{ ...ratio('auto', '1K'), input_urls: links(9) },
			'limit input_urls',
		],
		['z-image', { prompt, ...square }, 'taken'],
		['z-image', { prompt }, 'missing aspect_ratio'],
		['z-image', ratio('auto'), 'option aspect_ratio'],
		['z-image', { ...square, prompt: letters(1001) }, 'limit prompt'],
	],
	Grok: [
		['grok-imagine/text-to-image', { prompt, enable_pro: true }, 'taken'],
		['grok-imagine/text-to-image', { prompt, enable_pro: 'true' }, 'type enable_pro'],
		['grok-imagine/image-to-image', { image_urls: [link] }, 'taken'],
		['grok-imagine/image-to-image', { image_urls: links(2) }, 'limit image_urls'],
		['grok-imagine-image-2-0/text-to-image', { prompt, ...square }, 'taken'],
		['grok-imagine-image-2-0/text-to-image', { prompt }, 'missing aspect_ratio'],
		['grok-imagine-image-2-0/image-edit', { prompt, task_id: '0f', mask_indexs: [1, 2] }, 'taken'],
		['grok-imagine-image-2-0/image-edit', { prompt, ...square, image_urls: [link] }, 'taken'],
		['grok-imagine-image-2-0/image-edit', { prompt, ...square }, 'missing prompt and task_id, or'],
		['grok-imagine-image-2-0/image-edit', { prompt, image_urls: [link] }, 'limit aspect_ratio'],
		['grok-imagine-image-2-0/segment-edit', { prompt, task_id: '0f', mask_indexs: [1] }, 'taken'],
		['grok-imagine-image-2-0/segment-edit', { prompt, mask_indexs: [1] }, 'missing task_id'],
		[
			'grok-imagine-image-2-0/segment-edit',
			{ prompt, task_id: '0f', mask_indexs: ['1'] },
			'type mask_indexs',
		],
		['grok-imagine-image-2-0/segment-map', { task_id: '0f' }, 'taken'],
		['grok-imagine-image-2-0/segment-map', { image_url: link }, 'taken'],
		['grok-imagine-image-2-0/segment-map', {}, 'missing task_id, or image_url'],
		['grok-imagine-image-2-0/segment-map', { task_id: 7 }, 'type task_id'],
	],
	Qwen: [
		['qwen/text-to-image', { prompt, acceleration: 'high', num_inference_steps: 30 }, 'taken'],
		['qwen/text-to-image', {}, 'missing prompt'],
		['qwen/image-to-image', { prompt, image_url: link, strength: 1 }, 'taken'],
		['qwen3/pro-image-to-image', { prompt, image_urls: links(3) }, 'taken'],
		['qwen/image-to-image', { prompt, image_url: link, strength: 1.1 }, 'limit strength'],
		['qwen/image-edit', { prompt, image_url: link, num_images: '4' }, 'taken'],
		['qwen2/text-to-image', { prompt: letters(800) }, 'taken'],
		['qwen2/text-to-image', { prompt: letters(801) }, 'limit prompt'],
		['qwen2/image-edit', { prompt, image_url: link, image_size: '21:9' }, 'taken'],
		['qwen2-1/text-to-image', { ...ratio('9:21', '2K'), output_format: 'webp' }, 'taken'],
		['qwen2-1/text-to-image', ratio('auto'), 'option aspect_ratio'],
		['qwen2-1/text-to-image', { prompt, resolution: '4K' }, 'option resolution'],
		['qwen2-1/text-to-image', { prompt, background: 'transparent' }, 'taken'],
		[
			'qwen2-1/text-to-image',
			{ prompt, background: 'transparent', output_format: 'jpeg' },
			'limit a transparent background',
		],
		['qwen2-1/text-to-image', { prompt, seed: '7' }, 'type seed'],
		['qwen2-1/image-to-image', { ...ratio('auto'), image_urls: links(10) }, 'taken'],
		['qwen2-1/image-to-image', { prompt, image_urls: links(11) }, 'limit image_urls'],
		['qwen2-1/image-to-image', { prompt, image_urls: [link], mask_url: link }, 'taken'],
		[
			'qwen2-1/image-to-image',
			{ prompt, image_urls: links(2), mask_url: link },
			'limit mask_url needs exactly one image',
		],
		[
			'qwen2-1/image-to-image',
			{ prompt, image_urls: [link], mask_url: link, background: 'transparent' },
			'limit mask_url',
		],
		['qwen3/text-to-image', { prompt, image_size: '21:9', seed: 2_147_483_647 }, 'taken'],
		['qwen3/text-to-image', { prompt, seed: 2_147_483_648 }, 'limit seed'],
		['qwen3/image-to-image', { prompt, image_urls: links(3) }, 'taken'],
		['qwen3/image-to-image', { prompt, image_urls: links(4) }, 'limit image_urls'],
		['qwen3/pro-text-to-image', { prompt, prompt_extend: false }, 'taken'],
		['qwen3/pro-image-to-image', { prompt }, 'missing image_urls'],
	],
	Ideogram: [
		['ideogram/v3-text-to-image', { prompt, style: 'DESIGN', rendering_speed: 'TURBO' }, 'taken'],
		['ideogram/v3-text-to-image', { prompt, image_size: 'landscape_3_2' }, 'option image_size'],
		['ideogram/v3-edit', { prompt, image_url: link, mask_url: link, seed: 3 }, 'taken'],
		['ideogram/v3-edit', { prompt, image_url: link }, 'missing mask_url'],
		['ideogram/v3-remix', { prompt, image_url: link, strength: 0.01, num_images: '4' }, 'taken'],
		['ideogram/v3-remix', { prompt, image_url: link, strength: 0 }, 'limit strength'],
		['ideogram/v3-remix', { prompt, image_url: link, num_images: 2 }, 'type num_images'],
		['ideogram/v3-remix', { prompt }, 'missing image_url'],
		['ideogram/v3-reframe', { image_url: link, image_size: 'square' }, 'taken'],
		['ideogram/character', { prompt, reference_image_urls: [link], style: 'FICTION' }, 'taken'],
		['ideogram/character', { prompt }, 'missing reference_image_urls'],
		[
			'ideogram/character',
			{ prompt, reference_image_urls: [link], style: 'DESIGN' },
			'option style',
		],
		[
			'ideogram/character-edit',
			{ prompt, image_url: link, mask_url: link, reference_image_urls: [link], num_images: '2' },
			'taken',
		],
		[
			'ideogram/character-edit',
			{ prompt, image_url: link, reference_image_urls: [link] },
			'missing mask_url',
		],
		[
			'ideogram/character-remix',
			{ prompt, image_url: link, reference_image_urls: [link], strength: 0.1, image_urls: [link] },
			'taken',
		],
		[
			'ideogram/character-remix',
			{ prompt, image_url: link, reference_image_urls: [link], strength: 0.05 },
			'limit strength',
		],
		[
			'ideogram/character-remix',
			{ prompt, image_url: link, reference_image_urls: [link], negative_prompt: letters(501) },
			'limit negative_prompt',
		],
	],
	Retouching: [
		['recraft/remove-background', { image: link }, 'taken'],
		['recraft/remove-background', { image_url: link }, 'missing image'],
		['recraft/remove-background', { image: [link] }, 'type image'],
		['recraft/crisp-upscale', { image: link }, 'taken'],
		['recraft/crisp-upscale', {}, 'missing image'],
		['topaz/image-upscale', { image_url: link, upscale_factor: '4' }, 'taken'],
		['topaz/image-upscale', { image_url: link }, 'missing upscale_factor'],
		['topaz/image-upscale', { image_url: link, upscale_factor: 4 }, 'type upscale_factor'],
		['topaz/image-upscale', { image_url: link, upscale_factor: '8' }, 'option upscale_factor'],
		['topaz/image-upscale', { image: link, upscale_factor: '2' }, 'missing image_url'],
	],
	'Wan 2.7': [
		['wan/2-7-image', { prompt }, 'taken'],
		['wan/2-7-image', { prompt, n: 4, input_urls: links(9) }, 'taken'],
		['wan/2-7-image', { prompt, n: 5 }, 'limit n must be from 1 to 4'],
		['wan/2-7-image', { prompt, n: 12, enable_sequential: true }, 'taken'],
		['wan/2-7-image', ratio('8:1', '1K'), 'taken'],
		['wan/2-7-image', ratio('8:1'), 'limit aspect_ratio needs resolution'],
		['wan/2-7-image', { ...ratio('1:1', '1K'), input_urls: [link] }, 'limit aspect_ratio does not'],
		['wan/2-7-image', { prompt, resolution: '4K' }, 'option resolution'],
		['wan/2-7-image-pro', { prompt, resolution: '4K' }, 'taken'],
		['wan/2-7-image-pro', { prompt, resolution: '4K', input_urls: [link] }, 'limit 4K is for text'],
		[
			'wan/2-7-image',
			{ prompt, color_palette: Array(3).fill({ hex: '#ff0000', ratio: '33.33%' }) },
			'taken',
		],
		['wan/2-7-image', { prompt, color_palette: [{ hex: '#ff0000' }] }, 'limit color_palette'],
		[
			'wan/2-7-image',
			{ prompt, color_palette: Array(3).fill({ hex: '#ff0000' }) },
			'missing ratio',
		],
		['wan/2-7-image', { prompt, bbox_list: [[[0, 0, 10, 10]]] }, 'taken'],
		['wan/2-7-image', { prompt, bbox_list: [[[0, 0, 10, '10']]] }, 'type bbox_list'],
	],
	'what is no image': [
		['veo-3-1', { prompt, duration: 8 }, 'taken'],
		['veo-3-1', { prompt, duration: '8' }, 'type duration'],
		['veo-3-1', { prompt, duration: 5 }, 'option duration'],
		['kling/v2-1-master-text-to-video', { prompt, duration: '10' }, 'taken'],
		['kling/v2-1-master-text-to-video', { prompt, duration: 10 }, 'type duration'],
		['kling-2.6/text-to-video', { prompt, ...square, duration: '5' }, 'missing sound'],
		['bytedance/seedance-1.5-pro', { prompt, ...square, duration: 4.5 }, 'taken'],
		['happyhorse/image-to-video', { 'image_urls ': [link] }, 'taken'],
		['happyhorse/image-to-video', { image_urls: [link] }, 'taken'],
		['ai-music-api/generate', { prompt, instrumental: true }, 'taken'],
		['ai-music-api/generate', { prompt }, 'missing instrumental'],
		['elevenlabs/text-to-dialogue-v3', { dialogue: [{ text: 'Hi', voice: 'Liam' }] }, 'taken'],
		['elevenlabs/text-to-dialogue-v3', { dialogue: [{ text: 'Hi' }] }, 'missing voice'],
	],
};

describe('createTask takes and refuses, as documented, requests of', () => {
	it.each(Object.entries(families))('%s', async (_name, rows) => {
		const kie = await start({ speed: 100_000, credits: 1_000_000 });
		for (const row of rows) await judge(kie, row);
		const taken = rows.filter(([, , verdict]) => verdict === 'taken');
		expect(kie.ledger().totals).toMatchObject({
			tasks: taken.length,
			refused: rows.length - taken.length,
		});
	});
});

it('every model is among those', () => {
	const taken = new Set(
		Object.values(families).flatMap((rows) =>
			rows.flatMap(([model, , verdict]) => (verdict === 'taken' ? [model] : [])),
		),
	);
	const images = [...marketModels.values()].filter(
		({ makes }) => !['video', 'speech', 'songs', 'masks'].includes(makes),
	);
	expect(images.length).toBeGreaterThan(60);
	expect(images.map(({ id }) => id).filter((id) => !taken.has(id))).toEqual([]);
});

describe('createTask', () => {
	const model = 'google/nano-banana';

	it('takes a request only in its own form', async () => {
		const kie = await start({ speed: 100_000 });
		const refusalOf = async (body: unknown) => {
			const { code } = await kie.post(create, body);
			return [code, kie.ledger().refusals.at(-1)?.reason];
		};
		expect(await refusalOf({ input: { prompt } })).toEqual([500, 'model is required']);
		expect(await refusalOf({ model, prompt })).toEqual([500, 'input is required']);
		expect(await refusalOf({ model, input: '{"prompt":"x"}' })).toEqual([
			...[500, 'input must be an object'],
		]);
		const order = { model, input: { prompt } };
		expect((await kie.post(create, { ...order, callBackUrl: 'x' })).code).toBe(422);
		expect((await kie.post(create, { ...order, callBackUrl: link })).code).toBe(200);
	});

	it('knows a model by its exact ID', async () => {
		const kie = await start({ speed: 100_000 });
		for (const id of ['nano-banana', 'google/imagen-4', 'flux-2-pro', '4o-image-api'])
			expect(await kie.post(create, { model: id, input: { prompt } })).toMatchObject({
				code: 422,
				msg: expect.stringContaining('is not supported') as string,
			});
	});

	it('ignores what a model does not have, and the ledger says what', async () => {
		const kie = await start({ speed: 100_000 });
		const input = { prompt, image_urls: [link], callBackUrl: link };
		expect((await kie.post(create, { model, input, prompt })).code).toBe(200);
		expect(kie.ledger().tasks[0]?.ignored).toEqual([
			...['prompt', 'input.image_urls', 'input.callBackUrl'],
		]);
	});

	it.each(['text/plain', 'application/x-www-form-urlencoded'])(
		'makes nothing of JSON that comes as %s',
		async (type) => {
			const kie = await start({ speed: 100_000 });
			const response = await fetch(kie.url + create, {
				method: 'POST',
				headers: { authorization: 'Bearer sim-kie-key', 'content-type': type },
				body: JSON.stringify({ model, input: { prompt } }),
			});
			expect(response.status).toBe(200);
			expect(await response.json()).toMatchObject(wordsFor('type', ''));
			expect(kie.ledger().tasks).toEqual([]);
		},
	);
});

describe('a task costs what its model costs', () => {
	it.each([
		['nano-banana-2-1', {}, 4],
		['nano-banana-2-1', { resolution: '4K' }, 9],
		['nano-banana-2', { resolution: '2K' }, 12],
		['nano-banana-pro', { resolution: '4K' }, 24],
		['nano-banana-2-lite', square, 4],
		['gpt-image-2-text-to-image', ratio('16:9', '4K'), 16],
		['gpt-image-2-5-sunburst-text-to-image', ratio('16:9', '2K'), 10],
		['gpt-image/1.5-text-to-image', { ...square, quality: 'high' }, 22],
		['seedream/4.5-text-to-image', { ...square, quality: 'high' }, 6.5],
		['seedream/5-pro-text-to-image', { ...square, quality: 'high' }, 14],
		['seedream/5-pro-image-to-image', { ...square, quality: 'basic', image_urls: links(3) }, 8],
		['seedream/5-flash-text-to-image', { size: '2K' }, 3.24],
		['flux-2/flex-text-to-image', ratio('1:1', '2K'), 24],
		['z-image', square, 0.8],
		['grok-imagine/text-to-image', {}, 4],
		['grok-imagine/text-to-image', { enable_pro: true }, 5],
		['qwen2-1/text-to-image', { resolution: '2K' }, 8],
		['qwen3/pro-image-to-image', { resolution: '2K', image_urls: links(2) }, 13],
		['ideogram/v3-text-to-image', { rendering_speed: 'TURBO' }, 3.5],
		['ideogram/character', { reference_image_urls: [link] }, 18],
		['recraft/remove-background', { image: link }, 1],
		['recraft/crisp-upscale', { image: link }, 0.5],
		['topaz/image-upscale', { image_url: link, upscale_factor: '4' }, 20],
		// Four pictures, since nobody said how many.
		['wan/2-7-image', {}, 19.2],
		['wan/2-7-image-pro', { n: 1 }, 12],
		['grok-imagine-image-2-0/segment-map', { task_id: '0f' }, 0],
	])('%s %j', async (model, input, credits) => {
		const kie = await start({ speed: 100_000 });
		await kie.post(create, { model, input: { prompt, ...input } });
		expect(kie.ledger().tasks[0]?.billed).toBe(credits);
		expect((await kie.get('/api/v1/chat/credit')).data).toBeCloseTo(5916.25 - credits, 9);
	});

	it('every layer of a decomposition, the base image among them', async () => {
		const kie = await start({ speed: 100_000 });
		const input = { image_url: link, size: '2K' };
		await kie.post(create, { model: 'seedream/5-pro-layer-decomposition', input });
		const billed = kie.ledger().tasks[0]?.billed ?? 0;
		expect(billed).toBeGreaterThanOrEqual(3 * 14);
		expect(billed % 14).toBe(0);
	});
});
