import type { TakenImages } from './build';
import { marketOperation } from './build';
import type { ImageModel } from './model';
import type { Setting } from './settings';
import { aspectRatio, aspectRatioOfImage, safetyChecker } from './settings';

// What Seedream 4.5 and 5 have in common; 4.0 names its shapes otherwise.

const RATIOS = ['1:1', '4:3', '3:4', '16:9', '9:16', '2:3', '3:2', '21:9'];

interface Kind extends Omit<ImageModel, 'api' | 'operations'> {
	kieIds: { generate: string; edit: string };
	minPrompt?: number;
	maxPrompt: number;
	settings: Setting[];
	image: TakenImages;
}

export function seedream(kind: Kind): ImageModel {
	const { kieIds, minPrompt, maxPrompt, settings, image, ...model } = kind;
	const common = {
		maxPrompt,
		...(minPrompt !== undefined && { minPrompt }),
		options: [safetyChecker],
	};
	return {
		...model,
		api: 'market',
		operations: {
			generate: marketOperation({
				...common,
				kieId: kieIds.generate,
				settings: [aspectRatio(RATIOS, { byDefault: '1:1' }), ...settings],
			}),
			edit: marketOperation({
				...common,
				kieId: kieIds.edit,
				settings: [aspectRatioOfImage(RATIOS), ...settings],
				inputs: { image },
			}),
		},
	};
}
