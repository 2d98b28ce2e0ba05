import { marketOperation } from './build';
import type { ImageModel } from './model';
import { aspectRatio, safetyChecker } from './settings';

export const zImage: ImageModel = {
	value: 'z-image',
	option: {
		name: 'Z-Image',
		description: 'By Alibaba: the cheapest, for drafts and experiments',
	},
	api: 'market',
	price: '0.8 credits',
	operations: {
		generate: marketOperation({
			kieId: 'z-image',
			maxPrompt: 1000,
			settings: [aspectRatio(['1:1', '4:3', '3:4', '16:9', '9:16'], { byDefault: '1:1' })],
			options: [safetyChecker],
		}),
	},
};
