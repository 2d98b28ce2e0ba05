import { expect, test } from 'vitest';
import { picture } from '../../helpers/pictures.ts';
import { shoot, useBrowser } from '../helpers/browser.ts';
import { Editor } from '../helpers/editor.ts';
import { host } from '../helpers/kie.ts';
import { save } from '../helpers/n8n.ts';
import { chain, kie, node } from '../helpers/workflows.ts';

const { page } = useBrowser();

test('Edit with files: fields that make sense, and pictures in the output panel', async () => {
	const photo = await host('browser-photo.png', picture('png', 640, 400));
	const mask = await host('browser-mask.png', picture('png', 640, 400, 'black'));
	const fetchInto = (name: string, url: string, field: string) =>
		node(name, 'n8n-nodes-base.httpRequest', 4.2, {
			url,
			options: { response: { response: { responseFormat: 'file', outputPropertyName: field } } },
		});
	const merge = chain(
		[{}],
		fetchInto('Photo', photo, 'data'),
		kie('Edit', {
			operation: 'edit',
			prompt: 'A night sky',
			imageSource: 'binary',
			nVariants: 2,
			maskSource: 'url',
			maskUrl: mask,
		}),
	);
	const editor = new Editor(page());
	await editor.open((await save(merge)).id);

	await editor.execute('Edit');
	await editor.dismissMessages();
	await editor.openNode('Edit');
	const output = page().getByTestId('output-panel');
	await output.getByText('Binary', { exact: true }).first().click();
	await output.getByTestId('ndv-view-binary-data').first().waitFor();
	await shoot(page(), 'pictures in the output panel');

	await editor.choose('maskSource', 'Binary File');
	expect(await editor.parameters()).toEqual(
		expect.arrayContaining([
			'imageSource',
			'inputDataFieldName',
			'maskSource',
			'maskDataFieldName',
		]),
	);
	await page().getByTestId('parameter-input-maskDataFieldName').scrollIntoViewIfNeeded();
	await shoot(page(), 'edit with files');
});
