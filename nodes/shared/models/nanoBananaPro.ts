import { marketOperation, takes } from './build';
import type { ImageModel } from './model';
import { aspectRatio, outputFormat, RATIOS_OF_ALL_KINDS, resolution } from './settings';

const kieId = 'nano-banana-pro';
const maxPrompt = 10_000;
const size = [resolution('resolution'), outputFormat('jpg')];
const images = { key: 'image_input', as: 'list', max: 8, megabytes: 30 } as const;

export const nanoBananaPro: ImageModel = {
	value: kieId,
	option: {
		name: 'Nano Banana Pro',
		description:
			'Up to 4K, renders text well, keeps characters consistent, follows reference images',
	},
	api: 'market',
	price: '18 credits (1K, 2K), 24 (4K)',
	operations: {
		generate: marketOperation({
			kieId,
			maxPrompt,
			settings: [aspectRatio(RATIOS_OF_ALL_KINDS, { byDefault: '1:1' }), ...size],
			inputs: {
				reference: takes({ ...images, required: false, purpose: 'Images to use as references.' }),
			},
		}),
		edit: marketOperation({
			kieId,
			maxPrompt,
			settings: [aspectRatio(RATIOS_OF_ALL_KINDS, { byDefault: 'auto' }), ...size],
			inputs: { image: takes(images) },
		}),
	},
};
