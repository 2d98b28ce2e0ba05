import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { shoot, useBrowser } from '../helpers/browser.ts';
import { EXAMPLES, readWorkflow } from '../helpers/files.ts';
import { tasksAbout } from '../helpers/kie.ts';
import { n8n, save, sizeOfPng } from '../helpers/n8n.ts';

const { page, open } = useBrowser();

test('example 05: a published form gives the image back as a download', async () => {
	const client = await n8n();
	const example = readWorkflow(EXAMPLES, '05-form-to-image-download.json');
	const trigger = example.nodes.find(({ type }) => type.endsWith('.formTrigger'));
	const { id } = await save(example);
	await client.activateWorkflow(id);

	await open(`/form/${String(trigger?.webhookId)}`);
	await page().getByLabel('Description').fill('example-form: a fox in the snow');
	await page().getByLabel('Size').selectOption('3:2');
	await shoot(page(), 'form');
	const downloading = page().waitForEvent('download', { timeout: 90_000 });
	await page().getByRole('button', { name: 'Submit' }).click();
	const download = await downloading;

	expect(download.suggestedFilename()).toMatch(/^gpt4o-image-[0-9a-f]+-1\.png$/);
	const { width, height } = sizeOfPng(await readFile(await download.path()));
	expect(width / height).toBeCloseTo(3 / 2, 1);
	await page().getByText('Here is your image').waitFor();
	await shoot(page(), 'form with the image');
	expect(await tasksAbout('example-form')).toHaveLength(1);
	await client.deactivateWorkflow(id);
});
