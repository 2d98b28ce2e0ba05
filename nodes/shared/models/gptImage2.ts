import type { Rule } from './build';
import { gptImage } from './gptImage';

// KIE's pages differ about 5:4 and 4:5 in 4K: this is what all of them take.
const ONLY_1K = ['auto', '5:4', '4:5', '3:1', '1:3', '9:21'];

const sizeOfRatio: Rule = {
	field: 'resolution',
	says: `The ratios Automatic, ${ONLY_1K.slice(1).join(', ')} work only with 1K, and 1:1 only with 1K and 2K.`,
	refusal: ({ aspectRatio, resolution }) => {
		const ratio = String(aspectRatio);
		if (ONLY_1K.includes(ratio) && resolution !== '1K') {
			return `must be 1K with the ratio ${ratio === 'auto' ? 'Automatic' : ratio}: choose 1K, or another 'Aspect Ratio'`;
		}
		return ratio === '1:1' && resolution === '4K'
			? "must be 1K or 2K with the ratio 1:1: choose 2K, or another 'Aspect Ratio'"
			: undefined;
	},
};

const backgroundIn1K: Rule = {
	field: 'background',
	says: 'You can choose a background only with 1K.',
	refusal: ({ background, resolution }) =>
		background === 'auto' || resolution === '1K'
			? undefined
			: `cannot be chosen in ${String(resolution)}: set 'Resolution' to 1K, or the background to Automatic`,
};

export const gptImage2 = gptImage({
	value: 'gpt-image-2',
	option: {
		name: 'GPT Image 2',
		description: 'By OpenAI: long prompts, exact text and layout, up to 4K, many shapes',
	},
	newer: 'GPT Image 2.5 is newer at the same price',
	ratios: [
		...['auto', '1:1', '3:2', '2:3', '4:3', '3:4', '5:4', '4:5', '16:9', '9:16'],
		...['2:1', '1:2', '3:1', '1:3', '21:9', '9:21'],
	],
	rules: [sizeOfRatio, backgroundIn1K],
});
