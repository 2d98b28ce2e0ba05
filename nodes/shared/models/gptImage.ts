import type { Rule } from './build';
import { marketOperation, takes } from './build';
import type { ImageModel } from './model';
import { alwaysSent, aspectRatio, background, resolution } from './settings';

// What OpenAI's models of KIE's market have in common.

interface Kind extends Pick<ImageModel, 'value' | 'option' | 'newer'> {
	ratios: readonly string[];
	rules?: Rule[];
}

export function gptImage({ ratios, rules = [], ...model }: Kind): ImageModel {
	const common = { maxPrompt: 20_000, rules };
	const settings = (ratio: string) => [
		aspectRatio(ratios, { byDefault: ratio, assumed: 'auto' }),
		// KIE names no default of it, and the price depends on it.
		alwaysSent(resolution('resolution')),
		background,
	];
	return {
		...model,
		api: 'market',
		price: '6 credits (1K), 10 (2K), 16 (4K)',
		operations: {
			generate: marketOperation({
				...common,
				kieId: `${model.value}-text-to-image`,
				settings: settings('1:1'),
			}),
			edit: marketOperation({
				...common,
				kieId: `${model.value}-image-to-image`,
				settings: settings('auto'),
				inputs: { image: takes({ key: 'input_urls', as: 'list', max: 16, megabytes: 30 }) },
			}),
		},
	};
}
