import { describe, expect, test } from 'vitest';
import { choicesOf, credential, node, nodeFields, trigger, triggerFields } from './properties.ts';

// Saved workflows hold these names and values (docs/design.md §1): a change here breaks them.

const shown = (value: unknown) => JSON.stringify(value);

/** One line for each field: "name = default" and what may be chosen. */
const lines = [...nodeFields, ...triggerFields].map(({ path, field }) => {
	const values = choicesOf(field).map(({ value }) => shown(value));
	const list = values.length > 0 ? ` of ${values.sort().join(' ')}` : '';
	return `${path} = ${shown(field.default)}${list}`;
});

/** The lines of one operation, without where they show. */
const linesOf = (place: string) =>
	lines.filter((line) => line.startsWith(`${place}: `)).map((line) => line.slice(place.length + 2));

const RUN_OPTIONS = [
	'options = {}',
	'options.batching = {"batch":{}}',
	'options.batching.batch.batchSize = 20',
	'options.batching.batch.batchInterval = 10000',
	'options.includeRaw = false',
	'options.maxWait = 900',
	'options.onTimeout = "error" of "error" "returnPending"',
	'options.outputItems = "perImage" of "perImage" "perTask"',
	'options.pollInterval = 5',
];
const OPTIONS_4O = [
	'options.enableFallback = false',
	'options.fallbackModel = "FLUX_MAX" of "FLUX_MAX" "GPT_IMAGE_1"',
	'options.isEnhance = false',
	'options.uploadCn = false',
];
const CREATE = [
	'model = "gpt4o-image" of "gpt4o-image"',
	'prompt = ""',
	'size = "1:1" of "1:1" "2:3" "3:2"',
	'waitUntilDone = true',
	'callBackUrl = ""',
	'downloadImages = true',
	'outputDataFieldName = "data"',
	...RUN_OPTIONS,
	...OPTIONS_4O,
];

const IMAGES = [
	'imageSource = "url" of "binary" "url"',
	'imageUrls = ""',
	'inputDataFieldName = "data"',
];

test.each<[string, string[]]>([
	['image/generate', [...CREATE, 'nVariants = 1 of 1 2 4']],
	[
		'image/edit',
		[
			...CREATE,
			...IMAGES,
			'maskSource = "none" of "binary" "none" "url"',
			'maskUrl = ""',
			'maskDataFieldName = "mask"',
			'nVariants = 1 of 1 2 4',
		],
	],
	['image/variants', [...CREATE, ...IMAGES, 'nVariants = 2 of 1 2 4']],
	[
		'image/getStatus',
		[
			'taskId = ""',
			'downloadImages = false',
			'outputDataFieldName = "data"',
			'options = {}',
			'options.api = "auto" of "auto" "fluxKontext" "gpt4oImage" "market"',
			'options.includeRaw = false',
			'options.outputItems = "perImage" of "perImage" "perTask"',
		],
	],
	['image/getDownloadUrl', ['imageUrl = ""', 'taskId = ""']],
	[
		'image/',
		['operation = "generate" of "edit" "generate" "getDownloadUrl" "getStatus" "variants"'],
	],
	['account/', ['operation = "getCredits" of "getCredits"']],
	['/', ['resource = "image" of "account" "image"']],
	[
		'trigger',
		[
			'events = ["success","failed"] of "failed" "success"',
			'confirmResult = true',
			'downloadImages = true',
			'outputDataFieldName = "data"',
			'options = {}',
			'options.deduplicate = true',
			'options.outputItems = "perImage" of "perImage" "perTask"',
			'options.toleranceSeconds = 300',
		],
	],
])('%s', (place, expected) => {
	expect(linesOf(place).sort()).toEqual([...expected].sort());
});

test('there is nothing beside these', () => {
	const places = new Set(nodeFields.map(({ path }) => path.slice(0, path.indexOf(':'))));
	expect([...places].sort()).toEqual([
		'/',
		'account/',
		'image/',
		'image/edit',
		'image/generate',
		'image/getDownloadUrl',
		'image/getStatus',
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
			['getStatus', 'Get Status', 'Get image status'],
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
		expect(node).toMatchObject({ name: 'kie', displayName: 'KIE', version: 1 });
		expect(trigger).toMatchObject({ name: 'kieTrigger', displayName: 'KIE Trigger', version: 1 });
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
