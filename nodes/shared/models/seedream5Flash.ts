import { takes } from './build';
import { seedream } from './seedream';
import { outputFormat, resolution } from './settings';

export const seedream5Flash = seedream({
	value: 'seedream-5-flash',
	option: {
		name: 'Seedream 5 Flash',
		description: 'By ByteDance: many images at a low price, up to 2K',
	},
	price: '3.24 credits',
	kieIds: {
		generate: 'seedream/5-flash-text-to-image',
		edit: 'seedream/5-flash-image-to-image',
	},
	minPrompt: 3,
	maxPrompt: 5000,
	settings: [resolution('size', ['1K', '1.5K', '2K']), outputFormat('jpeg')],
	image: takes({ key: 'image_urls', as: 'list', max: 10, megabytes: 30 }),
});
