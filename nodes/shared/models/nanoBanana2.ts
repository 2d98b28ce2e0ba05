import { marketOperation, takes } from './build';
import type { ImageModel } from './model';
import { aspectRatio, outputFormat, RATIOS_OF_ALL_KINDS, resolution } from './settings';

export const RATIOS_OF_NANO_BANANA_2 = [...RATIOS_OF_ALL_KINDS, '1:4', '4:1', '1:8', '8:1'];

interface Kind extends Omit<ImageModel, 'api' | 'operations'> {
	maxImages: number;
}

/** Both take the same values; KIE has one name of each for new images and for edits. */
function nanoBanana2Of({ maxImages, ...model }: Kind): ImageModel {
	const common = { kieId: model.value, maxPrompt: 20_000 };
	const settings = (ratio: string) => [
		aspectRatio(RATIOS_OF_NANO_BANANA_2, { byDefault: ratio, assumed: 'auto' }),
		resolution('resolution'),
		outputFormat('jpg', { assumed: 'jpg' }),
	];
	const images = { key: 'image_input', as: 'list', max: maxImages, megabytes: 30 } as const;
	return {
		...model,
		api: 'market',
		operations: {
			generate: marketOperation({
				...common,
				settings: settings('1:1'),
				inputs: {
					reference: takes({ ...images, required: false, purpose: 'Images to use as references.' }),
				},
			}),
			edit: marketOperation({
				...common,
				settings: settings('auto'),
				inputs: { image: takes(images) },
			}),
		},
	};
}

export const nanoBanana21 = nanoBanana2Of({
	value: 'nano-banana-2-1',
	option: {
		name: 'Nano Banana 2.1',
		description: "Google's newest: for most images and edits, up to 4K, combines up to 10 images",
	},
	price: '4 credits (1K), 6 (2K), 9 (4K)',
	// KIE's text says 10, its schema 14.
	maxImages: 10,
});

export const nanoBanana2 = nanoBanana2Of({
	value: 'nano-banana-2',
	option: {
		name: 'Nano Banana 2',
		description: 'By Google: up to 4K, combines up to 14 images',
	},
	price: '8 credits (1K), 12 (2K), 18 (4K)',
	newer: 'Nano Banana 2.1 is newer and costs half as much',
	maxImages: 14,
});
