import { expect, test } from 'vitest';
import { shoot, useBrowser } from '../helpers/browser.ts';

const { page, open } = useBrowser();

test.each(['kie', 'gpt image', '4o'])('the node is the first that "%s" finds', async (words) => {
	await open('/workflow/new');
	await page().getByTestId('node-creator-plus-button').click();
	await page().getByTestId('node-creator-search-bar').fill(words);

	const first = page().getByTestId('node-creator-item-name').first();

	await expect.poll(async () => await first.innerText(), { timeout: 20_000 }).toBe('KIE');
	await shoot(page(), `node-creator ${words}`, words === 'gpt image' ? 'node-search' : undefined);
});

test('it offers its operations as actions, and one of them puts the node into the workflow', async () => {
	await open('/workflow/new');
	await page().getByTestId('node-creator-plus-button').click();
	await page().getByTestId('node-creator-search-bar').fill('kie');
	const names = page().getByTestId('node-creator-item-name');
	await names.getByText('KIE', { exact: true }).click();
	await names.getByText('Generate image', { exact: true }).waitFor();

	const offered = await names.allInnerTexts();
	expect(offered).toEqual(
		expect.arrayContaining([
			'Generate image',
			'Edit image',
			'Create image variants',
			'Get image status',
			'Get image download URL',
			'Get account credits',
		]),
	);

	await names.getByText('Edit image', { exact: true }).click();
	await page().getByTestId('ndv').waitFor();
	const operation = page().getByTestId('parameter-input-operation').locator('input');
	expect(await operation.inputValue()).toBe('Edit');
});
