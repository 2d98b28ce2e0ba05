import { each, eachBy } from '../billing.ts';
import { market } from '../model.ts';
import type { Model } from '../model.ts';
import { choice, files, flag, preset, prompt, required } from '../rules.ts';

const ratios = ['1:1', '4:3', '3:4', '16:9', '9:16', '3:2', '2:3'];

/** From text alone, and from images, which may say the shape. */
const flux2 = (name: 'pro' | 'flex', prices: Record<'1K' | '2K', number>): readonly Model[] => {
	const model = (id: string, input: Model['fields'], shapes: readonly string[]): Model =>
		market(`flux-2/${name}-${id}`, {
			fields: {
				prompt: prompt(5000, 3),
				...input,
				aspect_ratio: required(preset('1:1', choice(...shapes))),
				resolution: required(preset('1K', choice('1K', '2K'))),
				nsfw_checker: flag,
			},
			price: eachBy('resolution', prices),
			takes: [8, 45],
		});
	return [
		model('text-to-image', {}, ratios),
		model('image-to-image', { input_urls: required(files('image', 8)) }, [...ratios, 'auto']),
	];
};

const zImage = market('z-image', {
	fields: {
		prompt: prompt(1000),
		aspect_ratio: required(preset('1:1', choice('1:1', '4:3', '3:4', '16:9', '9:16'))),
		nsfw_checker: flag,
	},
	price: each(0.8),
	takes: [4, 20],
});

export const flux: readonly Model[] = [
	...flux2('pro', { '1K': 5, '2K': 7 }),
	...flux2('flex', { '1K': 14, '2K': 24 }),
	zImage,
];
