import { describe, expect, test } from 'vitest';
import type { Field } from './properties.ts';
import {
	choicesOf,
	credential,
	node,
	nodeFields,
	showsFor,
	trigger,
	triggerFields,
} from './properties.ts';

// Saved workflows hold these names and values: a change here breaks them.

const shown = (value: unknown) => JSON.stringify(value);

/** One line for a field: "name = default" and what may be chosen. */
function lineOf({ path, field }: Field): string {
	const values = choicesOf(field).map(({ value }) => shown(value));
	const list = values.length > 0 ? ` of ${values.sort().join(' ')}` : '';
	return `${path.slice(path.indexOf(': ') + 2)} = ${shown(field.default)}${list}`;
}

/** The lines of one operation, as they show for one model. */
const linesOf = (place: string, model = 'gpt4o-image', version?: number) =>
	[...nodeFields, ...triggerFields]
		.filter(({ path, field }) => path.startsWith(`${place}: `) && showsFor(field, model, version))
		.map(lineOf)
		.sort();

const RUN_OPTIONS = [
	'options = {}',
	'options.batching = {"batch":{}}',
	'options.batching.batch.batchSize = 20',
	'options.batching.batch.batchInterval = 10000',
	'options.fileName = ""',
	'options.includeRaw = false',
	'options.maxFileSize = 200',
	'options.maxWait = 900',
	'options.onTimeout = "error" of "error" "returnPending"',
	'options.outputItems = "perImage" of "perImage" "perTask"',
	'options.pollInterval = 5',
	'options.spendingLimit = 0',
	'options.stopBelow = 0',
];
const CREATE = [
	'waitMethod = "polling" of "callback" "polling"',
	'waitUntilDone = true',
	'callBackUrl = ""',
	'downloadImages = true',
	'outputDataFieldName = "data"',
	...RUN_OPTIONS,
];
const IN_EDIT = [
	...['flux-2-flex', 'flux-2-pro', 'flux-kontext-max', 'flux-kontext-pro', 'gpt4o-image'],
	...['gpt-image-2', 'gpt-image-2-5-flare', 'gpt-image-2-5-sunburst'],
	...['ideogram-character', 'ideogram-v3', 'nano-banana', 'nano-banana-2', 'nano-banana-2-1'],
	...['nano-banana-2-lite', 'nano-banana-pro', 'qwen-image-2-1', 'seedream-4-5'],
	...['seedream-5-flash', 'seedream-5-lite', 'seedream-5-pro', 'seedream-v4'],
];
const MODELS: Record<string, string[]> = {
	generate: [...IN_EDIT, 'imagen4', 'imagen4-fast', 'imagen4-ultra', 'other', 'z-image'],
	edit: [...IN_EDIT, 'other'],
	variants: ['gpt4o-image', 'ideogram-character', 'ideogram-v3', 'seedream-v4'],
	upscale: ['recraft-crisp', 'topaz'],
};
const DEFAULT_MODEL: Record<string, string> = { upscale: 'recraft-crisp' };

const PROMPT = 'prompt = ""';
const IMAGES = [
	'imageSource = "url" of "binary" "url"',
	'imageUrls = ""',
	'inputDataFieldName = "data"',
];
const REFERENCE = [
	'referenceImageSource = "url" of "binary" "url"',
	'referenceImageUrls = ""',
	'referenceDataFieldName = "reference"',
];
const ANY_REFERENCE = [
	'referenceImageSource = "none" of "binary" "none" "url"',
	'referenceImageUrls = ""',
	'referenceDataFieldName = "reference"',
];
const MASK = ['maskSource = "url" of "binary" "url"', 'maskUrl = ""', 'maskDataFieldName = "mask"'];
const ANY_MASK = [
	'maskSource = "none" of "binary" "none" "url"',
	'maskUrl = ""',
	'maskDataFieldName = "mask"',
];

