import { marketOperation, takes } from './build';
import type { ImageModel } from './model';
import { alwaysSent, aspectRatio, resolution, safetyChecker } from './settings';

const RATIOS = ['1:1', '4:3', '3:4', '16:9', '9:16', '3:2', '2:3'];

interface Kind extends Omit<ImageModel, 'value' | 'api' | 'operations'> {
	kind: 'pro' | 'flex';
}

/** Both take the same values; KIE wants all of them. */
function flux2({ kind, ...model }: Kind): ImageModel {
	const common = { minPrompt: 3, maxPrompt: 5000, options: [safetyChecker] };
	const size = alwaysSent(resolution('resolution', ['1K', '2K']));
	return {
		value: `flux-2-${kind}`,
		...model,
		api: 'market',
		operations: {
			generate: marketOperation({
				...common,
				kieId: `flux-2/${kind}-text-to-image`,
				settings: [aspectRatio(RATIOS, { byDefault: '1:1' }), size],
			}),
			edit: marketOperation({
				...common,
				kieId: `flux-2/${kind}-image-to-image`,
				settings: [aspectRatio(['auto', ...RATIOS], { byDefault: 'auto' }), size],
				inputs: { image: takes({ key: 'input_urls', as: 'list', max: 8 }) },
			}),
		},
	};
}

export const flux2Pro = flux2({
	kind: 'pro',
	option: {
		name: 'Flux 2 Pro',
		description: 'By Black Forest Labs: photorealistic images, combines up to 8 images',
	},
	price: '5 credits (1K), 7 (2K)',
});

export const flux2Flex = flux2({
	kind: 'flex',
	option: {
		name: 'Flux 2 Flex',
		description: 'By Black Forest Labs: lettering, layout and fine detail',
	},
	price: '14 credits (1K), 24 (2K)',
});
