import type { INodeParameters } from 'n8n-workflow';
import { expect, test } from 'vitest';
import type { ImageOperation } from '../../nodes/shared/models/index.ts';
import { models } from '../../nodes/shared/models/index.ts';
import { requestOf } from '../helpers/requests.ts';
import { valuesOf } from './display.ts';

// What goes to KIE, from a new node and from one with everything set: docs/kie-api.md and docs/models.md.

const A = 'https://example.com/a.png';
const R = 'https://example.com/r.png';
const M = 'https://example.com/m.png';
const prompt = 'A cat';

function bodyOf(operation: ImageOperation, model: string, more: INodeParameters) {
	const own = models.find(({ value }) => value === model)?.operations[operation];
	if (!own) throw new Error(`${model} has no ${operation}`);
	return requestOf(own, valuesOf({ operation, model, prompt, ...more })).body;
}

type Row = [ImageOperation, string, INodeParameters, body: Record<string, unknown>];

test.each<Row>([
	[
		'generate',
		'flux-kontext-pro',
		{},
		{ prompt, outputFormat: 'png', safetyTolerance: 2, model: 'flux-kontext-pro' },
	],
	[
		'generate',
		'flux-kontext-max',
		{
			...{ aspectRatio: '21:9', outputFormat: 'jpeg', promptUpsampling: true },
			...{ enableTranslation: false, safetyTolerance: 6, watermark: 'me' },
			options: { uploadCn: true },
		},
		{
			...{ prompt, aspectRatio: '21:9', outputFormat: 'jpeg', promptUpsampling: true },
			...{ enableTranslation: false, safetyTolerance: 6, watermark: 'me', uploadCn: true },
			model: 'flux-kontext-max',
		},
	],
	[
		'edit',
		'flux-kontext-pro',
		{ imageUrls: A },
		{ prompt, inputImage: A, outputFormat: 'png', safetyTolerance: 2, model: 'flux-kontext-pro' },
	],
	...['16:9', '1:1'].map((aspectRatio): Row => [
		'edit',
		'flux-kontext-max',
		{ imageUrls: A, aspectRatio },
		{
			...{ prompt, inputImage: A, aspectRatio, outputFormat: 'png', safetyTolerance: 2 },
			model: 'flux-kontext-max',
		},
	]),
])('%s with %s and %j', (operation, model, more, body) => {
	expect(bodyOf(operation, model, more)).toEqual(body);
});

type Input = Record<string, unknown>;
type MarketRow = [ImageOperation, string, INodeParameters, id: string, input: Input];

const safety = { options: { safetyChecker: true } };
/** What KIE names no default for: the price and what goes with it depend on them. */
const qwen = { resolution: '1K', output_format: 'png' };
const gptImage = (model: string): MarketRow[] => [
	[
		'generate',
		model,
		{},
		`${model}-text-to-image`,
		{ prompt, aspect_ratio: '1:1', resolution: '1K' },
	],
	[
		'generate',
		model,
		{ aspectRatio: '21:9', resolution: '4K' },
		`${model}-text-to-image`,
		{ prompt, aspect_ratio: '21:9', resolution: '4K' },
	],
	[
		'edit',
		model,
		{ imageUrls: `${A}\n${R}` },
		`${model}-image-to-image`,
		{ prompt, input_urls: [A, R], resolution: '1K' },
	],
	[
		'edit',
		model,
		{ imageUrls: A, aspectRatio: '2:3', background: 'transparent' },
		`${model}-image-to-image`,
		{
			...{ prompt, input_urls: [A], aspect_ratio: '2:3', resolution: '1K' },
			background: 'transparent',
		},
	],
];
const seedream = (
	model: string,
	ids: string[],
	byDefault: Input,
	more: [INodeParameters, Input],
): MarketRow[] => [
	['generate', model, {}, ids[0]!, { prompt, ...byDefault }],
	['generate', model, more[0], ids[0]!, { prompt, ...byDefault, ...more[1] }],
	[
		'generate',
		model,
		{ aspectRatio: '21:9', ...safety },
		ids[0]!,
		{ prompt, ...byDefault, aspect_ratio: '21:9', nsfw_checker: true },
	],
	['edit', model, { imageUrls: A }, ids[1]!, { prompt, image_urls: [A], ...byDefault }],
	[
		'edit',
		model,
		{ imageUrls: [A, R], ...more[0] },
		ids[1]!,
		{ prompt, image_urls: [A, R], ...byDefault, ...more[1] },
	],
];