/** The same choice in an operation that starts from an image. */
const ofImage = (row: string) => {
	const [name = '', values = ''] = row.split(/ = \S+ of /);
	return `${name} = "auto" of ${[...values.split(' '), '"auto"'].sort().join(' ')}`;
};

const SIZE = 'size = "1:1" of "1:1" "2:3" "3:2"';
const FOUR_O = [
	PROMPT,
	'options.enableFallback = false',
	'options.fallbackModel = "FLUX_MAX" of "FLUX_MAX" "GPT_IMAGE_1"',
	'options.isEnhance = false',
	'options.uploadCn = false',
];
const FLUX_RATIO = 'aspectRatio = "16:9" of "16:9" "1:1" "21:9" "3:4" "4:3" "9:16"';
const FLUX_EDIT_RATIO = 'aspectRatio = "auto" of "16:9" "1:1" "21:9" "3:4" "4:3" "9:16" "auto"';
const FLUX = [
	PROMPT,
	'outputFormat = "png" of "jpeg" "png"',
	'promptUpsampling = false',
	'enableTranslation = true',
	'safetyTolerance = 2',
	'watermark = ""',
	'options.uploadCn = false',
];
const ratio = (byDefault: string) =>
	`aspectRatio = "${byDefault}" of "16:9" "1:1" "21:9" "2:3" "3:2" "3:4" "4:3" "4:5" "5:4" "9:16" "auto"`;
const BANANA = [PROMPT, 'outputFormat = "png" of "jpeg" "png"'];
const BANANA_PRO = [
	PROMPT,
	'resolution = "1K" of "1K" "2K" "4K"',
	'outputFormat = "png" of "jpg" "png"',
];
const SEED = 'seed = ""';
const NEGATIVE = 'negativePrompt = ""';
const SEEDREAM_SIZE =
	'imageSize = "square_hd" of "landscape_16_9" "landscape_21_9" "landscape_3_2" "landscape_4_3" "portrait_16_9" "portrait_3_2" "portrait_4_3" "square" "square_hd"';
const SEEDREAM = [PROMPT, 'resolution = "1K" of "1K" "2K" "4K"', SEED];
const imagen = (byDefault: string) => [
	PROMPT,
	`aspectRatio = "${byDefault}" of "16:9" "1:1" "3:4" "4:3" "9:16" "auto"`,
	NEGATIVE,
	SEED,
];
const IDEOGRAM = [
	PROMPT,
	'renderingSpeed = "BALANCED" of "BALANCED" "QUALITY" "TURBO"',
	'expandPrompt = true',
	SEED,
];
const SHAPE =
	'imageSize = "square_hd" of "landscape_16_9" "landscape_4_3" "portrait_16_9" "portrait_4_3" "square" "square_hd"';
const STYLE = 'style = "AUTO" of "AUTO" "DESIGN" "GENERAL" "REALISTIC"';
const CHARACTER_STYLE = 'style = "AUTO" of "AUTO" "FICTION" "REALISTIC"';
const count = (byDefault: number) => `numImages = ${byDefault} of 1 2 3 4`;
const STRENGTH = 'strength = 0.8';
const choice = (name: string, byDefault: string, values: string[]) =>
	`${name} = "${byDefault}" of ${values.map(shown).sort().join(' ')}`;
const ratioOf = (byDefault: string, ...values: string[]) =>
	choice('aspectRatio', byDefault, values);
