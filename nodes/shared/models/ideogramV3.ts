import { marketOperation, ONE_IMAGE_ONLY } from './build';
import { expandAndSeed, image, mask, MAX_PROMPT, shape, shapeOfImage, words } from './ideogram';
import type { ImageModel } from './model';
import { alwaysSent, numImages, renderingSpeed, strength, style } from './settings';

const maxPrompt = MAX_PROMPT;
const look = [style(['AUTO', 'GENERAL', 'REALISTIC', 'DESIGN']), renderingSpeed];

export const ideogramV3: ImageModel = {
	value: 'ideogram-v3',
	option: {
		name: 'Ideogram V3',
		description: 'Logos, posters and other design; renders text well, edits with a mask',
	},
	api: 'market',
	price: '3.5 credits (Turbo), 7 (Balanced), 10 (Quality)',
	operations: {
		generate: marketOperation({
			kieId: 'ideogram/v3-text-to-image',
			maxPrompt,
			settings: [shape, ...look, ...words],
			refuses: ONE_IMAGE_ONLY,
		}),
		edit: marketOperation({
			kieId: 'ideogram/v3-edit',
			maxPrompt,
			settings: [renderingSpeed, ...expandAndSeed],
			inputs: { image, mask },
			refuses: ONE_IMAGE_ONLY,
		}),
		variants: marketOperation({
			kieId: 'ideogram/v3-remix',
			maxPrompt,
			settings: [
				...shapeOfImage,
				alwaysSent(numImages(2)),
				strength(0.01),
				...look.map(alwaysSent),
				...words,
			],
			inputs: { image },
		}),
	},
};
