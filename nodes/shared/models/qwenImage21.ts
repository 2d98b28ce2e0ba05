import type { Rule } from './build';
import { marketOperation, takes } from './build';
import type { ImageModel } from './model';
import {
	alwaysSent,
	aspectRatio,
	background,
	expandPrompt,
	outputFormat,
	resolution,
	safetyChecker,
	seed,
} from './settings';

const RATIOS = ['1:1', '4:3', '3:4', '3:2', '2:3', '16:9', '9:16', '21:9', '9:21'];

const transparency: Rule = {
	field: 'background',
	says: 'A transparent background needs PNG or WebP, and no mask.',
	refusal: (given, { mask }) => {
		if (given.background !== 'transparent') return undefined;
		if (mask) return 'cannot be transparent if you use a mask';
		return given.outputFormat === 'jpeg'
			? "cannot be transparent in a JPEG: set 'Output Format' to PNG or WebP"
			: undefined;
	},
};

const common = {
	maxPrompt: 5000,
	rules: [transparency],
	options: [safetyChecker],
};
const look = [
	// KIE names no default of it, and the price depends on it.
	alwaysSent(resolution('resolution', ['1K', '2K'])),
	background,
	// Nor of this, and a transparent background does.
	outputFormat('jpeg', { webp: true }),
	{ ...expandPrompt, key: 'enhance_prompt', assumed: true },
	seed('number'),
];
const files = { megabytes: 30, megapixels: 25 };

export const qwenImage21: ImageModel = {
	value: 'qwen-image-2-1',
	option: {
		name: 'Qwen Image 2.1',
		description: 'By Alibaba: transparent backgrounds, edits with a mask, combines up to 10 images',
	},
	api: 'market',
	price: '4 credits (1K), 8 (2K)',
	operations: {
		generate: marketOperation({
			...common,
			kieId: 'qwen2-1/text-to-image',
			settings: [aspectRatio(RATIOS, { byDefault: '1:1', assumed: '1:1' }), ...look],
		}),
		edit: marketOperation({
			...common,
			kieId: 'qwen2-1/image-to-image',
			settings: [aspectRatio(['auto', ...RATIOS], { byDefault: 'auto', assumed: 'auto' }), ...look],
			inputs: {
				image: takes({ key: 'image_urls', as: 'list', max: 10, ...files }),
				mask: takes({
					key: 'mask_url',
					as: 'one',
					required: false,
					forOneImage: true,
					purpose:
						'An image with the same size as the image to edit. White marks the area to change, black is kept: the opposite of 4o Image.',
					...files,
				}),
			},
		}),
	},
};
