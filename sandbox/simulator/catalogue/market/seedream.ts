import { anyOf, countIn, each, eachBy, withInputs } from '../billing.ts';
import { market } from '../model.ts';
import type { Model } from '../model.ts';
import {
	choice,
	file,
	files,
	flag,
	from,
	integer,
	megabyte,
	number,
	preset,
	prompt,
	required,
	text,
} from '../rules.ts';
import type { Fields } from '../rules.ts';

const sizes = ['square', 'square_hd', 'portrait_4_3', 'portrait_16_9'];
const wideSizes = ['landscape_4_3', 'landscape_16_9'];
const ratios = choice('1:1', '4:3', '3:4', '16:9', '9:16', '2:3', '3:2', '21:9');

const version3 = market('bytedance/seedream', {
	fields: {
		prompt: prompt(5000),
		image_size: preset('square_hd', choice(...sizes, ...wideSizes)),
		guidance_scale: preset(2.5, number(1, 10)),
		seed: integer,
	},
	price: each(3.5),
	takes: [5, 30],
	shape: 'square_hd',
});

const fields4: Fields = {
	prompt: prompt(5000),
	image_size: preset(
		'square_hd',
		choice(...sizes, 'portrait_3_2', ...wideSizes, ...['landscape_3_2', 'landscape_21_9']),
	),
	image_resolution: preset('1K', choice('1K', '2K', '4K')),
	max_images: preset(1, from(1, 6)),
	seed: integer,
};
const version4 = (id: string, fields: Fields): Model =>
	market(id, {
		fields,
		price: each(5),
		count: countIn('max_images'),
		takes: [10, 60],
		shape: 'square_hd',
	});

/** What has a ratio and a quality must have both, default or not. */
const later = (
	id: string,
	{ shortest, longest }: { shortest: number; longest: number },
	qualities: readonly string[],
	fields: Fields,
	price: Model['price'],
): Model =>
	market(id, {
		fields: {
			prompt: prompt(longest, shortest),
			...fields,
			aspect_ratio: required(preset('1:1', ratios)),
			quality: required(preset('basic', choice(...qualities))),
			nsfw_checker: flag,
		},
		price,
		takes: [30, 120],
		fileType: { field: 'output_format', otherwise: 'png' },
	});

const format: Fields = { output_format: preset('png', choice('png', 'jpeg')) };
const images = (max: number): Fields => ({ image_urls: required(files('image', max)) });
const length45 = { shortest: 1, longest: 3000 };
const lengthLite = { shortest: 3, longest: 3000 };
const lengthPro = { shortest: 3, longest: 5000 };
const proPrice = eachBy('quality', { basic: 7, high: 14 });

const flash = (id: string, fields: Fields): Model =>
	market(id, {
		fields: {
			prompt: prompt(5000, 3),
			...fields,
			aspect_ratio: preset('1:1', ratios),
			size: preset('1K', choice('1K', '1.5K', '2K')),
			...format,
			nsfw_checker: flag,
		},
		inputs: { bytes: 30 * megabyte },
		price: each(3.24),
		takes: [8, 40],
		fileType: { field: 'output_format', otherwise: 'png' },
	});

/** Every layer is billed, the base image among them. */
const layers = (id: string, price: Model['price']): Model =>
	market(id, {
		fields: {
			image_url: required(file('image')),
			prompt: text(5000),
			size: preset('auto', choice('auto', '1K', '1.5K', '2K')),
			output_format: preset('jpeg', choice('jpeg', 'png')),
		},
		inputs: { bytes: 30 * megabyte, pixels: [262_144, 36_000_000] },
		price,
		count: anyOf(3, 6),
		takes: [20, 90],
		makes: 'layers',
		fileType: { field: 'output_format', otherwise: 'jpeg' },
	});

export const seedream: readonly Model[] = [
	version3,
	version4('bytedance/seedream-v4-text-to-image', fields4),
	version4('bytedance/seedream-v4-edit', { ...fields4, ...images(10) }),
	later('seedream/4.5-text-to-image', length45, ['basic', 'high'], {}, each(6.5)),
	later('seedream/4.5-edit', length45, ['basic', 'high'], images(14), each(6.5)),
	later('seedream/5-lite-text-to-image', lengthLite, ['basic', 'high', 'ultra'], format, each(5.5)),
	later(
		'seedream/5-lite-image-to-image',
		lengthLite,
		['basic', 'high', 'ultra'],
		{ ...images(14), ...format },
		each(5.5),
	),
	later('seedream/5-pro-text-to-image', lengthPro, ['basic', 'high'], format, proPrice),
	later(
		'seedream/5-pro-image-to-image',
		lengthPro,
		['basic', 'high'],
		{ ...images(10), ...format },
		withInputs(proPrice, 'image_urls', 1),
	),
	layers('seedream/5-pro-layer-decomposition', eachBy('size', { auto: 7, '2K': 14 })),
	flash('seedream/5-flash-text-to-image', {}),
	flash('seedream/5-flash-image-to-image', images(10)),
	layers('seedream/5-flash-layer-decomposition', each(3.24)),
];
