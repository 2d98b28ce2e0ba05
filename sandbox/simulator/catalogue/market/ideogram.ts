import { countIn, eachBy } from '../billing.ts';
import { market } from '../model.ts';
import type { Model } from '../model.ts';
import {
	choice,
	file,
	files,
	flag,
	integer,
	number,
	preset,
	prompt,
	required,
	text,
} from '../rules.ts';
import type { Fields } from '../rules.ts';

const speed = preset('BALANCED', choice('TURBO', 'BALANCED', 'QUALITY'));
const v3Price = eachBy('rendering_speed', { BALANCED: 7, TURBO: 3.5, QUALITY: 10 });
const characterPrice = eachBy('rendering_speed', { BALANCED: 18, TURBO: 12, QUALITY: 24 });

const size = choice(
	...['square', 'square_hd', 'portrait_4_3', 'portrait_16_9'],
	...['landscape_4_3', 'landscape_16_9'],
);
const v3Style = choice('AUTO', 'GENERAL', 'REALISTIC', 'DESIGN');
const characterStyle = choice('AUTO', 'REALISTIC', 'FICTION');
const count = choice('1', '2', '3', '4');

const ideogram = (id: string, price: Model['price'], fields: Fields): Model =>
	market(id, {
		fields: {
			prompt: prompt(5000),
			rendering_speed: speed,
			expand_prompt: flag,
			seed: integer,
			...fields,
		},
		price,
		takes: [8, 60],
		count: countIn('num_images'),
		shape: 'square_hd',
	});

const image: Fields = { image_url: required(file('image')) };
const mask: Fields = { mask_url: required(file('mask')) };
const character: Fields = { reference_image_urls: required(files('reference')) };

/** Which part of its masks changes is not documented. */
export const ideograms: readonly Model[] = [
	ideogram('ideogram/v3-text-to-image', v3Price, {
		style: v3Style,
		image_size: size,
		negative_prompt: text(5000),
	}),
	ideogram('ideogram/v3-edit', v3Price, { ...image, ...mask }),
	ideogram('ideogram/v3-remix', v3Price, {
		...image,
		strength: number(0.01, 1),
		num_images: count,
		style: v3Style,
		image_size: size,
		negative_prompt: text(5000),
	}),
	// Seen live in June 2026, and in no catalogue since.
	market('ideogram/v3-reframe', {
		fields: {
			...image,
			image_size: size,
			rendering_speed: speed,
			style: v3Style,
			num_images: count,
			seed: integer,
		},
		price: v3Price,
		takes: [8, 60],
		count: countIn('num_images'),
	}),
	ideogram('ideogram/character', characterPrice, {
		...character,
		style: characterStyle,
		image_size: size,
		num_images: count,
		negative_prompt: text(5000),
	}),
	ideogram('ideogram/character-edit', characterPrice, {
		...image,
		...mask,
		...character,
		style: characterStyle,
		num_images: count,
	}),
	ideogram('ideogram/character-remix', characterPrice, {
		...image,
		...character,
		style: characterStyle,
		num_images: count,
		image_size: size,
		strength: number(0.1, 1),
		negative_prompt: text(500),
		image_urls: files('reference'),
		reference_mask_urls: files('reference'),
	}),
];
