import { marketOperation, takes } from './build';
import type { ImageModel } from './model';
import { RATIOS_OF_NANO_BANANA_2 } from './nanoBanana2';
import { aspectRatio } from './settings';

const common = { kieId: 'nano-banana-2-lite', maxPrompt: 20_000 };
const images = { key: 'image_urls', as: 'list', max: 10 } as const;

export const nanoBanana2Lite: ImageModel = {
	value: 'nano-banana-2-lite',
	option: {
		name: 'Nano Banana 2 Lite',
		description: 'By Google: drafts and simple edits in seconds, 1K only',
	},
	api: 'market',
	price: '4 credits',
	operations: {
		generate: marketOperation({
			...common,
			settings: [aspectRatio(RATIOS_OF_NANO_BANANA_2, { byDefault: '1:1' })],
			inputs: {
				reference: takes({ ...images, required: false, purpose: 'Images to use as references.' }),
			},
		}),
		edit: marketOperation({
			...common,
			settings: [aspectRatio(RATIOS_OF_NANO_BANANA_2, { byDefault: 'auto' })],
			inputs: { image: takes(images) },
		}),
	},
};
