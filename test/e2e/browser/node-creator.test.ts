import { beforeEach, expect, test } from 'vitest';
import { shoot, useBrowser } from '../helpers/browser.ts';
import { Editor } from '../helpers/editor.ts';
import { save } from '../helpers/n8n.ts';
import { manualTrigger, workflow } from '../helpers/workflows.ts';

const { page } = useBrowser();
let editor: Editor;

beforeEach(async () => {
	const { id } = await save(workflow([manualTrigger()], [], 'My workflow'));
	editor = new Editor(page());
	await editor.open(id);
});

test.each(['kie', 'gpt image', '4o', 'nano banana', 'remove background', 'upscale'])(
	'the node is the first that "%s" finds',
	async (words) => {
		const first = (await editor.searchNodes(words)).first();

		await expect.poll(async () => await first.innerText(), { timeout: 20_000 }).toBe('KIE');
		await shoot(page(), `node-creator ${words}`);
	},
);

// n8n lists an app once: its triggers stand below its actions.
test.each(['kie trigger', 'callback'])(
	'the trigger stands under what "%s" finds',
	async (words) => {
		const names = await editor.searchNodes(words);
		await names.getByText('KIE', { exact: true }).click();
		await page().getByText('Triggers (2)').click();

		await expect
			.poll(async () => await names.allInnerTexts())
			.toEqual(expect.arrayContaining(['On task failed', 'On task succeeded']));
		await shoot(page(), `node-creator ${words}`);
	},
);

test('its operations are offered as actions, and one of them puts the node into the workflow', async () => {
	const names = await editor.searchNodes('kie');
	await names.getByText('KIE', { exact: true }).click();

	await expect
		.poll(async () => await names.allInnerTexts())
		.toEqual([
			'Get account credits',
			'Get model price',
			'Upload file',
			'Create image variants',
			'Edit image',
			'Generate image',
			'Get image download URL',
			'Get image status',
			'Remove image background',
			'Upscale image',
		]);
	await shoot(page(), 'node-creator actions');

	await names.getByText('Edit image', { exact: true }).click();
	await page().getByTestId('ndv').waitFor();
	const operation = page().getByTestId('parameter-input-operation').locator('input');
	expect(await operation.inputValue()).toBe('Edit');
});
