import { beforeEach, expect, test } from 'vitest';
import { shoot, useBrowser } from '../helpers/browser.ts';
import { Editor } from '../helpers/editor.ts';
import { save } from '../helpers/n8n.ts';
import { chain, kie } from '../helpers/workflows.ts';

const { page } = useBrowser();
let editor: Editor;

beforeEach(async () => {
	const bare = kie('KIE', {});
	const { id } = await save(chain([{}], { ...bare, parameters: {} }));
	editor = new Editor(page());
	await editor.open(id);
	await editor.openNode('KIE');
});

/** Just after a click, the fields are still being drawn. */
async function expectFields(...names: string[]): Promise<void> {
	await expect.poll(async () => await editor.parameters(), { timeout: 10_000 }).toEqual(names);
}

const WAITING = ['waitUntilDone', 'waitMethod', 'downloadImages', 'outputDataFieldName'];
const GENERATE = ['resource', 'operation', 'model', 'prompt', 'size', 'nVariants'];
const EDIT = [
	...['resource', 'operation', 'model', 'prompt'],
	...['imageSource', 'imageUrls', 'maskSource'],
];
const FOUR_O = ['size', 'nVariants'];

const OPTIONS_OF_EVERY_RUN = [
	'Batching',
	'Include Raw Record',
	'Spending Limit (Images)',
	'Stop Below (Credits)',
];
const OPTIONS = [
	...OPTIONS_OF_EVERY_RUN,
	'Enable Fallback',
	'Enhance Prompt',
	'Fallback Model',
	'Fetch Input Images Via China',
].sort();
const OPTIONS_OF_WAITING = [
	'File Name',
	'Max File Size (MB)',
	'Max Wait (Seconds)',
	'On Timeout',
	'Output Items',
	'Poll Interval (Seconds)',
];

test('Generate', async () => {
	await expectFields(...GENERATE, ...WAITING);
	expect(await editor.options()).toEqual([...OPTIONS, ...OPTIONS_OF_WAITING].sort());

	await editor.flip('downloadImages');
	await expectFields(...GENERATE, 'waitUntilDone', 'waitMethod', 'downloadImages');

	await editor.flip('waitUntilDone');
	await expectFields(...GENERATE, 'waitUntilDone', 'callBackUrl');
	expect(await editor.options()).toEqual(OPTIONS);
	await shoot(page(), 'fields of generate without waiting');
});

test('Edit, with and without a mask', async () => {
	await editor.choose('operation', 'Edit');
	await expectFields(...EDIT, ...FOUR_O, ...WAITING);

	await editor.choose('maskSource', 'URL');
	await expectFields(...EDIT, 'maskUrl', ...FOUR_O, ...WAITING);
	await shoot(page(), 'fields of edit with a mask');

	await editor.choose('imageSource', 'Binary File');
	await editor.choose('maskSource', 'Binary File');
	const files = EDIT.map((name) => (name === 'imageUrls' ? 'inputDataFieldName' : name));
	await expectFields(...files, 'maskDataFieldName', ...FOUR_O, ...WAITING);
	await shoot(page(), 'fields of edit with files');
	await editor.choose('imageSource', 'URL');

	await editor.choose('maskSource', 'None');
	await editor.flip('waitUntilDone');
	await expectFields(...EDIT, ...FOUR_O, 'waitUntilDone', 'callBackUrl');
});

test('Create Variants', async () => {
	await editor.choose('operation', 'Create Variants');

	const inputs = EDIT.filter((name) => name !== 'maskSource');
	await expectFields(...inputs, ...FOUR_O, ...WAITING);
	const count = page().getByTestId('parameter-input-nVariants').locator('input');
	expect(await count.inputValue()).toBe('2');
});

const HEAD = ['resource', 'operation', 'model'];

test('each model shows what it has', async () => {
	await editor.choose('model', 'Flux Kontext Pro');
	const flux = ['aspectRatio', 'outputFormat', 'promptUpsampling', 'enableTranslation'];
	await expectFields(...HEAD, 'prompt', ...flux, 'safetyTolerance', 'watermark', ...WAITING);
	expect(await editor.options()).toEqual(
		[...OPTIONS_OF_EVERY_RUN, 'Fetch Input Images Via China', ...OPTIONS_OF_WAITING].sort(),
	);
	await shoot(page(), 'fields of flux');

	await editor.choose('model', 'Other Market Model');
	await expectFields(...HEAD, 'marketModel', 'marketInputMode', ...WAITING);
	await editor.choose('marketInputMode', 'JSON');
	await expectFields(...HEAD, 'marketModel', 'marketInputMode', 'marketInput', ...WAITING);
	await shoot(page(), 'fields of another market model');

	await editor.choose('operation', 'Edit');
	await editor.choose('model', 'Ideogram Character');
	const images = [
		...['imageSource', 'imageUrls', 'referenceImageSource', 'referenceImageUrls'],
		...['maskSource', 'maskUrl'],
	];
	const own = ['numImages', 'style', 'renderingSpeed', 'expandPrompt', 'seed'];
	await expectFields(...HEAD, 'prompt', ...images, ...own, ...WAITING);
	await shoot(page(), 'fields of ideogram character');
});

test('the list of models says what each is best for and what it costs', async () => {
	await page().getByTestId('parameter-input-model').click();
	const choices = page().locator('[data-test-id="parameter-input-item"]:visible');
	await choices.filter({ hasText: 'GPT Image 2' }).first().waitFor();
	await shoot(page(), 'list of models');
	const texts = await choices.allInnerTexts();
	expect(texts.length).toBeGreaterThanOrEqual(25);
	for (const text of texts) expect(text).toMatch(/credit|Other Market Model/);
	await page().keyboard.press('Escape');

	await editor.choose('model', 'Nano Banana 2.1');
	await shoot(page(), 'fields of nano banana 2.1');
});

test('Remove Background and Upscale', async () => {
	await editor.choose('operation', 'Remove Background');
	const image = ['imageSource', 'imageUrls'];
	await expectFields('resource', 'operation', ...image, ...WAITING);
	await shoot(page(), 'fields of remove background');

	await editor.choose('operation', 'Upscale');
	await expectFields(...HEAD, ...image, ...WAITING);
	await editor.choose('model', 'Topaz');
	await expectFields(...HEAD, ...image, 'upscaleFactor', ...WAITING);
	await shoot(page(), 'fields of upscale');
});

test('a model by expression shows each field once', async () => {
	const model = '={{ $json.model }}';
	const { id } = await save(chain([{}], kie('KIE', { operation: 'generate', model, prompt: 'x' })));
	await editor.open(id);
	await editor.openNode('KIE');

	await expect.poll(async () => await editor.parameters()).toContain('prompt');
	const names = await editor.parameters();
	await shoot(page(), 'fields of a model by expression');
	expect(names).toEqual([...new Set(names)]);
	expect(names).toEqual(expect.arrayContaining(['size', 'aspectRatio', 'seed', 'marketModel']));
});

test('Get Status and Get Download URL', async () => {
	await editor.choose('operation', 'Get Status');
	await expectFields('resource', 'operation', 'taskId', 'downloadImages');
	expect(await editor.options()).toEqual(['API', 'Include Raw Record', 'Output Items']);
	await editor.flip('downloadImages');
	await expectFields('resource', 'operation', 'taskId', 'downloadImages', 'outputDataFieldName');

	await editor.choose('operation', 'Get Download URL');
	await expectFields('resource', 'operation', 'imageUrl', 'taskId');
});

test('Account', async () => {
	await editor.choose('resource', 'Account');
	await expectFields('resource', 'operation');
});
