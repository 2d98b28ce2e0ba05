import { whole } from '../billing.ts';
import { market } from '../model.ts';
import type { Model } from '../model.ts';
import {
	choice,
	filled,
	flag,
	from,
	list,
	number,
	preset,
	record,
	required,
	text,
} from '../rules.ts';
import type { Check } from '../rules.ts';

const titleOfCustom: Check = ({ custom_mode: custom, title }) =>
	custom === true && !filled(title) ? 'title is required in custom mode' : undefined;

/** Music in the shape that its maker gives it: two songs, and no result URLs. Speech as a file. */
export const audio: readonly Model[] = [
	market('ai-music-api/generate', {
		fields: {
			prompt: text(5000),
			custom_mode: flag,
			instrumental: required(flag),
			model: choice('V4', 'V4_5', 'V4_5PLUS', 'V5', 'V6'),
			title: text(80),
			style: text(1000),
			negative_tags: text(),
			vocal_gender: choice('m', 'f'),
			duration: from(10, 480),
		},
		checks: [titleOfCustom],
		price: whole(12),
		count: () => 2,
		takes: [20, 120],
		makes: 'songs',
		fileType: 'mp3',
	}),
	market('elevenlabs/text-to-speech-turbo-2-5', {
		fields: {
			text: required(text(5000)),
			voice: preset('Rachel', text()),
			stability: preset(0.5, number(0, 1)),
			similarity_boost: preset(0.75, number(0, 1)),
			speed: preset(1, number(0.7, 1.2)),
		},
		price: whole(6),
		takes: [5, 20],
		makes: 'speech',
		fileType: 'mp3',
	}),
	market('elevenlabs/text-to-dialogue-v3', {
		fields: {
			dialogue: required(list(record({ text: required(text()), voice: required(text()) }), 1)),
			stability: preset(0.5, choice(0, 0.5, 1)),
		},
		price: whole(14),
		takes: [5, 20],
		makes: 'speech',
		fileType: 'mp3',
	}),
];
