import { marketOperation, ONE_IMAGE_ONLY } from './build';
import type { ImageModel } from './model';
import { aspectRatio, negativePrompt, seed } from './settings';

const RATIOS = ['1:1', '16:9', '9:16', '3:4', '4:3', 'auto'];

interface Kind {
	value: string;
	name: string;
	description: string;
	price: string;
	ratio: string;
	seedAs: 'number' | 'text';
}

function imagen4({ value, name, description, price, ratio, seedAs }: Kind): ImageModel {
	return {
		value,
		option: { name, description },
		api: 'market',
		price,
		operations: {
			generate: marketOperation({
				kieId: `google/${value}`,
				maxPrompt: 5000,
				settings: [
					aspectRatio(RATIOS, { byDefault: ratio, assumed: ratio }),
					negativePrompt(5000),
					seed(seedAs),
				],
				refuses: ONE_IMAGE_ONLY,
			}),
		},
	};
}

export const imagen4Fast = imagen4({
	value: 'imagen4-fast',
	name: 'Imagen 4 Fast',
	description: 'By Google: good images fast, for drafts and experiments',
	price: '4 credits',
	ratio: '16:9',
	seedAs: 'number',
});

export const imagen4Standard = imagen4({
	value: 'imagen4',
	name: 'Imagen 4',
	description: 'By Google: a balance of quality and speed',
	price: '8 credits',
	ratio: '1:1',
	seedAs: 'text',
});

export const imagen4Ultra = imagen4({
	value: 'imagen4-ultra',
	name: 'Imagen 4 Ultra',
	description: 'By Google: the most photorealistic and detailed Imagen 4',
	price: '12 credits',
	ratio: '1:1',
	seedAs: 'text',
});
