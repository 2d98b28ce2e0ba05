import { marketOperation, takes } from './build';
import type { ImageModel } from './model';
import { aspectRatio, outputFormat, RATIOS_OF_ALL_KINDS } from './settings';

const format = outputFormat('jpeg', { assumed: 'png' });

export const nanoBanana: ImageModel = {
	value: 'nano-banana',
	option: {
		name: 'Nano Banana',
		description: 'Gemini 2.5 Flash by Google: fast, many shapes, edits up to 10 images together',
	},
	api: 'market',
	price: '4 credits',
	newer: 'Nano Banana 2.1 is newer and costs the same in 1K',
	operations: {
		generate: marketOperation({
			kieId: 'google/nano-banana',
			maxPrompt: 5000,
			settings: [aspectRatio(RATIOS_OF_ALL_KINDS, { byDefault: '1:1', assumed: '1:1' }), format],
		}),
		edit: marketOperation({
			kieId: 'google/nano-banana-edit',
			maxPrompt: 5000,
			settings: [aspectRatio(RATIOS_OF_ALL_KINDS, { byDefault: 'auto' }), format],
			inputs: { image: takes({ key: 'image_urls', as: 'list', max: 10 }) },
		}),
	},
};
