import { beforeEach, expect, test } from 'vitest';
import { shoot, useBrowser } from '../helpers/browser.ts';
import { Editor } from '../helpers/editor.ts';
import { kieCredential, n8n } from '../helpers/n8n.ts';
import { TRIGGER, triggerNode } from '../helpers/trigger.ts';
import { noOp, workflow } from '../helpers/workflows.ts';

const { page } = useBrowser();
let editor: Editor;

beforeEach(async () => {
	const trigger = triggerNode(await kieCredential());
	const client = await n8n();
	const { id } = await client.createWorkflow({
		...workflow([trigger, noOp('Next')], [[TRIGGER, 'Next']], 'When KIE is done'),
	});
	editor = new Editor(page());
	await editor.open(id);
	await editor.openNode(TRIGGER);
});

test('the panel says which URL is for what, and where it goes', async () => {
	const node = page().getByTestId('ndv');
	expect(await editor.parameters()).toEqual([
		'events',
		'confirmResult',
		'downloadImages',
		'outputDataFieldName',
	]);

	await node.getByText('Webhook URLs', { exact: true }).click();
	await node.getByText('Production URL', { exact: true }).waitFor();
	await node.getByText('When will this node trigger my flow?').click();
	await node.getByText('takes one call while the editor listens').waitFor();
	await shoot(page(), 'trigger', 'trigger');
	expect((await editor.options()).sort()).toEqual([
		'Deduplicate',
		'Max File Size (MB)',
		'Output Items',
		'Signature Tolerance (Seconds)',
	]);
});

test('while it listens, it says what it waits for', async () => {
	await page().getByTestId('trigger-execute-button').click();

	await page().getByText('Waiting for KIE to call the Test URL').first().waitFor();
	await expect.poll(async () => await page().getByText('Stop Listening').count()).toBe(2);
	await shoot(page(), 'trigger listening');
});
