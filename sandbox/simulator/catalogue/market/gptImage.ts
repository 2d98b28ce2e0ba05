import { eachBy } from '../billing.ts';
import { market } from '../model.ts';
import type { Model } from '../model.ts';
import { choice, files, megabyte, preset, prompt, required } from '../rules.ts';
import type { Check, Fields } from '../rules.ts';

const resolution = choice('1K', '2K', '4K');
const background = choice('transparent', 'opaque', 'auto');
const images = required(files('image', 16));

/** The ratios a resolution does not have. Without a ratio it is `auto`, without a resolution 1K. */
const ratiosMissingAt =
	(missing: Readonly<Record<string, readonly string[]>>): Check =>
	({ aspect_ratio: ratio = 'auto', resolution: size = '1K' }) =>
		missing[String(size)]?.includes(String(ratio))
			? `aspect_ratio ${String(ratio)} is not available in ${String(size)}`
			: undefined;

const backgroundAt1K: Check = ({ background: wanted, resolution: size = '1K' }) =>
	wanted !== undefined && size !== '1K' ? 'background is only supported in 1K' : undefined;

const gptImage = (id: string, fields: Fields, checks: readonly Check[]): Model =>
	market(id, {
		fields,
		checks,
		inputs: { bytes: 30 * megabyte },
		price: eachBy('resolution', { '1K': 6, '2K': 10, '4K': 16 }),
		takes: [40, 80],
	});

const ratios2 = [
	...['auto', '1:1', '3:2', '2:3', '4:3', '3:4', '5:4', '4:5'],
	...['16:9', '9:16', '2:1', '1:2', '3:1', '1:3', '21:9', '9:21'],
];
const fields2: Fields = {
	prompt: prompt(20_000),
	aspect_ratio: choice(...ratios2),
	resolution,
	background,
};
const notIn2K = ['auto', '5:4', '4:5', '3:1', '1:3', '9:21'];
const notIn4K = ['auto', '1:1', '3:1', '1:3', '9:21'];

/** In these every source agrees for both ways of 2.5; the others are for text alone, and in 1K alone. */
const ratios25 = ['auto', '1:1', '3:2', '2:3', '4:3', '3:4', '16:9', '9:16', '21:9'];
const only1K = ['27:16', '16:27', '9:8', '8:9'];

const version25 = (name: 'flare' | 'sunburst'): readonly Model[] => {
	const fields = { prompt: prompt(20_000), resolution: preset('1K', resolution), background };
	const textRatios = choice(...ratios25, ...only1K);
	const missing = ratiosMissingAt({ '2K': only1K, '4K': only1K });
	return [
		gptImage(
			`gpt-image-2-5-${name}-text-to-image`,
			{ ...fields, aspect_ratio: preset('auto', textRatios) },
			[missing],
		),
		gptImage(
			`gpt-image-2-5-${name}-image-to-image`,
			{ ...fields, input_urls: images, aspect_ratio: preset('auto', choice(...ratios25)) },
			[missing],
		),
	];
};

const version15 = (id: string, fields: Fields, ratio: string): Model =>
	market(id, {
		fields: {
			prompt: prompt(),
			...fields,
			aspect_ratio: required(preset(ratio, choice('1:1', '2:3', '3:2'))),
			quality: required(preset('medium', choice('medium', 'high'))),
		},
		price: eachBy('quality', { medium: 4, high: 22 }),
		takes: [20, 60],
	});

export const gptImages: readonly Model[] = [
	version15('gpt-image/1.5-text-to-image', {}, '1:1'),
	version15('gpt-image/1.5-image-to-image', { input_urls: images }, '3:2'),
	gptImage('gpt-image-2-text-to-image', fields2, [
		ratiosMissingAt({ '2K': notIn2K, '4K': notIn4K }),
		backgroundAt1K,
	]),
	gptImage('gpt-image-2-image-to-image', { ...fields2, input_urls: images }, [
		ratiosMissingAt({ '2K': notIn2K, '4K': [...notIn4K, '5:4', '4:5'] }),
		backgroundAt1K,
	]),
	...version25('flare'),
	...version25('sunburst'),
];
