import { always, anyOf, each, whole } from '../billing.ts';
import { market } from '../model.ts';
import type { Model } from '../model.ts';
import {
	choice,
	file,
	files,
	filled,
	flag,
	integer,
	list,
	preset,
	prompt,
	required,
	text,
} from '../rules.ts';
import type { Check } from '../rules.ts';

/** Billed by the task, however many pictures come of it. */
const firstVersion: readonly Model[] = [
	market('grok-imagine/text-to-image', {
		fields: {
			prompt: prompt(5000),
			aspect_ratio: preset('1:1', choice('2:3', '3:2', '1:1', '16:9', '9:16')),
			enable_pro: flag,
			nsfw_checker: flag,
		},
		price: ({ enable_pro: pro }) => (pro === true ? 5 : 4),
		// Recorded with 6 in spring; the catalogue of autumn says 2.
		count: anyOf(2, 6),
		takes: [8, 30],
		fileType: 'jpg',
	}),
	market('grok-imagine/image-to-image', {
		fields: {
			image_urls: { ...required(files('image', 1)), schemaMax: 5 },
			prompt: text(),
			nsfw_checker: flag,
		},
		price: whole(4),
		count: always(2),
		takes: [10, 70],
		fileType: 'jpg',
	}),
];

const ratios = ['1:1', '2:3', '3:2', '16:9', '9:16'];
/** The spelling is KIE's. */
const parts = list(integer, 1);

const ratioWithImages: Check = ({ image_urls: images, aspect_ratio: ratio }) =>
	filled(images) && !filled(ratio) ? 'aspect_ratio is required with image_urls' : undefined;

/** What is edited is named by its task, or, since August 2026, shown. */
const version2: readonly Model[] = [
	market('grok-imagine-image-2-0/text-to-image', {
		fields: { prompt: prompt(), aspect_ratio: required(choice(...ratios)) },
		price: each(4),
		takes: [8, 20],
		fileType: 'jpg',
	}),
	market('grok-imagine-image-2-0/image-edit', {
		fields: {
			prompt: prompt(8000),
			task_id: text(),
			mask_indexs: parts,
			image_urls: files('image', 5),
			aspect_ratio: choice(...ratios, 'auto'),
		},
		forms: {
			kind: 'anyOf',
			of: [
				{ fields: ['prompt', 'task_id', 'mask_indexs'], required: ['prompt', 'task_id'] },
				{
					fields: ['prompt', 'image_urls', 'aspect_ratio'],
					required: ['prompt', 'image_urls'],
				},
			],
		},
		checks: [ratioWithImages],
		price: each(4),
		takes: [8, 20],
		fileType: 'jpg',
	}),
	market('grok-imagine-image-2-0/segment-edit', {
		fields: { prompt: prompt(), task_id: required(text()), mask_indexs: parts },
		price: each(4),
		takes: [8, 20],
		fileType: 'jpg',
	}),
	market('grok-imagine-image-2-0/segment-map', {
		fields: { task_id: text(), image_url: file('image') },
		forms: {
			kind: 'oneOf',
			of: [
				{ fields: ['task_id'], required: ['task_id'] },
				{ fields: ['image_url'], required: ['image_url'] },
			],
		},
		price: whole(0),
		count: always(3),
		takes: [12, 25],
		makes: 'segments',
	}),
];

export const grok: readonly Model[] = [...firstVersion, ...version2];
