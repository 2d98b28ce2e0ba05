import { expect } from 'vitest';
import {
	callBackUrlSchema,
	runSettingsSchema,
} from '../../../nodes/Kie/actions/create/runSettings.ts';
import { models } from '../../../nodes/shared/models/index.ts';
import type { CreateRequest, ModelOperation } from '../../../nodes/shared/models/model.ts';
import { imageUrlList } from '../../../nodes/shared/parameters/imageUrls.ts';
import { labelsOf } from '../../../nodes/shared/parameters/labels.ts';
import { readValues } from '../../../nodes/shared/parameters/read.ts';
import type { Reader } from '../reader.ts';

// What a person, an expression or an AI agent fills in.

const IMAGE = 'https://example.com/a.png';

const given = {
	prompt: 'A cat',
	size: '1:1',
	nVariants: 2,
	aspectRatio: '1:1',
	imageSize: 'square',
	resolution: '1K',
	outputFormat: 'png',
	maxImages: 1,
	numImages: 1,
	negativePrompt: 'A dog',
	seed: '7',
	renderingSpeed: 'TURBO',
	style: 'AUTO',
	expandPrompt: true,
	strength: 0.5,
	enableTranslation: 'true',
	safetyTolerance: 2,
	background: 'auto',
	quality: 'basic',
	watermark: 'x',
	upscaleFactor: '2',
	marketModel: 'qwen/text-to-image',
	marketInputMode: 'json',
	marketInput: '{"prompt":"A cat","more":{"of":[1]}}',
	waitUntilDone: 'true',
	waitMethod: 'polling',
	callBackUrl: 'https://n8n.example.com/x',
	downloadImages: false,
	outputDataFieldName: 'data',
	imageUrls: `${IMAGE}, ${IMAGE}`,
	options: { enableFallback: true, fallbackModel: 'FLUX_MAX', isEnhance: false, maxWait: '900' },
};

const valueIn = (values: unknown) => (name: string) =>
	(Object(values) as Record<string, unknown>)[name];

const operations = new Map(
	models.flatMap(({ value, operations: own }) =>
		Object.entries(own).map(([name, operation]) => [`${name} with ${value}`, operation] as const),
	),
);

const [first] = operations.values() as unknown as [ModelOperation];

/** Those that take most kinds of values stand first. */
const byKinds = ['generate with other', 'generate with ideogram-v3', ...operations.keys()];

const names = (size: number) => Array.from({ length: size }, (_, nth) => `name${nth}`);

const withGiven = (more: object) => ({
	use: 'generate with other',
	values: { ...given, ...more },
});

export const parameterReaders: Reader[] = [
	{
		name: 'what a model is given',
		of: [
			'shared/models/retired#retiredInput',
			'shared/parameters/read#readValues',
			'shared/parameters/values#shown',
		],
		valid: byKinds.map((use) => ({ use, values: given })),
		read(filledIn) {
			const { use, values } = Object(filledIn) as { use?: unknown; values?: unknown };
			const own = operations.get(use as never) ?? first;
			const names = ['prompt', 'options', ...own.fields.map(({ name }) => name)];
			const all = [...names, ...(own.refuses ?? [])];
			const request = readValues(valueIn(values), all, own.schema, labelsOf(own.fields));
			return request({ image: [IMAGE], mask: [IMAGE], reference: [IMAGE] } as never);
		},
		sound({ body, prompt }: CreateRequest) {
			// It is sent, and known again by this.
			expect(() => JSON.stringify(body)).not.toThrow();
			expect(prompt === null || typeof prompt === 'string').toBe(true);
		},
		runs: 1_500,
		long: {
			'a long prompt': (size) => withGiven({ prompt: 'A cat, '.repeat(size) }),
			'a long input as JSON': (size) =>
				withGiven({ marketInput: JSON.stringify({ prompt: 'A cat', of: names(size) }) }),
			'an input of many fields': (size) =>
				withGiven({
					marketInput: Object.fromEntries(['prompt', ...names(size)].map((name) => [name, name])),
				}),
			'many options': (size) =>
				withGiven({ options: Object.fromEntries(names(size).map((name) => [name, 1])) }),
		},
	},
	{
		name: 'the settings of a run',
		of: [],
		valid: [given],
		read: (values) => [
			readValues(valueIn(values), Object.keys(runSettingsSchema.shape), runSettingsSchema, {}),
			readValues(valueIn(values), ['callBackUrl'], callBackUrlSchema, {}),
		],
		sound([settings]: [{ options: { maxWait: number } }]) {
			expect(settings.options.maxWait).toBeGreaterThan(0);
		},
		long: {
			'a long address': (size) => ({ ...given, callBackUrl: `${IMAGE}?${'a=1&'.repeat(size)}` }),
			'a long name': (size) => ({ ...given, outputDataFieldName: 'data '.repeat(size) }),
		},
	},
	{
		name: 'image URLs',
		of: ['shared/parameters/imageUrls#imageUrlList'],
		valid: [[IMAGE, IMAGE], `${IMAGE}\n${IMAGE}`],
		read: (value) => imageUrlList(5).safeParse(value).data ?? [],
		sound(urls: string[]) {
			for (const url of urls) expect(URL.canParse(url)).toBe(true);
		},
		long: {
			'a long text': (size) => `${IMAGE},`.repeat(size),
			'a long list': (size) => Array(size).fill(IMAGE),
		},
	},
];
