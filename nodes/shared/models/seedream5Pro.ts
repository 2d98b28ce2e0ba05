import { takes } from './build';
import { seedream } from './seedream';
import { outputFormat, quality } from './settings';

export const seedream5Pro = seedream({
	value: 'seedream-5-pro',
	option: {
		name: 'Seedream 5 Pro',
		description: "ByteDance's best: fine detail and precise edits",
	},
	price: '7 credits (1K), 14 (2K), plus 0.5 for each input image after the first',
	kieIds: {
		generate: 'seedream/5-pro-text-to-image',
		edit: 'seedream/5-pro-image-to-image',
	},
	minPrompt: 3,
	maxPrompt: 5000,
	settings: [quality({ basic: '1K', high: '2K' }), outputFormat('jpeg')],
	image: takes({ key: 'image_urls', as: 'list', max: 10, megabytes: 30 }),
});
