import { join } from 'node:path';
import { expect, test } from 'vitest';
import { shoot, useBrowser } from '../helpers/browser.ts';
import { Editor } from '../helpers/editor.ts';
import { EXAMPLES } from '../helpers/files.ts';
import { addFault } from '../helpers/kie.ts';
import { save } from '../helpers/n8n.ts';
import { chain, kie } from '../helpers/workflows.ts';

const { page } = useBrowser();

test('an imported example finds its credential by name; its picture shows in the output', async () => {
	const editor = new Editor(page());
	await editor.importFile(join(EXAMPLES, '01-campaign-images-from-a-prompt-list.json'));

	await editor.execute('Name each image by its scene');
	await editor.dismissMessages();
	await shoot(page(), 'editor after a run', 'editor');

	await editor.openNode('Generate the campaign image');
	const output = page().getByTestId('output-panel');
	await output.getByTestId('ndv-view-binary-data').first().click();
	const picture = output.locator('img').last();
	await picture.waitFor();
	const drawn = async () => await picture.evaluate((image) => Reflect.get(image, 'naturalWidth'));
	await expect.poll(drawn, { timeout: 20_000 }).toBeGreaterThan(500);
	await shoot(page(), 'picture in the output panel');
});

test('what went wrong stands in the output panel, with how to get on', async () => {
	await addFault({ kind: 'moderation', match: { prompt: 'famous actors' } });
	const generate = kie('KIE', { operation: 'generate', prompt: '={{ $json.prompt }}' });
	const { id } = await save(chain([{ prompt: 'Two famous actors at dinner' }], generate));
	const editor = new Editor(page());
	await editor.open(id);

	await page().getByTestId('execute-workflow-button').click();
	await page().locator('.el-notification', { hasText: '[item 0]' }).waitFor();
	await editor.dismissMessages();
	await editor.openNode('KIE');

	const output = page().getByTestId('output-panel');
	const message = output.getByTestId('node-error-message');
	expect(await message.innerText()).toBe(
		'KIE declined the request because of its content [item 0]',
	);
	expect(await output.innerText()).toContain('flagged by OpenAI');
	await shoot(page(), 'failure in the output panel');
});
