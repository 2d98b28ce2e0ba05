import { boundedParameter } from '../../parameters/parameter';
import { oneOfNumbers } from '../../parameters/values';
import type { Setting } from './setting';

// How many images one item makes.

const COUNTS = [1, 2, 3, 4];

/** How many images of one task; KIE wants the number as text. */
export const numImages = (byDefault: number): Setting => ({
	field: {
		displayName: 'Number of Images',
		name: 'numImages',
		type: 'options',
		default: byDefault,
		description: 'How many images to make for each item. Each image costs credits.',
		options: COUNTS.map((count) => ({ name: String(count), value: count })),
	},
	key: 'num_images',
	schema: oneOfNumbers(COUNTS).transform(String),
	assumed: '1',
});

const MAX_IMAGES = 6;

export const maxImages = (byDefault: number): Setting => ({
	...boundedParameter({
		displayName: 'Max Images',
		name: 'maxImages',
		type: 'number',
		typeOptions: { minValue: 1, maxValue: MAX_IMAGES, numberPrecision: 0 },
		default: byDefault,
		description: `How many images to make at most, up to ${MAX_IMAGES}. Each image costs credits. If you set more than 1, also state the number in 'Prompt'.`,
	}),
	key: 'max_images',
	assumed: 1,
});
