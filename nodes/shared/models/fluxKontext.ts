import { operationOf, takes } from './build';
import type { ImageModel } from './model';
import type { Setting } from './settings';
import {
	aspectRatio,
	enableTranslation,
	outputFormat,
	promptUpsampling,
	safetyTolerance,
	useChinaServers,
	watermark,
} from './settings';

const RATIOS = ['21:9', '16:9', '4:3', '1:1', '3:4', '9:16'];

const ratio = aspectRatio(RATIOS, { key: 'aspectRatio', byDefault: '16:9', assumed: '16:9' });

// With an image KIE keeps the shape of that, unless it is told another.
const ratioOfEdit = aspectRatio(['auto', ...RATIOS], {
	key: 'aspectRatio',
	byDefault: 'auto',
	assumed: 'auto',
	auto: { name: 'Same as the Image', description: 'Keeps the shape of the input image' },
});

const settings = (shape: Setting, maxTolerance: number): Setting[] => [
	shape,
	outputFormat('jpeg', { key: 'outputFormat' }),
	promptUpsampling,
	enableTranslation,
	safetyTolerance(maxTolerance),
	watermark,
];

/** Both take the same values; the body says which of them it is for. */
function fluxKontext({ value, ...model }: Omit<ImageModel, 'api' | 'operations'>): ImageModel {
	const common = {
		kieId: value,
		maxPrompt: 3000,
		options: [useChinaServers],
		toBody: (values: Record<string, unknown>) => ({ ...values, model: value }),
	};
	return {
		value,
		...model,
		api: 'fluxKontext',
		operations: {
			generate: operationOf({ ...common, settings: settings(ratio, 6) }),
			edit: operationOf({
				...common,
				settings: settings(ratioOfEdit, 2),
				inputs: { image: takes({ key: 'inputImage', as: 'one' }) },
			}),
		},
	};
}

export const fluxKontextPro = fluxKontext({
	value: 'flux-kontext-pro',
	option: {
		name: 'Flux Kontext Pro',
		description: 'Quick edits of a single image, and simple new images',
	},
	price: '5 credits',
	newer: 'Flux 2 Pro is newer',
});

export const fluxKontextMax = fluxKontext({
	value: 'flux-kontext-max',
	option: {
		name: 'Flux Kontext Max',
		description: 'Edits of a single image, with fine detail or text',
	},
	price: '10 credits',
	newer: 'Flux 2 Pro is newer and costs less',
});
