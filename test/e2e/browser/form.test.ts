import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { shoot, useBrowser } from '../helpers/browser.ts';
import { examplePicture, readExample } from '../helpers/files.ts';
import { tasksAbout } from '../helpers/kie.ts';
import { n8n, save, sizeOfPng } from '../helpers/n8n.ts';

const { page, open } = useBrowser();

/** Publishes an example that begins with a form, and opens the form as a visitor. */
async function openForm(number: string): Promise<string> {
	const example = readExample(number);
	const trigger = example.nodes.find(({ type }) => type.endsWith('.formTrigger'));
	const { id } = await save(example);
	await (await n8n()).activateWorkflow(id);
	await open(`/form/${String(trigger?.webhookId)}`);
	return id;
}

async function submitAndDownload(): Promise<{ name: string; size: ReturnType<typeof sizeOfPng> }> {
	const downloading = page().waitForEvent('download', { timeout: 90_000 });
	await page().getByRole('button', { name: 'Submit' }).click();
	const download = await downloading;
	const size = sizeOfPng(await readFile(await download.path()));
	return { name: download.suggestedFilename(), size };
}

test('example 03: a published form takes a photo and its mask, and gives the edited photo', async () => {
	const id = await openForm('03');
	const photo = examplePicture('photo.png');
	await page().getByLabel('Photo').setInputFiles(photo);
	await page().getByLabel('Mask').setInputFiles(examplePicture('mask.png'));
	await page().getByLabel('Change').fill('example-form: a vase of tulips');
	await shoot(page(), 'form with files');
	const { size } = await submitAndDownload();

	const ofPhoto = sizeOfPng(await readFile(photo));
	expect(size.width / size.height).toBeCloseTo(ofPhoto.width / ofPhoto.height, 1);
	await page().getByText('Here is your photo').waitFor();
	const [task, ...more] = await tasksAbout('example-form: a vase of tulips');
	expect(more).toEqual([]);
	expect(task?.params).toMatchObject({
		filesUrl: [expect.stringContaining('http')],
		maskUrl: expect.stringContaining('http'),
	});
	await (await n8n()).deactivateWorkflow(id);
});

test('example 05: a published form gives the image back as a download', async () => {
	const id = await openForm('05');
	await page().getByLabel('Description').fill('example-form: a fox in the snow');
	await page().getByLabel('Size').selectOption('3:2');
	await shoot(page(), 'form');
	const { name, size } = await submitAndDownload();

	expect(name).toMatch(/^gpt4o-image-[0-9a-f]+-1\.png$/);
	expect(size.width / size.height).toBeCloseTo(3 / 2, 1);
	await page().getByText('Here is your image').waitFor();
	await shoot(page(), 'form with the image');
	expect(await tasksAbout('example-form: a fox')).toHaveLength(1);
	await (await n8n()).deactivateWorkflow(id);
});
