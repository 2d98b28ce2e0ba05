import { boundedParameter } from '../../parameters/parameter';
import { optionalSwitch } from '../../parameters/values';
import type { Setting } from './setting';

// How images that go in are taken.

export const strength = (min: number): Setting => ({
	...boundedParameter({
		displayName: 'Strength',
		name: 'strength',
		type: 'number',
		typeOptions: { minValue: min, maxValue: 1, numberPrecision: 2 },
		default: 0.8,
		description: `How much the result can differ from the image, from ${min} (close to the image) to 1 (follows only the prompt)`,
	}),
	key: 'strength',
});

/** An entry of the Options collection. */
export const useChinaServers: Setting = {
	field: {
		displayName: 'Fetch Input Images Via China',
		name: 'uploadCn',
		type: 'boolean',
		default: false,
		description: 'Whether KIE fetches input images through its servers in China',
	},
	key: 'uploadCn',
	schema: optionalSwitch,
};
