import { marketOperation, takes } from './build';
import { expandAndSeed, image, mask, MAX_PROMPT, shape, shapeOfImage, words } from './ideogram';
import type { ImageModel } from './model';
import { negativePrompt, numImages, renderingSpeed, strength, style } from './settings';

const maxPrompt = MAX_PROMPT;
const look = [style(['AUTO', 'REALISTIC', 'FICTION']), renderingSpeed];
const reference = takes({
	key: 'reference_image_urls',
	as: 'list',
	purpose: 'The character to show in the new image.',
});

export const ideogramCharacter: ImageModel = {
	value: 'ideogram-character',
	option: {
		name: 'Ideogram Character',
		description: 'The same character in many images, from one reference image',
	},
	api: 'market',
	price: '12 credits (Turbo), 18 (Balanced), 24 (Quality)',
	operations: {
		generate: marketOperation({
			kieId: 'ideogram/character',
			maxPrompt,
			settings: [shape, numImages(1), ...look, ...words],
			inputs: { reference },
		}),
		edit: marketOperation({
			kieId: 'ideogram/character-edit',
			maxPrompt,
			settings: [numImages(1), ...look, ...expandAndSeed],
			inputs: { image, reference, mask },
		}),
		variants: marketOperation({
			kieId: 'ideogram/character-remix',
			maxPrompt,
			settings: [
				...shapeOfImage,
				numImages(2),
				strength(0.1),
				...look,
				negativePrompt(500),
				...expandAndSeed,
			],
			inputs: { image, reference },
		}),
	},
};
