import { each, eachBy } from '../billing.ts';
import { market } from '../model.ts';
import type { Model } from '../model.ts';
import { choice, file, megabyte, preset, required } from '../rules.ts';

/** One picture in, one picture out, and no prompt. */
export const retouching: readonly Model[] = [
	market('recraft/remove-background', {
		fields: { image: required(file('image')) },
		inputs: { bytes: 5 * megabyte, sides: [256, 4096], pixels: [1, 16_000_000] },
		price: each(1),
		takes: [4, 20],
		makes: 'cutOut',
	}),
	market('recraft/crisp-upscale', {
		fields: { image: required(file('image')) },
		price: each(0.5),
		takes: [5, 30],
		makes: 'larger',
	}),
	market('topaz/image-upscale', {
		fields: {
			image_url: required(file('image')),
			upscale_factor: required(preset('2', choice('1', '2', '4'))),
		},
		// KIE bills by the size of what comes out.
		price: eachBy('upscale_factor', { '1': 10, '2': 10, '4': 20 }),
		takes: [10, 60],
		makes: 'larger',
	}),
];
