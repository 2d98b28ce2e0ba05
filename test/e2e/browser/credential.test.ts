import { expect, inject, test } from 'vitest';
import { shoot, useBrowser } from '../helpers/browser.ts';
import { API_KEY } from '../helpers/constants.ts';
import { Editor } from '../helpers/editor.ts';
import { n8n } from '../helpers/n8n.ts';
import { chain, kie } from '../helpers/workflows.ts';

const { page } = useBrowser();

test('the credential test says yes to a good key and no to a bad one', async () => {
	const client = await n8n();
	const kieUrl = inject('kieUrl');
	const { id, name } = await client.createCredential('My KIE account', 'kieImageApi', {
		apiKey: API_KEY,
		webhookSecret: '',
		baseUrl: kieUrl,
		uploadBaseUrl: kieUrl,
	});
	const node = kie('KIE', {}, { credentials: { kieImageApi: { id, name } } });
	const workflow = await client.createWorkflow({ ...chain([{}], node) });
	const editor = new Editor(page());
	await editor.open(workflow.id);
	await editor.openNode('KIE');

	await page().getByTestId('credential-edit-button').click();
	const dialog = page().getByTestId('credential-edit-dialog');
	await dialog.getByTestId('credentials-config-container-test-success').waitFor();
	// The test runs anew when the dialog opens: until it is over, the button turns.
	const retry = dialog.getByRole('button', { name: 'Retry' });
	await retry.locator('.n8n-spinner').waitFor({ state: 'detached' });
	await shoot(page(), 'credential with a good key');
	// The key is never shown again, not even to who typed it.
	expect(await dialog.innerHTML()).not.toContain(API_KEY);

	await dialog.getByTestId('parameter-input-apiKey').locator('input').fill('not-a-key');
	await page().getByRole('button', { name: 'Save', exact: true }).click();
	await dialog.getByText('More details').click();
	await dialog.getByText('KIE does not recognize this API key').first().waitFor();
	await shoot(page(), 'credential with a bad key');
	await client.deleteCredential(id);
});
