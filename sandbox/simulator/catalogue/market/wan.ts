import { each } from '../billing.ts';
import type { Count } from '../billing.ts';
import { market } from '../model.ts';
import type { Model } from '../model.ts';
import {
	choice,
	files,
	filled,
	flag,
	from,
	integer,
	list,
	megabyte,
	preset,
	prompt,
	record,
	required,
	text,
} from '../rules.ts';
import type { Check } from '../rules.ts';

/** Four pictures, all of them billed, unless a number is said; twelve in a sequence. */
const count: Count = ({ n, enable_sequential: sequential }) =>
	Number(n ?? (sequential === true ? 12 : 4));

const fourUnlessSequential: Check = ({ n, enable_sequential: sequential }) =>
	sequential !== true && Number(n ?? 1) > 4 ? 'n must be from 1 to 4' : undefined;
const ratioOfText: Check = ({ aspect_ratio: ratio, input_urls: images, resolution }) => {
	if (ratio === undefined) return undefined;
	if (filled(images)) return 'aspect_ratio does not go with input_urls';
	return resolution === undefined ? 'aspect_ratio needs resolution' : undefined;
};
const thinkingOfText: Check = ({ thinking_mode: thinks, input_urls: images, enable_sequential }) =>
	thinks === true && (filled(images) || enable_sequential === true)
		? 'thinking_mode is for one picture from text'
		: undefined;
const plain4K: Check = ({ resolution, input_urls: images, enable_sequential: sequential }) =>
	resolution === '4K' && (filled(images) || sequential === true)
		? '4K is for text alone'
		: undefined;

const colour = record({ hex: required(text()), ratio: required(text()) });
const box = list(integer, 4, 4);

const image = (id: string, credits: number, resolutions: readonly string[]): Model =>
	market(id, {
		fields: {
			prompt: prompt(5000),
			input_urls: files('image', 9),
			aspect_ratio: choice('1:1', '16:9', '4:3', '21:9', '3:4', '9:16', '8:1', '1:8'),
			resolution: preset('2K', choice(...resolutions)),
			n: preset(4, from(1, 12)),
			enable_sequential: preset(false, flag),
			thinking_mode: flag,
			color_palette: list(colour, 3, 10),
			bbox_list: list(list(box, 0, 2), 0),
			watermark: preset(false, flag),
			seed: from(0, 2_147_483_647),
			nsfw_checker: flag,
		},
		checks: [fourUnlessSequential, ratioOfText, thinkingOfText, plain4K],
		inputs: { bytes: 10 * megabyte, sides: [240, Infinity] },
		price: each(credits),
		count,
		takes: [10, 40],
	});

export const wanImages: readonly Model[] = [
	image('wan/2-7-image', 4.8, ['1K', '2K']),
	image('wan/2-7-image-pro', 12, ['1K', '2K', '4K']),
];