test.each<MarketRow>([
	['generate', 'nano-banana', {}, 'google/nano-banana', { prompt }],
	...['nano-banana-2', 'nano-banana-2-1'].flatMap((model): MarketRow[] => [
		['generate', model, {}, model, { prompt, aspect_ratio: '1:1', output_format: 'png' }],
		[
			'generate',
			model,
			{
				...{ aspectRatio: 'auto', resolution: '4K', outputFormat: 'jpg' },
				...{ referenceImageSource: 'url', referenceImageUrls: R },
			},
			model,
			{ prompt, image_input: [R], resolution: '4K' },
		],
		[
			'edit',
			model,
			{ imageUrls: `${A}\n${R}` },
			model,
			{ prompt, image_input: [A, R], output_format: 'png' },
		],
		[
			'edit',
			model,
			{ imageUrls: A, aspectRatio: '8:1', resolution: '2K' },
			model,
			{ prompt, image_input: [A], aspect_ratio: '8:1', resolution: '2K', output_format: 'png' },
		],
	]),
	['generate', 'nano-banana-2-lite', {}, 'nano-banana-2-lite', { prompt, aspect_ratio: '1:1' }],
	[
		'generate',
		'nano-banana-2-lite',
		{ aspectRatio: 'auto', referenceImageSource: 'url', referenceImageUrls: R },
		'nano-banana-2-lite',
		{ prompt, image_urls: [R], aspect_ratio: 'auto' },
	],
	[
		'edit',
		'nano-banana-2-lite',
		{ imageUrls: A },
		'nano-banana-2-lite',
		{ prompt, image_urls: [A], aspect_ratio: 'auto' },
	],
	...gptImage('gpt-image-2'),
	...gptImage('gpt-image-2-5-flare'),
	...gptImage('gpt-image-2-5-sunburst'),
	...seedream(
		'seedream-4-5',
		['seedream/4.5-text-to-image', 'seedream/4.5-edit'],
		{ aspect_ratio: '1:1', quality: 'basic' },
		[{ quality: 'high' }, { quality: 'high' }],
	),
	...seedream(
		'seedream-5-lite',
		['seedream/5-lite-text-to-image', 'seedream/5-lite-image-to-image'],
		{ aspect_ratio: '1:1', quality: 'basic' },
		[
			{ quality: 'ultra', outputFormat: 'jpeg' },
			{ quality: 'ultra', output_format: 'jpeg' },
		],
	),
	...seedream(
		'seedream-5-pro',
		['seedream/5-pro-text-to-image', 'seedream/5-pro-image-to-image'],
		{ aspect_ratio: '1:1', quality: 'basic', output_format: 'png' },
		[
			{ quality: 'high', outputFormat: 'jpeg' },
			{ quality: 'high', output_format: 'jpeg' },
		],
	),
	...seedream(
		'seedream-5-flash',
		['seedream/5-flash-text-to-image', 'seedream/5-flash-image-to-image'],
		{ aspect_ratio: '1:1', output_format: 'png' },
		[
			{ resolution: '1.5K', outputFormat: 'jpeg', aspectRatio: '3:4' },
			{ size: '1.5K', output_format: 'jpeg', aspect_ratio: '3:4' },
		],
	),
	...['pro', 'flex'].flatMap((kind): MarketRow[] => [
		[
			'generate',
			`flux-2-${kind}`,
			{},
			`flux-2/${kind}-text-to-image`,
			{ prompt, aspect_ratio: '1:1', resolution: '1K' },
		],
		[
			'edit',
			`flux-2-${kind}`,
			{ imageUrls: A, resolution: '2K', ...safety },
			`flux-2/${kind}-image-to-image`,
			{ prompt, input_urls: [A], aspect_ratio: 'auto', resolution: '2K', nsfw_checker: true },
		],
	]),
	['generate', 'z-image', {}, 'z-image', { prompt, aspect_ratio: '1:1' }],
	[
		'generate',
		'z-image',
		{ aspectRatio: '9:16', options: { safetyChecker: false } },
		'z-image',
		{ prompt, aspect_ratio: '9:16', nsfw_checker: false },
	],
	['generate', 'qwen-image-2-1', {}, 'qwen2-1/text-to-image', { prompt, ...qwen }],
	[
		'generate',
		'qwen-image-2-1',
		{
			...{ aspectRatio: '9:21', resolution: '2K', background: 'transparent' },
			...{ outputFormat: 'webp', expandPrompt: false, seed: '7', ...safety },
		},
		'qwen2-1/text-to-image',
		{
			...{ prompt, aspect_ratio: '9:21', resolution: '2K', background: 'transparent' },
			...{ output_format: 'webp', enhance_prompt: false, seed: 7, nsfw_checker: true },
		},
	],
	[
		'edit',
		'qwen-image-2-1',
		{ imageUrls: `${A}\n${R}` },
		'qwen2-1/image-to-image',
		{ prompt, image_urls: [A, R], ...qwen },
	],
	[
		'edit',
		'qwen-image-2-1',
		{ imageUrls: A, maskSource: 'url', maskUrl: M, outputFormat: 'jpeg', background: 'opaque' },
		'qwen2-1/image-to-image',
		{
			...{ prompt, image_urls: [A], mask_url: M },
			...{ resolution: '1K', output_format: 'jpeg', background: 'opaque' },
		},
	],
	['upscale', 'recraft-crisp', { imageUrls: A }, 'recraft/crisp-upscale', { image: A }],
	[
		'upscale',
		'topaz',
		{ imageUrls: A },
		'topaz/image-upscale',
		{ image_url: A, upscale_factor: '2' },
	],
	[
		'upscale',
		'topaz',
		{ imageUrls: A, upscaleFactor: '4' },
		'topaz/image-upscale',
		{ image_url: A, upscale_factor: '4' },
	],
	[
		'removeBackground',
		'recraft-remove-background',
		{ imageUrls: A },
		'recraft/remove-background',
		{ image: A },
	],
	[
		'generate',
		'nano-banana',
		{ aspectRatio: 'auto', outputFormat: 'jpeg' },
		'google/nano-banana',
		{ prompt, aspect_ratio: 'auto', output_format: 'jpeg' },
	],
	[
		'edit',
		'nano-banana',
		{ imageUrls: `${A}\n${R}` },
		'google/nano-banana-edit',
		{ prompt, image_urls: [A, R], aspect_ratio: 'auto' },
	],
	[
		'generate',
		'nano-banana-pro',
		{},
		'nano-banana-pro',
		{ prompt, aspect_ratio: '1:1', output_format: 'png' },
	],
	[
		'generate',
		'nano-banana-pro',
		{
			...{ aspectRatio: '4:5', resolution: '4K', outputFormat: 'jpg' },
			...{ referenceImageSource: 'url', referenceImageUrls: R },
		},
		'nano-banana-pro',
		{ prompt, image_input: [R], aspect_ratio: '4:5', resolution: '4K', output_format: 'jpg' },
	],
	[
		'edit',
		'nano-banana-pro',
		{ imageUrls: A },
		'nano-banana-pro',
		{ prompt, image_input: [A], aspect_ratio: 'auto', output_format: 'png' },
	],
	[
		'generate',
		'seedream-v4',
		{},
		'bytedance/seedream-v4-text-to-image',
		{ prompt, image_size: 'square_hd' },
	],
	[
		'edit',
		'seedream-v4',
		{ imageUrls: A, imageSize: 'portrait_3_2', resolution: '2K', maxImages: 6, seed: '7' },
		'bytedance/seedream-v4-edit',
		{
			...{ prompt, image_urls: [A], image_size: 'portrait_3_2', image_resolution: '2K' },
			...{ max_images: 6, seed: 7 },
		},
	],
	[
		'variants',
		'seedream-v4',
		{ imageUrls: A },
		'bytedance/seedream-v4-edit',
		{ prompt, image_urls: [A], image_size: 'square_hd', max_images: 2 },
	],
	['generate', 'imagen4', {}, 'google/imagen4', { prompt }],
	['generate', 'imagen4-fast', {}, 'google/imagen4-fast', { prompt }],
	[
		'generate',
		'imagen4',
		{ aspectRatio: '16:9', negativePrompt: 'dogs', seed: '42' },
		'google/imagen4',
		{ prompt, aspect_ratio: '16:9', negative_prompt: 'dogs', seed: '42' },
	],
	[
		'generate',
		'imagen4-ultra',
		{ aspectRatio: 'auto', seed: 42 },
		'google/imagen4-ultra',
		{ prompt, aspect_ratio: 'auto', seed: '42' },
	],
	[
		'generate',
		'imagen4-fast',
		{ aspectRatio: '1:1', seed: '42' },
		'google/imagen4-fast',
		{ prompt, aspect_ratio: '1:1', seed: 42 },
	],
	[
		'generate',
		'ideogram-v3',
		{},
		'ideogram/v3-text-to-image',
		{ prompt, image_size: 'square_hd', expand_prompt: true },
	],
	[
		'generate',
		'ideogram-v3',
		{
			...{ imageSize: 'portrait_16_9', style: 'DESIGN', renderingSpeed: 'TURBO' },
			...{ negativePrompt: 'dogs', expandPrompt: false, seed: 7 },
		},
		'ideogram/v3-text-to-image',
		{
			...{ prompt, image_size: 'portrait_16_9', style: 'DESIGN', rendering_speed: 'TURBO' },
			...{ negative_prompt: 'dogs', expand_prompt: false, seed: 7 },
		},
	],
	[
		'edit',
		'ideogram-v3',
		{ imageUrls: A, maskUrl: M, renderingSpeed: 'QUALITY' },
		'ideogram/v3-edit',
		{ prompt, image_url: A, mask_url: M, rendering_speed: 'QUALITY', expand_prompt: true },
	],
	[
		'variants',
		'ideogram-v3',
		{ imageUrls: A, strength: 0.01, numImages: 4 },
		'ideogram/v3-remix',
		{
			...{ prompt, image_url: A, strength: 0.01, num_images: '4', style: 'AUTO' },
			...{ image_size: 'square_hd', rendering_speed: 'BALANCED', expand_prompt: true },
		},
	],
	[
		'variants',
		'ideogram-v3',
		{ imageUrls: A, numImages: 1 },
		'ideogram/v3-remix',
		{
			...{ prompt, image_url: A, strength: 0.8, num_images: '1', style: 'AUTO' },
			...{ image_size: 'square_hd', rendering_speed: 'BALANCED', expand_prompt: true },
		},
	],
	[
		'generate',
		'ideogram-character',
		{ referenceImageUrls: R, numImages: 2, style: 'FICTION' },
		'ideogram/character',
		{
			...{ prompt, reference_image_urls: [R], num_images: '2', style: 'FICTION' },
			...{ image_size: 'square_hd', expand_prompt: true },
		},
	],
	[
		'edit',
		'ideogram-character',
		{ imageUrls: A, referenceImageUrls: R, maskUrl: M },
		'ideogram/character-edit',
		{ prompt, image_url: A, reference_image_urls: [R], mask_url: M, expand_prompt: true },
	],
	[
		'variants',
		'ideogram-character',
		{ imageUrls: A, referenceImageUrls: R, strength: '0.1' },
		'ideogram/character-remix',
		{
			...{ prompt, image_url: A, reference_image_urls: [R], strength: 0.1, num_images: '2' },
			...{ image_size: 'square_hd', expand_prompt: true },
		},
	],
])('%s with %s and %j', (operation, model, more, id, input) => {
	expect(bodyOf(operation, model, more)).toEqual({ model: id, input });
});
