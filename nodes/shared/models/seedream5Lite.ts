import { takes } from './build';
import { seedream } from './seedream';
import { outputFormat, quality } from './settings';

export const seedream5Lite = seedream({
	value: 'seedream-5-lite',
	option: {
		name: 'Seedream 5 Lite',
		description: 'By ByteDance: 2K to 4K at the same price, combines up to 14 images',
	},
	price: '5.5 credits',
	kieIds: {
		generate: 'seedream/5-lite-text-to-image',
		edit: 'seedream/5-lite-image-to-image',
	},
	minPrompt: 3,
	maxPrompt: 3000,
	settings: [
		quality({ basic: '2K', high: '3K', ultra: '4K' }),
		outputFormat('jpeg', { assumed: 'png' }),
	],
	image: takes({ key: 'image_urls', as: 'list', max: 14 }),
});
