/** Any model of KIE's market in the editor: the list, the form, and what becomes of both where KIE is silent. */
import { readFileSync } from 'node:fs';
import { beforeEach, expect, inject, test } from 'vitest';
import { CREDENTIAL_NAME, CREDENTIAL_TYPE } from '../../../sandbox/account.ts';
import { itemsOf } from '../../../sandbox/n8n/client.ts';
import type { Page } from '../helpers/browser.ts';
import { shoot, useBrowser } from '../helpers/browser.ts';
import { Editor } from '../helpers/editor.ts';
import { examplePicture } from '../helpers/files.ts';
import { tasksAbout } from '../helpers/kie.ts';
import { jsonOf, n8n, save } from '../helpers/n8n.ts';
import type { WorkflowFile } from '../helpers/workflows.ts';
import { chain, kie, START } from '../helpers/workflows.ts';

const { page } = useBrowser();
let editor: Editor;
let workflowId: string;

const QWEN = { __rl: true, mode: 'list', value: 'qwen2-1/text-to-image', cachedResultName: 'Qwen' };

/** The node with any market model, open in the editor. */
async function open(parameters: Record<string, unknown> = {}, version = 1.1): Promise<void> {
	const node = kie('KIE', { operation: 'generate', model: 'other', ...parameters });
	({ id: workflowId } = await save(chain([{}], { ...node, typeVersion: version })));
	await editor.open(workflowId);
	await editor.openNode('KIE');
}

beforeEach(() => {
	editor = new Editor(page());
});

const nodesOf = (workflow: object) => (workflow as WorkflowFile).nodes;

/** What n8n has saved of the node. */
const saved = async (): Promise<Record<string, unknown>> => {
	const nodes = nodesOf(await (await n8n()).workflow(workflowId));
	return nodes.find(({ name }) => name === 'KIE')?.parameters ?? {};
};

const form = (on: Page) => on.getByTestId('resource-mapper-container');
const notice = (on: Page) => on.getByTestId('empty-fields-notice');
const setting = (on: Page, name: string) => form(on).getByTestId(`parameter-input-${name}`);

async function add(name: string): Promise<void> {
	await page().getByTestId('add-fields-select').getByRole('button').click();
	await page().locator('[role="menuitem"]:visible', { hasText: name }).first().click();
}

test('from an empty node to a picture of a model that the node has never heard of', async () => {
	const { id } = await save(chain([{}], { ...kie('KIE', {}), parameters: {} }));
	workflowId = id;
	await editor.open(id);
	await editor.openNode('KIE');
	await editor.choose('model', 'Other Market Model');
	await notice(page()).getByText('Choose a model to see its settings').waitFor();

	const all = await editor.listed('marketModel');
	await all.first().waitFor();
	await shoot(page(), 'market models');
	const found = await editor.listed('marketModel', 'qwen 3.0');
	await expect
		.poll(async () => await found.allInnerTexts())
		.toEqual([
			'Qwen Image 3.0 Pro Text to Image · Qwen · 6.4–12 credits',
			'Qwen Image 3.0 Text to Image · Qwen · 4.8 credits',
			'Qwen Image 3.0 Image to Image · Qwen · 4.8 credits',
			'Qwen Image 3.0 Pro Image to Image · Qwen · 6.4–12 credits',
		]);
	await shoot(page(), 'market models searched');
	await found.first().click();

	await setting(page(), 'prompt').locator('input').fill('market: a fox in the snow');
	await add('Image Size');
	await setting(page(), 'image_size').click();
	await page()
		.locator('[data-test-id="parameter-input-item"]:visible', { hasText: '21:9' })
		.click();
	await shoot(page(), 'market model form');
	await editor.closeNode();
	await editor.execute('KIE');

	const [task] = await tasksAbout('market: a fox in the snow');
	expect(task).toMatchObject({
		model: 'qwen3/pro-text-to-image',
		params: { input: { prompt: 'market: a fox in the snow', image_size: '21:9' } },
	});
	await editor.openNode('KIE');
	await page()
		.getByTestId('output-panel')
		.getByText(/^qwen3-pro-text-to-image-/)
		.waitFor();
	await shoot(page(), 'market model done');
});

