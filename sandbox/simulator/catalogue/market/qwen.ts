import { countIn, each, eachBy, withInputs } from '../billing.ts';
import { market } from '../model.ts';
import type { Model } from '../model.ts';
import {
	choice,
	file,
	files,
	filled,
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
import type { Check, Fields } from '../rules.ts';

const sizes = [
	...['square', 'square_hd', 'portrait_4_3', 'portrait_16_9'],
	...['landscape_4_3', 'landscape_16_9'],
];

const first = (id: string, fields: Fields, more: Partial<Model> = {}): Model =>
	market(id, {
		fields: {
			prompt: prompt(5000),
			...fields,
			acceleration: preset('none', choice('none', 'regular', 'high')),
			enable_safety_checker: flag,
			guidance_scale: preset(2.5, number(0, 20)),
			negative_prompt: text(500),
			num_inference_steps: preset(30, from(2, 250)),
			output_format: preset('png', choice('png', 'jpeg')),
			seed: integer,
		},
		price: each(4),
		takes: [5, 30],
		shape: 'square_hd',
		fileType: { field: 'output_format', otherwise: 'png' },
		...more,
	});

const second = (id: string, fields: Fields, shapes: readonly string[]): Model =>
	market(id, {
		fields: {
			prompt: prompt(800),
			...fields,
			image_size: preset('16:9', choice(...shapes)),
			output_format: preset('png', choice('png', 'jpeg')),
			seed: integer,
		},
		price: each(5.6),
		takes: [8, 40],
		shape: '16:9',
		fileType: { field: 'output_format', otherwise: 'png' },
	});

const maskOfOneImage: Check = ({ mask_url: mask, image_urls: images }) =>
	filled(mask) && !(Array.isArray(images) && images.length === 1)
		? 'mask_url needs exactly one image'
		: undefined;
const noTransparentMask: Check = ({ mask_url: mask, background }) =>
	filled(mask) && background === 'transparent'
		? 'mask_url does not go with a transparent background'
		: undefined;
const noTransparentJpeg: Check = ({ background, output_format: format }) =>
	background === 'transparent' && format === 'jpeg'
		? 'a transparent background needs png or webp'
		: undefined;

/** Here the white of a mask is what changes. */
const version21 = (
	id: string,
	fields: Fields,
	{ shapes, shape }: { shapes: readonly string[]; shape: string },
	checks: readonly Check[],
): Model =>
	market(id, {
		fields: {
			prompt: prompt(5000),
			...fields,
			aspect_ratio: preset(shape, choice(...shapes)),
			resolution: preset('1K', choice('1K', '2K')),
			background: preset('opaque', choice('opaque', 'transparent')),
			output_format: preset('png', choice('png', 'webp', 'jpeg')),
			enhance_prompt: preset(true, flag),
			seed: integer,
			nsfw_checker: preset(false, flag),
		},
		checks: [noTransparentJpeg, ...checks],
		inputs: { bytes: 30 * megabyte, pixels: [1, 25_000_000] },
		price: eachBy('resolution', { '1K': 4, '2K': 8 }),
		takes: [10, 40],
		maskChanges: 'white',
		fileType: { field: 'output_format', otherwise: 'png' },
	});

const ratios21 = ['1:1', '4:3', '3:4', '3:2', '2:3', '16:9', '9:16', '21:9', '9:21'];

const third = (id: string, fields: Fields, price: Model['price']): Model =>
	market(id, {
		fields: {
			prompt: prompt(5000),
			...fields,
			image_size: preset('16:9', choice('1:1', '3:2', '2:3', '4:3', '3:4', '16:9', '9:16', '21:9')),
			resolution: preset('1K', choice('1K', '2K')),
			output_format: preset('png', choice('png', 'jpeg')),
			prompt_extend: preset(true, flag),
			negative_prompt: text(5000),
			seed: from(0, 2_147_483_647),
			nsfw_checker: flag,
		},
		price,
		takes: [10, 40],
		shape: '16:9',
		fileType: { field: 'output_format', otherwise: 'png' },
	});

const upToThree: Fields = { image_urls: required(files('image', 3)) };
const proPrice = eachBy('resolution', { '1K': 6.4, '2K': 12 });

export const qwen: readonly Model[] = [
	first('qwen/text-to-image', { image_size: preset('square_hd', choice(...sizes)) }),
	first('qwen/image-to-image', {
		image_url: required(file('image')),
		strength: preset(0.8, number(0, 1)),
	}),
	first(
		'qwen/image-edit',
		{
			prompt: prompt(2000),
			image_url: required(file('image')),
			image_size: preset('landscape_4_3', choice(...sizes)),
			num_images: choice('1', '2', '3', '4'),
			sync_mode: flag,
		},
		{ count: countIn('num_images') },
	),
	second('qwen2/text-to-image', {}, ['1:1', '3:4', '4:3', '9:16', '16:9']),
	second('qwen2/image-edit', { image_url: required(file('image')) }, [
		...['1:1', '2:3', '3:2', '3:4', '4:3', '9:16', '16:9', '21:9'],
	]),
	version21('qwen2-1/text-to-image', {}, { shapes: ratios21, shape: '1:1' }, []),
	version21(
		'qwen2-1/image-to-image',
		{ image_urls: required(files('image', 10)), mask_url: file('mask') },
		{ shapes: [...ratios21, 'auto'], shape: 'auto' },
		[maskOfOneImage, noTransparentMask],
	),
	third('qwen3/text-to-image', {}, each(4.8)),
	third('qwen3/image-to-image', upToThree, withInputs(each(4.8), 'image_urls')),
	third('qwen3/pro-text-to-image', {}, proPrice),
	third('qwen3/pro-image-to-image', upToThree, withInputs(proPrice, 'image_urls')),
];
