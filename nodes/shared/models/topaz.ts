import { marketOperation, takes } from './build';
import type { ImageModel } from './model';
import { upscaleFactor } from './settings';

// Of the result.
const MAX_SIDE = 20_000;

export const topaz: ImageModel = {
	value: 'topaz',
	option: {
		name: 'Topaz',
		description: 'Rebuilds fine detail, for photos, faces and large prints',
	},
	api: 'market',
	price: '10 credits up to 2K, 20 up to 4K, more above that',
	operations: {
		upscale: marketOperation({
			kieId: 'topaz/image-upscale',
			settings: [upscaleFactor],
			maxSide: ({ upscaleFactor: factor }) => MAX_SIDE / Number(factor),
			inputs: { image: takes({ key: 'image_url', as: 'one' }) },
		}),
	},
};
