import { gptImage } from './gptImage';

// The ratios that all of KIE's pages name; with these every resolution goes.
const ratios = ['auto', '1:1', '3:2', '2:3', '4:3', '3:4', '16:9', '9:16', '21:9'];

export const gptImage25Flare = gptImage({
	value: 'gpt-image-2-5-flare',
	option: {
		name: 'GPT Image 2.5 Flare',
		description:
			'By OpenAI, the faster GPT Image 2.5: everyday images with text, transparent backgrounds, up to 4K',
	},
	ratios,
});

export const gptImage25Sunburst = gptImage({
	value: 'gpt-image-2-5-sunburst',
	option: {
		name: 'GPT Image 2.5 Sunburst',
		description:
			'By OpenAI, the higher-quality GPT Image 2.5: final artwork and precise edits, up to 4K',
	},
	ratios,
});
