import { each, eachBy } from '../billing.ts';
import { market } from '../model.ts';
import type { Model } from '../model.ts';
import { choice, files, integer, megabyte, preset, prompt, required, text } from '../rules.ts';
import type { Fields, Rule } from '../rules.ts';

const ratios = [
	...['1:1', '9:16', '16:9', '3:4', '4:3'],
	...['3:2', '2:3', '5:4', '4:5', '21:9', 'auto'],
];
/** Since Nano Banana 2 there are banners and columns, too. */
const moreRatios = [...ratios, '1:4', '4:1', '1:8', '8:1'];

/** What the first model is told as an aspect ratio was an image size once. */
const firstFields: Fields = {
	prompt: prompt(5000),
	aspect_ratio: choice(...ratios),
	image_size: { ...choice(...ratios), deprecated: true },
	output_format: preset('png', choice('png', 'jpeg')),
};

const first = (id: string, fields: Fields): Model =>
	market(id, {
		fields,
		price: each(4),
		takes: [5, 30],
		fileType: { field: 'output_format', otherwise: 'png' },
	});

const pro = market('nano-banana-pro', {
	fields: {
		prompt: prompt(10_000),
		image_input: files('image', 8),
		aspect_ratio: preset('1:1', choice(...ratios)),
		resolution: preset('1K', choice('1K', '2K', '4K')),
		output_format: preset('png', choice('png', 'jpg')),
	},
	inputs: { bytes: 30 * megabyte },
	price: eachBy('resolution', { '1K': 18, '2K': 18, '4K': 24 }),
	takes: [15, 90],
	fileType: { field: 'output_format', otherwise: 'png' },
});

const second = (id: string, images: Rule, prices: Record<'1K' | '2K' | '4K', number>): Model =>
	market(id, {
		fields: {
			prompt: prompt(20_000),
			image_input: images,
			aspect_ratio: preset('auto', choice(...moreRatios)),
			resolution: preset('1K', choice('1K', '2K', '4K')),
			output_format: preset('jpg', choice('png', 'jpg')),
		},
		inputs: { bytes: 30 * megabyte },
		price: eachBy('resolution', prices),
		takes: [8, 60],
		fileType: { field: 'output_format', otherwise: 'jpg' },
	});

const lite = market('nano-banana-2-lite', {
	fields: {
		prompt: prompt(20_000),
		image_urls: preset([], files('image', 10)),
		aspect_ratio: required(preset('auto', choice(...moreRatios))),
	},
	inputs: { bytes: 30 * megabyte },
	price: each(4),
	takes: [4, 14],
});

const imagen = (id: string, credits: number, seed: Rule, shape: string): Model =>
	market(id, {
		fields: {
			prompt: prompt(5000),
			negative_prompt: text(5000),
			aspect_ratio: preset(shape, choice('1:1', '16:9', '9:16', '3:4', '4:3', 'auto')),
			seed,
		},
		price: each(credits),
		takes: [8, 40],
		shape,
	});

export const google: readonly Model[] = [
	first('google/nano-banana', firstFields),
	first('google/nano-banana-edit', { ...firstFields, image_urls: required(files('image', 10)) }),
	pro,
	second('nano-banana-2', files('image', 14), { '1K': 8, '2K': 12, '4K': 18 }),
	second(
		'nano-banana-2-1',
		{ ...files('image', 10), schemaMax: 14 },
		{ '1K': 4, '2K': 6, '4K': 9 },
	),
	lite,
	imagen('google/imagen4-ultra', 12, text(500), '1:1'),
	imagen('google/imagen4', 8, text(500), '1:1'),
	imagen('google/imagen4-fast', 4, integer, '16:9'),
];