const resolutionOf = (...values: string[]) => choice('resolution', '1K', values);
const JPG = 'outputFormat = "png" of "jpg" "png"';
const JPEG = 'outputFormat = "png" of "jpeg" "png"';
const BACKGROUND = 'background = "auto" of "auto" "opaque" "transparent"';
const SAFETY = 'options.safetyChecker = false';
const BANANA_2_RATIOS = [
	...['1:1', '1:4', '1:8', '2:3', '3:2', '3:4', '4:1', '4:3', '4:5', '5:4', '8:1'],
	...['9:16', '16:9', '21:9', 'auto'],
];
const BANANA_2 = [PROMPT, resolutionOf('1K', '2K', '4K'), JPG];
const GPT_25_RATIOS = ['auto', '1:1', '3:2', '2:3', '4:3', '3:4', '16:9', '9:16', '21:9'];
const GPT_2_RATIOS = [...GPT_25_RATIOS, '5:4', '4:5', '2:1', '1:2', '3:1', '1:3', '9:21'];
const GPT_IMAGE = [PROMPT, resolutionOf('1K', '2K', '4K'), BACKGROUND];
const SEEDREAM_RATIO = ratioOf('1:1', '1:1', '4:3', '3:4', '16:9', '9:16', '2:3', '3:2', '21:9');
const SEEDREAM_5 = [PROMPT, JPEG, SAFETY];
const QUALITY = 'quality = "basic" of "basic" "high"';
const FLUX_2_RATIOS = ['1:1', '4:3', '3:4', '16:9', '9:16', '3:2', '2:3'];
const FLUX_2 = [PROMPT, resolutionOf('1K', '2K'), SAFETY];
const QWEN_RATIOS = ['1:1', '4:3', '3:4', '3:2', '2:3', '16:9', '9:16', '21:9', '9:21'];
const QWEN = [
	...[PROMPT, resolutionOf('1K', '2K'), BACKGROUND, 'expandPrompt = true', SEED, SAFETY],
	'outputFormat = "png" of "jpeg" "png" "webp"',
];
const MARKET_INPUT = `marketInput = ${shown('{\n  "prompt": ""\n}')}`;
const OTHER = [
	'marketModel = {"__rl":true,"mode":"list","value":""}',
	'marketInputMode = "form" of "form" "json"',
	'marketFields = {"mappingMode":"defineBelow","value":null}',
	MARKET_INPUT,
];

type Row = [operation: string, model: string, own: string[]];

