import { boundedParameter, switchParameter } from '../../parameters/parameter';
import { optionalInteger, optionalSwitch, optionalText, upTo } from '../../parameters/values';
import type { Setting } from './setting';

// What goes with the prompt, and how the model takes it.

export const negativePrompt = (max: number): Setting => ({
	field: {
		displayName: 'Negative Prompt',
		name: 'negativePrompt',
		type: 'string',
		typeOptions: { rows: 2 },
		default: '',
		placeholder: 'e.g. text, watermark, blurred hands',
		description: `What the image must not show, up to ${max.toLocaleString('en-US')} characters`,
	},
	key: 'negative_prompt',
	schema: optionalText.transform(upTo(max)),
});

export const seed = (sentAs: 'number' | 'text'): Setting => ({
	field: {
		displayName: 'Seed',
		name: 'seed',
		type: 'string',
		default: '',
		placeholder: 'e.g. 42',
		description:
			'A whole number. The same seed with the same settings gives a similar image. Leave it empty to get a new image each time.',
	},
	key: 'seed',
	schema: optionalInteger.transform((value) =>
		value !== undefined && sentAs === 'text' ? String(value) : value,
	),
});

export const expandPrompt: Setting = {
	...switchParameter({
		displayName: 'Enhance Prompt',
		name: 'expandPrompt',
		type: 'boolean',
		default: true,
		description: 'Whether the model may add detail to the prompt',
	}),
	key: 'expand_prompt',
};

/** An entry of the Options collection. */
export const safetyChecker: Setting = {
	field: {
		displayName: 'Safety Checker',
		name: 'safetyChecker',
		type: 'boolean',
		default: false,
		description: 'Whether KIE filters out adult content',
	},
	key: 'nsfw_checker',
	schema: optionalSwitch,
};

export const enableTranslation: Setting = {
	...switchParameter({
		displayName: 'Translate Prompt',
		name: 'enableTranslation',
		type: 'boolean',
		default: true,
		description: 'Whether KIE translates the prompt into English, the only language of the model',
	}),
	key: 'enableTranslation',
	assumed: true,
};

export const promptUpsampling: Setting = {
	...switchParameter({
		displayName: 'Enhance Prompt',
		name: 'promptUpsampling',
		type: 'boolean',
		default: false,
		description: 'Whether the model may add detail to the prompt',
	}),
	key: 'promptUpsampling',
	assumed: false,
};

export const safetyTolerance = (max: number): Setting => ({
	...boundedParameter({
		displayName: 'Safety Tolerance',
		name: 'safetyTolerance',
		type: 'number',
		typeOptions: { minValue: 0, maxValue: max, numberPrecision: 0 },
		default: 2,
		description: `How permissive the content filter is, from 0 (strict) to ${max} (permissive)`,
	}),
	key: 'safetyTolerance',
});
