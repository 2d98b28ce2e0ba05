import { takes } from './build';
import {
	expandPrompt,
	IDEOGRAM_SIZES,
	imageSize,
	imageSizeOfImage,
	negativePrompt,
	seed,
	settingByVersion,
} from './settings';

// What Ideogram's models have in common.

export const MAX_PROMPT = 5000;

export const shape = imageSize(IDEOGRAM_SIZES);

export const shapeOfImage = settingByVersion(shape, imageSizeOfImage(IDEOGRAM_SIZES));

export const expandAndSeed = [expandPrompt, seed('number')];

export const words = [negativePrompt(5000), ...expandAndSeed];

export const image = takes({ key: 'image_url', as: 'one' });

export const mask = takes({
	key: 'mask_url',
	as: 'one',
	purpose:
		'Marks the area to change and must have the same size as the image. KIE does not document whether black or white marks the area, so test with one image first.',
});