test.each<Row>([
	['generate', 'gpt4o-image', [...FOUR_O, SIZE, 'nVariants = 1 of 1 2 4']],
	[
		'edit',
		'gpt4o-image',
		[...FOUR_O, ofImage(SIZE), ...IMAGES, ...ANY_MASK, 'nVariants = 1 of 1 2 4'],
	],
	['variants', 'gpt4o-image', [...FOUR_O, ofImage(SIZE), ...IMAGES, 'nVariants = 2 of 1 2 4']],
	['generate', 'flux-kontext-pro', [...FLUX, FLUX_RATIO]],
	['generate', 'flux-kontext-max', [...FLUX, FLUX_RATIO]],
	['edit', 'flux-kontext-pro', [...FLUX, FLUX_EDIT_RATIO, ...IMAGES]],
	['edit', 'flux-kontext-max', [...FLUX, FLUX_EDIT_RATIO, ...IMAGES]],
	['generate', 'nano-banana', [...BANANA, ratio('1:1')]],
	['edit', 'nano-banana', [...BANANA, ratio('auto'), ...IMAGES]],
	['generate', 'nano-banana-pro', [...BANANA_PRO, ratio('1:1'), ...ANY_REFERENCE]],
	['edit', 'nano-banana-pro', [...BANANA_PRO, ratio('auto'), ...IMAGES]],
	['generate', 'seedream-v4', [...SEEDREAM, SEEDREAM_SIZE, 'maxImages = 1']],
	['edit', 'seedream-v4', [...SEEDREAM, ofImage(SEEDREAM_SIZE), ...IMAGES, 'maxImages = 1']],
	['variants', 'seedream-v4', [...SEEDREAM, ofImage(SEEDREAM_SIZE), ...IMAGES, 'maxImages = 2']],
	['generate', 'imagen4-fast', imagen('16:9')],
	['generate', 'imagen4', imagen('1:1')],
	['generate', 'imagen4-ultra', imagen('1:1')],
	['generate', 'ideogram-v3', [...IDEOGRAM, SHAPE, STYLE, NEGATIVE]],
	['edit', 'ideogram-v3', [...IDEOGRAM, ...IMAGES, ...MASK]],
	[
		'variants',
		'ideogram-v3',
		[...IDEOGRAM, ...IMAGES, ofImage(SHAPE), STYLE, NEGATIVE, count(2), STRENGTH],
	],
	[
		'generate',
		'ideogram-character',
		[...IDEOGRAM, ...REFERENCE, SHAPE, CHARACTER_STYLE, NEGATIVE, count(1)],
	],
	[
		'edit',
		'ideogram-character',
		[...IDEOGRAM, ...IMAGES, ...REFERENCE, ...MASK, CHARACTER_STYLE, count(1)],
	],
	[
		'variants',
		'ideogram-character',
		[
			...[...IDEOGRAM, ...IMAGES, ...REFERENCE],
			...[ofImage(SHAPE), CHARACTER_STYLE, NEGATIVE, count(2), STRENGTH],
		],
	],
	...['nano-banana-2', 'nano-banana-2-1'].flatMap((model): Row[] => [
		['generate', model, [...BANANA_2, ratioOf('1:1', ...BANANA_2_RATIOS), ...ANY_REFERENCE]],
		['edit', model, [...BANANA_2, ratioOf('auto', ...BANANA_2_RATIOS), ...IMAGES]],
	]),
	[
		'generate',
		'nano-banana-2-lite',
		[PROMPT, ratioOf('1:1', ...BANANA_2_RATIOS), ...ANY_REFERENCE],
	],
	['edit', 'nano-banana-2-lite', [PROMPT, ratioOf('auto', ...BANANA_2_RATIOS), ...IMAGES]],
	['generate', 'gpt-image-2', [...GPT_IMAGE, ratioOf('1:1', ...GPT_2_RATIOS)]],
	['edit', 'gpt-image-2', [...GPT_IMAGE, ratioOf('auto', ...GPT_2_RATIOS), ...IMAGES]],
	...['gpt-image-2-5-flare', 'gpt-image-2-5-sunburst'].flatMap((model): Row[] => [
		['generate', model, [...GPT_IMAGE, ratioOf('1:1', ...GPT_25_RATIOS)]],
		['edit', model, [...GPT_IMAGE, ratioOf('auto', ...GPT_25_RATIOS), ...IMAGES]],
	]),
	['generate', 'seedream-4-5', [PROMPT, SEEDREAM_RATIO, QUALITY, SAFETY]],
	['edit', 'seedream-4-5', [PROMPT, ofImage(SEEDREAM_RATIO), QUALITY, SAFETY, ...IMAGES]],
	['generate', 'seedream-5-lite', [...SEEDREAM_5, SEEDREAM_RATIO, `${QUALITY} "ultra"`]],
	[
		'edit',
		'seedream-5-lite',
		[...SEEDREAM_5, ofImage(SEEDREAM_RATIO), `${QUALITY} "ultra"`, ...IMAGES],
	],
	['generate', 'seedream-5-pro', [...SEEDREAM_5, SEEDREAM_RATIO, QUALITY]],
	['edit', 'seedream-5-pro', [...SEEDREAM_5, ofImage(SEEDREAM_RATIO), QUALITY, ...IMAGES]],
	[
		'generate',
		'seedream-5-flash',
		[...SEEDREAM_5, SEEDREAM_RATIO, resolutionOf('1K', '1.5K', '2K')],
	],
	[
		'edit',
		'seedream-5-flash',
		[...SEEDREAM_5, ofImage(SEEDREAM_RATIO), resolutionOf('1K', '1.5K', '2K'), ...IMAGES],
	],
	...['flux-2-flex', 'flux-2-pro'].flatMap((model): Row[] => [
		['generate', model, [...FLUX_2, ratioOf('1:1', ...FLUX_2_RATIOS)]],
		['edit', model, [...FLUX_2, ratioOf('auto', ...FLUX_2_RATIOS, 'auto'), ...IMAGES]],
	]),
	['generate', 'z-image', [PROMPT, SAFETY, ratioOf('1:1', '1:1', '4:3', '3:4', '16:9', '9:16')]],
	['generate', 'qwen-image-2-1', [...QWEN, ratioOf('1:1', ...QWEN_RATIOS)]],
	[
		'edit',
		'qwen-image-2-1',
		[...QWEN, ratioOf('auto', ...QWEN_RATIOS, 'auto'), ...IMAGES, ...ANY_MASK],
	],
	['upscale', 'recraft-crisp', IMAGES],
	['upscale', 'topaz', [...IMAGES, 'upscaleFactor = 2 of 1 2 4']],
	['generate', 'other', OTHER],
	['edit', 'other', OTHER],
])('image/%s with %s', (operation, model, own) => {
	const offered = MODELS[operation]?.map(shown).sort().join(' ');
	const byDefault = DEFAULT_MODEL[operation] ?? 'gpt4o-image';
	const wanted = [...CREATE, ...own, `model = "${byDefault}" of ${offered}`];
	expect(linesOf(`image/${operation}`, model)).toEqual(wanted.sort());
});