test('a form that was filled in is the same when the node is opened again', async () => {
	await open({ marketModel: QWEN });
	await setting(page(), 'prompt').locator('input').fill('market: kept');
	await add('Seed');
	await setting(page(), 'seed').locator('input').fill('7');
	await page().keyboard.press('Tab');
	await expect.poll(async () => (await saved()).marketFields).toMatchObject({ value: { seed: 7 } });
	const before = (await saved()).marketFields;

	await editor.open(workflowId);
	await editor.openNode('KIE');
	await expect
		.poll(async () => await setting(page(), 'prompt').locator('input').inputValue())
		.toBe('market: kept');
	await setting(page(), 'seed').waitFor();
	await editor.closeNode();

	expect((await saved()).marketFields).toEqual(before);
});

test('a file of the item goes into a setting for images', async () => {
	const photo = readFileSync(examplePicture('photo.png')).toString('base64');
	await open({ marketModel: { ...QWEN, value: 'qwen2-1/image-to-image' }, operation: 'edit' });
	await setting(page(), 'prompt').locator('input').fill('market: with a hat');
	await setting(page(), 'image_urls').locator('input').fill('data');
	await shoot(page(), 'market model with a file');
	await expect
		.poll(async () => (await saved()).marketFields)
		.toMatchObject({ value: { image_urls: 'data' } });

	const client = await n8n();
	const before = await client.workflow(workflowId);
	const connections = before.connections as WorkflowFile['connections'];
	const file = {
		...{ id: 'file', name: 'File', type: 'n8n-nodes-base.convertToFile', typeVersion: 1.1 },
		position: [400, 200],
		parameters: {
			operation: 'toBinary',
			sourceProperty: 'photo',
			options: { fileName: 'a.png', mimeType: 'image/png' },
		},
	};
	const withPhoto = nodesOf(before).map((node) =>
		node.name === 'List'
			? {
					...node,
					parameters: { ...node.parameters, jsonOutput: JSON.stringify({ items: [{ photo }] }) },
				}
			: node,
	);
	await client.updateWorkflow(workflowId, {
		nodes: [...withPhoto, file],
		connections: {
			...connections,
			Items: { main: [[{ node: 'File', type: 'main', index: 0 }]] },
			File: { main: [[{ node: 'KIE', type: 'main', index: 0 }]] },
		},
	});
	const execution = await client.runAndWait(workflowId, START);

	expect(jsonOf(execution, 'KIE')).toMatchObject([{ status: 'success' }]);
	expect(Object.keys(itemsOf(execution, 'KIE')[0]?.binary ?? {})).toEqual(['data']);
	const [task] = await tasksAbout('market: with a hat');
	expect(JSON.stringify(task?.params)).toMatch(/"image_urls":\["http/);
});

test('a model without a form says what to do instead', async () => {
	await open({ marketModel: { ...QWEN, value: '4o-image-api' } });
	await notice(page()).getByText("Choose '4o Image (GPT Image 1)' in 'Model' instead.").waitFor();
	await shoot(page(), 'market model that is none');

	await editor.pick('marketModel', 'Seedream 3.0');
	await notice(page()).getByText('KIE does not describe the settings of this model yet').waitFor();

	await editor.pickBy('marketModel', 'id');
	await editor.locator('marketModel').fill('qwen/no-such-model');
	await notice(page()).getByText("KIE's list has no model 'qwen/no-such-model'").waitFor();
	await shoot(page(), 'market model that is unknown');
	await editor.locator('marketModel').fill('z-image');
	await setting(page(), 'prompt').locator('input').fill('market: of another model');
	await editor.locator('marketModel').fill('qwen/no-such-model');
	await notice(page()).getByText("KIE's list has no model 'qwen/no-such-model'").waitFor();
	await editor.locator('marketModel').fill('z-image');
	await setting(page(), 'prompt').waitFor();

	await editor.choose('marketInputMode', 'JSON');
	await page().getByTestId('parameter-input-marketInput').waitFor();
	await shoot(page(), 'market model with JSON');
});

test('another credential, whose key is no good: nothing is lost, and a sentence says why', async () => {
	const client = await n8n();
	const kieUrl = inject('kieUrl');
	const bad = await client.createCredential('Bad key', CREDENTIAL_TYPE, {
		...{ apiKey: 'not-a-key', webhookSecret: '' },
		...{ baseUrl: kieUrl, uploadBaseUrl: kieUrl },
	});
	await open({ marketModel: QWEN });
	await setting(page(), 'prompt').locator('input').fill('market: still here');
	await expect
		.poll(async () => (await saved()).marketFields)
		.toMatchObject({ value: { prompt: 'market: still here' } });
	const before = await saved();

	await editor.chooseCredential('Bad key');
	// What the editor empties, it empties when the list has come: it is looked at after that.
	const left = await editor.listed('marketModel');
	await left.getByText('KIE does not accept the API key').waitFor();
	await shoot(page(), 'market models with a bad key');
	const searched = await editor.listed('marketModel', 'flux');
	await page().getByTestId('rlc-error-container').getByText('Until then').waitFor();
	await shoot(page(), 'market models not found');
	expect(await searched.count()).toBe(0);
	await page().keyboard.press('Escape');
	await editor.closeNode();
	expect(await saved()).toMatchObject({
		marketModel: { value: QWEN.value },
		marketFields: before.marketFields,
	});

	// Opened anew without any answer: the form is the saved one.
	await editor.open(workflowId);
	await editor.openNode('KIE');
	await expect
		.poll(async () => await setting(page(), 'prompt').locator('input').inputValue())
		.toBe('market: still here');
	await editor.chooseCredential(CREDENTIAL_NAME);
	await editor.closeNode();
	expect((await saved()).marketFields).toMatchObject({ value: { prompt: 'market: still here' } });
	await client.deleteCredential(bad.id);
});

test('a model that is chosen while KIE does not answer: a sentence, and JSON runs', async () => {
	const client = await n8n();
	const dead = await client.createCredential('KIE out of reach', CREDENTIAL_TYPE, {
		...{ apiKey: 'any', webhookSecret: '' },
		...{ baseUrl: 'http://127.0.0.1:9', uploadBaseUrl: 'http://127.0.0.1:9' },
	});
	await open({ marketModel: { __rl: true, mode: 'list', value: '' } });
	await editor.chooseCredential('KIE out of reach');
	await editor.listed('marketModel');
	await page().getByTestId('rlc-error-container').getByText('KIE could not be reached').waitFor();
	await shoot(page(), 'market models out of reach');
	await page().keyboard.press('Escape');

	await editor.pickBy('marketModel', 'id');
	await editor.locator('marketModel').fill('z-image');
	await notice(page()).getByText('KIE could not be reached').waitFor();
	await notice(page()).getByText("Until then, set 'Input' to 'JSON'").waitFor();
	await shoot(page(), 'market model form out of reach');

	await editor.chooseCredential(CREDENTIAL_NAME);
	await editor.choose('marketInputMode', 'JSON');
	await editor.closeNode();
	await expect.poll(saved).toMatchObject({ marketInputMode: 'json' });
	const given = { marketInput: '{ "prompt": "market: by hand", "aspect_ratio": "1:1" }' };
	const before = await client.workflow(workflowId);
	await client.updateWorkflow(workflowId, {
		nodes: nodesOf(before).map((node) =>
			node.name === 'KIE' ? { ...node, parameters: { ...node.parameters, ...given } } : node,
		),
	});
	const execution = await client.runAndWait(workflowId, START);

	expect(jsonOf(execution, 'KIE')).toMatchObject([{ status: 'success', model: 'z-image' }]);
	await client.deleteCredential(dead.id);
});

test('version 1 has its text and its JSON, also after it was opened', async () => {
	const given = {
		marketModel: 'qwen/text-to-image',
		marketInput: '{ "prompt": "market: as ever" }',
	};
	await open(given, 1);
	await expect.poll(async () => await editor.parameters()).toContain('marketInput');
	expect(await editor.parameters()).not.toContain('marketInputMode');
	await shoot(page(), 'market model of version 1');
	await editor.closeNode();
	await editor.execute('KIE');

	expect(await saved()).toMatchObject(given);
	const [task] = await tasksAbout('market: as ever');
	expect(task).toMatchObject({ model: 'qwen/text-to-image' });
});
