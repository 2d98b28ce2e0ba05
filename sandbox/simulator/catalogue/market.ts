import { choice, file, files, flag, integer, megabyte, prompt, required, text } from './rules.ts';
import type { Check, Fields, Model } from './rules.ts';

/** One entry a model, one line a field. */

const wideRatios = [
	'1:1',
	'9:16',
	'16:9',
	'3:4',
	'4:3',
	'3:2',
	'2:3',
	'5:4',
	'4:5',
	'21:9',
	'auto',
];
const imagenRatios = ['1:1', '16:9', '9:16', '3:4', '4:3', 'auto'];
const seedreamSizes = [
	...['square', 'square_hd', 'portrait_4_3', 'portrait_3_2', 'portrait_16_9'],
	...['landscape_4_3', 'landscape_3_2', 'landscape_16_9', 'landscape_21_9'],
];
const ideogramSizes = [
	...['square', 'square_hd', 'portrait_4_3', 'portrait_16_9', 'landscape_4_3', 'landscape_16_9'],
];

const market = (model: Omit<Model, 'api' | 'inputBytes'> & { inputBytes?: number }): Model => ({
	api: 'market',
	inputBytes: 10 * megabyte,
	...model,
});

const nanoBananaFields: Fields = {
	prompt: prompt(5000),
	aspect_ratio: choice(...wideRatios),
	image_size: choice(...wideRatios),
	output_format: choice('png', 'jpeg'),
};

const nanoBanana = (id: string, fields: Fields): Model =>
	market({
		id,
		fields,
		credits: 4,
		takes: [5, 30],
		shapeFields: ['aspect_ratio', 'image_size'],
		shape: '1:1',
		fileType: { field: 'output_format', otherwise: 'png' },
	});

const nanoBananaPro = market({
	id: 'nano-banana-pro',
	fields: {
		prompt: prompt(10_000),
		image_input: files('image', 8),
		aspect_ratio: choice(...wideRatios),
		resolution: choice('1K', '2K', '4K'),
		output_format: choice('png', 'jpg'),
	},
	inputBytes: 30 * megabyte,
	credits: 18,
	takes: [15, 90],
	shapeFields: ['aspect_ratio'],
	shape: '1:1',
	fileType: { field: 'output_format', otherwise: 'png' },
});

const seedreamFields: Fields = {
	prompt: prompt(5000),
	image_size: choice(...seedreamSizes),
	image_resolution: choice('1K', '2K', '4K'),
	max_images: { type: 'integer', min: 1, max: 6 },
	seed: integer,
};

const seedream = (id: string, fields: Fields): Model =>
	market({
		id,
		fields,
		credits: 5,
		takes: [10, 60],
		countField: 'max_images',
		shapeFields: ['image_size'],
		shape: 'square_hd',
		fileType: 'png',
	});

const imagen = (id: string, credits: number, seed: Fields[string], shape: string): Model =>
	market({
		id,
		fields: {
			prompt: prompt(5000),
			negative_prompt: text(5000),
			aspect_ratio: choice(...imagenRatios),
			seed,
		},
		credits,
		takes: [8, 40],
		shapeFields: ['aspect_ratio'],
		shape,
		fileType: 'png',
	});

const ideogramFields: Fields = {
	prompt: prompt(5000),
	rendering_speed: choice('TURBO', 'BALANCED', 'QUALITY'),
	expand_prompt: flag,
	seed: integer,
};
const v3Style = choice('AUTO', 'GENERAL', 'REALISTIC', 'DESIGN');
const characterStyle = choice('AUTO', 'REALISTIC', 'FICTION');
const imageSize = choice(...ideogramSizes);
const numImages = choice('1', '2', '3', '4');

const ideogram = (id: string, fields: Fields): Model =>
	market({
		id,
		fields: { ...ideogramFields, ...fields },
		credits: 7,
		takes: [8, 60],
		...('num_images' in fields ? { countField: 'num_images' } : {}),
		shapeFields: ['image_size'],
		shape: 'square_hd',
		fileType: 'png',
	});

const taskOrImage: Check = ({ task_id: taskId, image_url: imageUrl }) =>
	taskId || imageUrl ? undefined : 'at least one of task_id or image_url must be provided';

/** Free, and without result URLs. */
const segmentMap = market({
	id: 'grok-imagine-image-2-0/segment-map',
	fields: { task_id: text(), image_url: file('image') },
	checks: [taskOrImage],
	credits: 0,
	takes: [12, 25],
	makes: 'segments',
	shapeFields: [],
	shape: '1:1',
	fileType: 'png',
});

const documented: readonly Model[] = [
	nanoBanana('google/nano-banana', nanoBananaFields),
	nanoBanana('google/nano-banana-edit', {
		...nanoBananaFields,
		image_urls: required(files('image', 10)),
	}),
	nanoBananaPro,
	seedream('bytedance/seedream-v4-text-to-image', seedreamFields),
	seedream('bytedance/seedream-v4-edit', {
		...seedreamFields,
		image_urls: required(files('image', 10)),
	}),
	imagen('google/imagen4-ultra', 12, text(), '1:1'),
	imagen('google/imagen4', 8, text(), '1:1'),
	imagen('google/imagen4-fast', 4, integer, '16:9'),
	ideogram('ideogram/v3-text-to-image', {
		style: v3Style,
		image_size: imageSize,
		negative_prompt: text(5000),
	}),
	ideogram('ideogram/v3-edit', {
		image_url: required(file('image')),
		mask_url: required(file('mask')),
	}),
	ideogram('ideogram/v3-remix', {
		image_url: required(file('image')),
		strength: { type: 'number', min: 0.01, max: 1 },
		num_images: numImages,
		style: v3Style,
		image_size: imageSize,
		negative_prompt: text(5000),
	}),
	ideogram('ideogram/character', {
		reference_image_urls: required(files('reference')),
		style: characterStyle,
		image_size: imageSize,
		num_images: numImages,
		negative_prompt: text(5000),
	}),
	ideogram('ideogram/character-edit', {
		image_url: required(file('image')),
		mask_url: required(file('mask')),
		reference_image_urls: required(files('reference')),
		style: characterStyle,
		num_images: numImages,
	}),
	ideogram('ideogram/character-remix', {
		image_url: required(file('image')),
		reference_image_urls: required(files('reference')),
		style: characterStyle,
		num_images: numImages,
		image_size: imageSize,
		strength: { type: 'number', min: 0.1, max: 1 },
		negative_prompt: text(500),
		image_urls: files('reference'),
		reference_mask_urls: files('reference'),
	}),
	segmentMap,
];

/** Models outside the documented table, to try "any other model" and its file types. */
const extra = (id: string, fileType: 'png' | 'webp' | 'mp4', fields: Fields = {}): Model =>
	market({
		id,
		fields,
		lenient: true,
		credits: 5,
		takes: [5, 30],
		shapeFields: ['aspect_ratio', 'image_size'],
		shape: '1:1',
		fileType,
	});

const extras: readonly Model[] = [
	extra('qwen/text-to-image', 'png', { prompt: required(text()) }),
	extra('qwen/image-to-image', 'webp', {
		prompt: required(text()),
		image_url: required(file('image')),
	}),
	extra('z-image/text-to-image', 'webp', { prompt: required(text()) }),
	extra('kling/v2-1-master-text-to-video', 'mp4', { prompt: required(text()) }),
];

/** Ids are exact: `nano-banana` without `google/` is no model. */
export const marketModels: ReadonlyMap<string, Model> = new Map(
	[...documented, ...extras].map((model) => [model.id, model]),
);
