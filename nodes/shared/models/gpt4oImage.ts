import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';
import { z } from 'zod';
import { closestShape } from '../imageShape';
import {
	oneOfNumbers,
	oneOfTexts,
	optionalSwitch,
	optionalText,
	requiredText,
} from '../parameters/values';
import { collectionOf } from '../schemas';
import type { ImageModel, InputImages, ModelOperation, RequestWith } from './model';
import { CLOSEST, useChinaServers } from './settings';
import { byVersion } from './versions';

const ID = 'gpt4o-image';
const SIZES = ['1:1', '3:2', '2:3'] as const;
const COUNTS = [1, 2, 4] as const;
const FALLBACK_MODELS = ['FLUX_MAX', 'GPT_IMAGE_1'] as const;
const MAX_IMAGES = 5;

const sizes: INodePropertyOptions[] = [
	{
		name: 'Square (1:1)',
		value: '1:1',
		description: 'For social media posts, avatars and products',
	},
	{ name: 'Landscape (3:2)', value: '3:2', description: 'For photos, banners and wallpapers' },
	{ name: 'Portrait (2:3)', value: '2:3', description: 'For portraits, posters and phone screens' },
];

const size: INodeProperties = {
	displayName: 'Aspect Ratio',
	name: 'size',
	type: 'options',
	default: '1:1',
	description: 'The aspect ratio of the image',
	options: sizes,
};

const sizeOfImage = byVersion(size, {
	...size,
	default: 'auto',
	options: [{ ...CLOSEST, value: 'auto' }, ...sizes],
});

const imageCount = (byDefault: number): INodeProperties => ({
	displayName: 'Number of Images',
	name: 'nVariants',
	type: 'options',
	default: byDefault,
	description: 'How many images to make for each item. Each image costs about 6 credits.',
	options: COUNTS.map((count) => ({ name: String(count), value: count })),
});

const options: INodeProperties[] = [
	{
		displayName: 'Enable Fallback',
		name: 'enableFallback',
		type: 'boolean',
		default: false,
		description:
			"Whether KIE may use another model when 4o Image is unavailable. KIE's newer documentation no longer mentions this, so it may be ignored.",
	},
	{
		displayName: 'Enhance Prompt',
		name: 'isEnhance',
		type: 'boolean',
		default: false,
		description:
			'Whether KIE may refine the prompt. This can help with special styles such as 3D renders and is seldom needed otherwise.',
	},
	{
		displayName: 'Fallback Model',
		name: 'fallbackModel',
		type: 'options',
		default: 'FLUX_MAX',
		description: "The model to fall back to. Used only with 'Enable Fallback' on.",
		options: [
			{ name: 'Flux Max', value: 'FLUX_MAX' },
			{ name: 'GPT Image 1', value: 'GPT_IMAGE_1' },
		],
	},
	useChinaServers.field,
];

const optionsSchema = collectionOf({
	enableFallback: optionalSwitch,
	fallbackModel: oneOfTexts(FALLBACK_MODELS).optional(),
	isEnhance: optionalSwitch,
	uploadCn: useChinaServers.schema,
});

interface Given {
	prompt?: string | undefined;
	size: string;
	nVariants: number;
	options: z.output<typeof optionsSchema>;
}

/** A field that is not set, or that says what KIE assumes anyway, is not sent. */
const toRequest =
	({ prompt, size: ratio, nVariants, options: more }: Given): RequestWith =>
	({ image, mask: [maskUrl] = [] }, imageSize) => {
		const { enableFallback, fallbackModel, isEnhance, uploadCn } = more;
		const body = {
			...(prompt !== undefined && { prompt }),
			...(image && { filesUrl: image }),
			...(maskUrl !== undefined && { maskUrl }),
			size: ratio === 'auto' && imageSize !== undefined ? closestShape(imageSize, SIZES) : ratio,
			...(nVariants > 1 && { nVariants }),
			...(isEnhance !== undefined && { isEnhance }),
			...(uploadCn !== undefined && { uploadCn }),
			...(enableFallback !== undefined && { enableFallback }),
			...(enableFallback === true && fallbackModel !== undefined && { fallbackModel }),
		};
		return { body, prompt: prompt ?? null };
	};

const MAX_BYTES = 26_214_400;

const images: InputImages = {
	required: true,
	max: MAX_IMAGES,
	maxBytes: MAX_BYTES,
	description: `Up to ${MAX_IMAGES} images: PNG, JPEG or WebP, up to 25 MB each.`,
};

const mask: InputImages = {
	required: false,
	max: 1,
	maxBytes: MAX_BYTES,
	sameFormat: true,
	forOneImage: true,
	description:
		'An image with the same size and format as the image to edit. Black marks the area to change, white is kept.',
};

const shared = {
	nVariants: oneOfNumbers(COUNTS),
	options: optionsSchema,
};

const fromImages = z
	.object({ ...shared, size: oneOfTexts(['auto', ...SIZES]), prompt: optionalText })
	.transform(toRequest);

const generate: ModelOperation = {
	kieId: ID,
	fields: [size, imageCount(1)],
	options,
	prompt: { is: 'required' },
	inputs: {},
	schema: z
		.object({ ...shared, size: oneOfTexts(SIZES), prompt: requiredText })
		.transform(toRequest),
};

const edit: ModelOperation = {
	kieId: ID,
	fields: [...sizeOfImage, imageCount(1)],
	options,
	prompt: { is: 'optional' },
	inputs: { image: images, mask },
	schema: fromImages,
};

const variants: ModelOperation = {
	kieId: ID,
	fields: [...sizeOfImage, imageCount(2)],
	options,
	prompt: { is: 'optional' },
	inputs: { image: images },
	schema: fromImages,
};

export const gpt4oImage: ImageModel = {
	value: ID,
	option: {
		name: '4o Image (GPT Image 1)',
		description: 'Follows long prompts, renders text well, edits with a mask',
	},
	api: 'gpt4oImage',
	price: '6 credits',
	newer: 'GPT Image 2 and 2.5 are newer',
	operations: { generate, edit, variants },
};
