import { whole, wholeBy } from '../billing.ts';
import type { Price } from '../billing.ts';
import { market } from '../model.ts';
import type { Model } from '../model.ts';
import {
	choice,
	file,
	files,
	flag,
	from,
	link,
	list,
	number,
	preset,
	prompt,
	record,
	required,
	text,
} from '../rules.ts';
import type { Fields } from '../rules.ts';

/** Some of the videos, each for what is peculiar about its fields. They are not this simulator's subject. */
const video = (id: string, price: Price, fields: Fields): Model =>
	market(id, { fields, price, takes: [40, 200], makes: 'video', fileType: 'mp4' });

const perSecond =
	(prices: Readonly<Record<string, number>>, seconds: number): Price =>
	(values, count) =>
		wholeBy('resolution', prices)(values, count) * Number(values.duration ?? seconds);

const fiveOrTen = choice('5', '10');
const threeToFifteen = choice(...Array.from({ length: 13 }, (_, index) => String(index + 3)));
const landscapes = choice('16:9', '9:16', '1:1');

export const videos: readonly Model[] = [
	video('veo-3-1', wholeBy('resolution', { '720p': 60, '1080p': 65, '4k': 180 }), {
		prompt: prompt(),
		image_urls: files('reference', 3),
		generation_type: choice(
			...['TEXT_2_VIDEO', 'FIRST_AND_LAST_FRAMES_2_VIDEO', 'REFERENCE_2_VIDEO'],
		),
		aspect_ratio: preset('16:9', choice('16:9', '9:16', 'Auto')),
		enable_fallback: { ...preset(false, flag), deprecated: true },
		enable_translation: preset(false, flag),
		watermark: text(),
		resolution: preset('720p', choice('720p', '1080p', '4k')),
		// Whole numbers to choose from.
		duration: preset(8, choice(4, 6, 8)),
	}),
	video('bytedance/seedance-1.5-pro', perSecond({ '720p': 3.5, '480p': 1.75, '1080p': 7.5 }, 8), {
		prompt: prompt(20_000, 3),
		input_urls: files('reference', 2),
		aspect_ratio: required(preset('1:1', choice('1:1', '4:3', '3:4', '16:9', '9:16', '21:9'))),
		resolution: preset('720p', choice('480p', '720p', '1080p')),
		duration: required(number(4, 12)),
		fixed_lens: preset(false, flag),
		generate_audio: preset(false, flag),
		nsfw_checker: flag,
	}),
	video('bytedance/seedance-2-fast', perSecond({ '720p': 24.8, '480p': 11.7 }, 5), {
		prompt: prompt(20_000, 3),
		first_frame_url: file('reference'),
		last_frame_url: file('reference'),
		reference_image_urls: files('reference', 9),
		// Its schema has a space at the end of the name, its example has none.
		reference_video_urls: { ...list(link, 0, 3), schemaName: 'reference_video_urls ' },
		resolution: preset('720p', choice('480p', '720p')),
		aspect_ratio: preset('16:9', choice('16:9', '9:16', '4:3', '3:4', '1:1', '21:9', 'adaptive')),
		duration: preset(5, from(-1, 15)),
		generate_audio: preset(true, flag),
		return_last_frame: preset(false, flag),
	}),
	video('happyhorse/image-to-video', perSecond({ '720p': 28, '1080p': 48 }, 5), {
		prompt: text(),
		image_urls: { ...required(files('reference', 1)), schemaName: 'image_urls ' },
		resolution: choice('720p', '1080p'),
		duration: preset(5, from(3, 15)),
	}),
	video('kling-3.0/video', whole(90), {
		prompt: text(),
		image_urls: files('reference', 2),
		sound: required(preset(false, flag)),
		duration: required(preset('5', threeToFifteen)),
		aspect_ratio: preset('16:9', landscapes),
		mode: required(preset('pro', choice('std', 'pro', '4K'))),
		multi_shots: required(preset(false, flag)),
		multi_prompt: list(
			record({ prompt: required(text(500)), duration: required(from(1, 12)) }),
			0,
			5,
		),
		kling_elements: list(
			record({
				name: required(text()),
				description: required(text()),
				element_input_urls: list(link, 1, 4),
			}),
			0,
			3,
		),
	}),
	video('kling-2.6/text-to-video', whole(55), {
		prompt: prompt(1000),
		sound: required(flag),
		aspect_ratio: required(preset('1:1', landscapes)),
		duration: required(preset('5', fiveOrTen)),
	}),
	video('kling/v2-1-master-text-to-video', wholeBy('duration', { '5': 160, '10': 320 }), {
		prompt: prompt(5000),
		duration: preset('5', fiveOrTen),
		aspect_ratio: preset('16:9', landscapes),
		negative_prompt: text(500),
		cfg_scale: preset(0.5, number(0, 1)),
	}),
	video('kling/v3-turbo-text-to-video', perSecond({ '720p': 18, '1080p': 22.5 }, 5), {
		prompt: prompt(2500),
		duration: required(preset('5', threeToFifteen)),
		aspect_ratio: required(preset('16:9', landscapes)),
		resolution: required(preset('720p', choice('720p', '1080p'))),
	}),
	video('grok-imagine/text-to-video', perSecond({ '480p': 2.4, '720p': 4.5, '1080p': 8 }, 6), {
		prompt: prompt(5000),
		aspect_ratio: preset('2:3', choice('2:3', '3:2', '1:1', '16:9', '9:16')),
		mode: preset('normal', choice('fun', 'normal', 'spicy')),
		duration: number(6, 30),
		resolution: preset('480p', choice('480p', '720p', '1080p')),
	}),
	video('hailuo/02-text-to-video-standard', wholeBy('duration', { '6': 30, '10': 50 }), {
		prompt: prompt(1500),
		duration: preset('6', choice('6', '10')),
		prompt_optimizer: flag,
	}),
	video('minimax-h3/text-to-video', perSecond({ '2K': 13, '768P': 8 }, 6), {
		prompt: prompt(7000),
		aspect_ratio: required(choice('21:9', '16:9', '4:3', '1:1', '3:4', '9:16')),
		duration: required(preset(6, from(4, 15))),
		resolution: preset('2K', choice('768P', '2K')),
	}),
	video('wan/2-5-text-to-video', perSecond({ '720p': 12, '1080p': 20 }, 5), {
		prompt: prompt(),
		duration: required(fiveOrTen),
		resolution: choice('720p', '1080p'),
		aspect_ratio: preset('16:9', landscapes),
	}),
	// What it finds is no result URL.
	market('omnihuman-1-5/subject-detection', {
		fields: { image_url: required(file('image')) },
		price: whole(0),
		count: () => 2,
		takes: [5, 15],
		makes: 'masks',
	}),
];
