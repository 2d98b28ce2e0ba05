import { takes } from './build';
import { seedream } from './seedream';
import { quality } from './settings';

export const seedream45 = seedream({
	value: 'seedream-4-5',
	option: {
		name: 'Seedream 4.5',
		description: 'By ByteDance: posters and product images, 2K or 4K at the same price',
	},
	price: '6.5 credits',
	newer: 'Seedream 5 Lite is newer and costs less',
	kieIds: { generate: 'seedream/4.5-text-to-image', edit: 'seedream/4.5-edit' },
	maxPrompt: 3000,
	settings: [quality({ basic: '2K', high: '4K' })],
	image: takes({ key: 'image_urls', as: 'list', max: 14 }),
});