test('image/removeBackground, where there is no model to choose', () => {
	expect(linesOf('image/removeBackground')).toEqual([...CREATE, ...IMAGES].sort());
});

test('any other market model in version 1', () => {
	const lines = linesOf('image/generate', 'other', 1).filter((line) => line.startsWith('market'));
	expect(lines).toEqual([MARKET_INPUT, 'marketModel = ""']);
});

// Where models differ, a field has a default that none of them refuses.
test.each<[operation: string, defaults: Record<string, unknown>]>([
	[
		'generate',
		{
			aspectRatio: '16:9',
			background: 'auto',
			imageSize: 'square_hd',
			outputFormat: 'png',
			quality: 'basic',
			resolution: '1K',
			referenceImageSource: 'none',
			style: 'AUTO',
		},
	],
	['edit', { aspectRatio: 'auto', maskSource: 'none', outputFormat: 'png' }],
	['variants', { imageSize: 'auto', style: 'AUTO' }],
	['upscale', { imageSource: 'url', upscaleFactor: 2 }],
])('image/%s with a model by expression shows each field once', (operation, defaults) => {
	const fields = nodeFields
		.filter(({ path }) => path.startsWith(`image/${operation}: `))
		.filter(({ field }) => showsFor(field, '={{ $json.model }}'));
	const names = fields.map(({ path }) => path);

	expect(names.filter((name, nth) => names.indexOf(name) !== nth)).toEqual([]);
	expect(Object.fromEntries(fields.map(({ field }) => [field.name, field.default]))).toMatchObject(
		defaults,
	);
});

test('what a value stands for in one model is not said of all of them', () => {
	const { field } = nodeFields.find(
		({ path, field: { name, displayOptions } }) =>
			path.startsWith('image/generate: ') && name === 'quality' && displayOptions?.show?.model,
	)!;
	expect(choicesOf(field).map(({ name }) => name)).toEqual(['Basic', 'High', 'Ultra (4K)']);
});

