import { marketOperation, takes } from './build';
import type { ImageModel, ModelOperation } from './model';
import {
	imageSize,
	imageSizeOfImage,
	maxImages,
	resolution,
	seed,
	SEEDREAM_SIZES,
	settingByVersion,
} from './settings';

const maxPrompt = 5000;
const size = imageSize(SEEDREAM_SIZES);
const sizeOfNew = settingByVersion(size, imageSizeOfImage(SEEDREAM_SIZES));
const settings = (images: number) => [
	resolution('image_resolution'),
	maxImages(images),
	seed('number'),
];

const fromImages = (images: number): ModelOperation =>
	marketOperation({
		kieId: 'bytedance/seedream-v4-edit',
		maxPrompt,
		settings: [...sizeOfNew, ...settings(images)],
		inputs: { image: takes({ key: 'image_urls', as: 'list', max: 10 }) },
	});

export const seedreamV4: ImageModel = {
	value: 'seedream-v4',
	option: {
		name: 'Seedream 4.0',
		description: 'By ByteDance: up to 4K, fine control, several images from one prompt',
	},
	api: 'market',
	price: '5 credits',
	newer: 'Seedream 4.5 and 5 are newer',
	operations: {
		generate: marketOperation({
			kieId: 'bytedance/seedream-v4-text-to-image',
			maxPrompt,
			settings: [size, ...settings(1)],
		}),
		edit: fromImages(1),
		variants: fromImages(2),
	},
};
