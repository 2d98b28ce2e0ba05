import { marketOperation, takes } from './build';
import type { ImageModel } from './model';

export const recraftCrisp: ImageModel = {
	value: 'recraft-crisp',
	option: {
		name: 'Recraft Crisp',
		description: 'Sharp edges and less noise, for graphics, logos and most photos',
	},
	api: 'market',
	price: '0.5 credits',
	operations: {
		upscale: marketOperation({
			kieId: 'recraft/crisp-upscale',
			settings: [],
			inputs: { image: takes({ key: 'image', as: 'one' }) },
		}),
	},
};

export const recraftRemoveBackground: ImageModel = {
	value: 'recraft-remove-background',
	option: {
		name: 'Recraft Remove Background',
		description: 'Cuts out the subject, as a PNG with a transparent background',
	},
	api: 'market',
	price: '1 credit',
	operations: {
		removeBackground: marketOperation({
			kieId: 'recraft/remove-background',
			settings: [],
			inputs: {
				image: takes({
					key: 'image',
					as: 'one',
					megabytes: 5,
					megapixels: 16,
					sides: { min: 256, max: 4096 },
				}),
			},
		}),
	},
};