test.each<[string, string[]]>([
	[
		'image/getStatus',
		[
			'taskId = ""',
			'downloadImages = false',
			'outputDataFieldName = "data"',
			'options = {}',
			'options.api = "auto" of "auto" "fluxKontext" "gpt4oImage" "market"',
			'options.fileName = ""',
			'options.includeRaw = false',
			'options.maxFileSize = 200',
			'options.outputItems = "perImage" of "perImage" "perTask"',
		],
	],
	['image/getDownloadUrl', ['imageUrl = ""', 'taskId = ""']],
	[
		'image/',
		[
			'operation = "generate" of "edit" "generate" "getDownloadUrl" "getStatus" "removeBackground" "upscale" "variants"',
		],
	],
	[
		'file/upload',
		[
			'fileSource = "binary" of "binary" "url"',
			'inputDataFieldName = "data"',
			'fileUrl = ""',
			'options = {}',
			'options.fileName = ""',
		],
	],
	['file/', ['operation = "upload" of "upload"']],
	['account/getPrice', ['marketModel = {"__rl":true,"mode":"list","value":""}']],
	['account/', ['operation = "getCredits" of "getCredits" "getPrice"']],
	['/', ['resource = "image" of "account" "file" "image"']],
	[
		'trigger',
		[
			'events = ["success","failed"] of "failed" "success"',
			'confirmResult = true',
			'downloadImages = true',
			'outputDataFieldName = "data"',
			'options = {}',
			'options.deduplicate = true',
			'options.maxFileSize = 200',
			'options.outputItems = "perImage" of "perImage" "perTask"',
			'options.toleranceSeconds = 300',
		],
	],
])('%s', (place, expected) => {
	expect(linesOf(place)).toEqual([...expected].sort());
});

test('there is nothing beside these', () => {
	const places = new Set(nodeFields.map(({ path }) => path.slice(0, path.indexOf(':'))));
	expect([...places].sort()).toEqual([
		'/',
		'account/',
		'account/getPrice',
		'file/',
		'file/upload',
		'image/',
		'image/edit',
		'image/generate',
		'image/getDownloadUrl',
		'image/getStatus',
		'image/removeBackground',
		'image/upscale',
		'image/variants',
	]);
});

describe('names', () => {
	test('the operations as people see them', () => {
		const operations = nodeFields
			.filter(({ field }) => field.name === 'operation')
			.flatMap(({ field }) => choicesOf(field))
			.map(({ value, name, action }) => [value, name, action]);
		expect(operations.sort()).toEqual([
			['edit', 'Edit', 'Edit image'],
			['generate', 'Generate', 'Generate image'],
			['getCredits', 'Get Credits', 'Get account credits'],
			['getDownloadUrl', 'Get Download URL', 'Get image download URL'],
			['getPrice', 'Get Price', 'Get model price'],
			['getStatus', 'Get Status', 'Get image status'],
			['removeBackground', 'Remove Background', 'Remove image background'],
			['upload', 'Upload', 'Upload file'],
			['upscale', 'Upscale', 'Upscale image'],
			['variants', 'Create Variants', 'Create image variants'],
		]);
	});

	test('the model as KIE names it', () => {
		const model = nodeFields.find(({ path }) => path === 'image/generate: model');
		expect(model && choicesOf(model.field)[0]).toMatchObject({
			name: '4o Image (GPT Image 1)',
			value: 'gpt4o-image',
		});
	});

	test('the nodes and their versions', () => {
		expect(node).toMatchObject({ name: 'kie', displayName: 'KIE', version: [1, 1.1] });
		expect(trigger).toMatchObject({ name: 'kieTrigger', displayName: 'KIE Trigger', version: 1.1 });
	});

	test('the path of the webhook, which stands in URLs that KIE was given', () => {
		expect(trigger.webhooks).toEqual([
			{ name: 'default', httpMethod: 'POST', responseMode: 'onReceived', path: 'webhook' },
		]);
	});

	test('what the trigger listens to, as people see it', () => {
		expect(triggerFields.map(({ field }) => field.displayName)).toEqual(
			expect.arrayContaining(['Trigger On', 'Confirm With KIE']),
		);
	});

	test('the credential', () => {
		expect(credential).toMatchObject({ name: 'kieImageApi', displayName: 'KIE API' });
		expect(credential.properties.map(({ name, default: value }) => [name, value])).toEqual([
			['apiKey', ''],
			['webhookSecret', ''],
			['baseUrl', 'https://api.kie.ai'],
			['uploadBaseUrl', 'https://kieai.redpandaai.co'],
		]);
	});
});
