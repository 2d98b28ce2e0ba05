import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { withCredential } from '../../sandbox/examples.ts';
import { itemsOf, type Execution } from '../../sandbox/n8n/client.ts';
import { KIE_TYPE, TRIGGER_TYPE } from './helpers/constants.ts';
import {
	EXAMPLES,
	examplePicture,
	readExample,
	readWorkflow,
	workflowFiles,
} from './helpers/files.ts';
import { addFault, host, tasksAbout } from './helpers/kie.ts';
import { filesOf, jsonOf, kieCredential, n8n, runWorkflow, sizeOfPng } from './helpers/n8n.ts';
import { executionsOf, publishWorkflow } from './helpers/trigger.ts';
import type { WorkflowFile } from './helpers/workflows.ts';

const STICKY = 'n8n-nodes-base.stickyNote';
const MANUAL = 'n8n-nodes-base.manualTrigger';
const files = workflowFiles(EXAMPLES);

async function runExample(number: string, edit = (text: string) => text): Promise<Execution> {
	const text = JSON.stringify(readExample(number));
	const workflow = JSON.parse(edit(text)) as WorkflowFile;
	const trigger = workflow.nodes.find(({ type }) => type === MANUAL)?.name ?? '';
	return await runWorkflow(workflow, { trigger });
}

describe.each(files)('%s', (file) => {
	const { nodes, connections, ...rest } = readWorkflow(EXAMPLES, file);
	const working = nodes.filter(({ type }) => type !== STICKY);

	test('holds nothing that belongs to one n8n alone', () => {
		expect(Object.keys(rest).sort()).toEqual(['name', 'settings']);
		expect(rest.settings).toEqual({ executionOrder: 'v1' });
		for (const { type, credentials } of nodes) {
			const isOurs = [KIE_TYPE, `${KIE_TYPE}Tool`, TRIGGER_TYPE].includes(type);
			expect(isOurs || /^(n8n-nodes-base|@n8n\/n8n-nodes-langchain)\./.test(type)).toBe(true);
			expect(credentials).toEqual(
				isOurs ? { kieImageApi: { id: '', name: 'KIE account' } } : undefined,
			);
		}
		expect(new Set(nodes.map(({ id }) => id)).size).toBe(nodes.length);
	});

	// n8n moves what does not stand on multiples of 16: these do, at even distances.
	test('is tidy: nodes on a grid, notes that cover none of them', () => {
		for (const { position } of working) {
			expect(position.map((at) => Math.abs(at % 224))).toEqual([0, 0]);
		}
		const notes = nodes.filter(({ type }) => type === STICKY);
		expect(notes.length).toBeGreaterThan(0);
		for (const { position, parameters } of notes) {
			const [x, y] = position;
			const covered = working.filter(
				({ position: [nodeX, nodeY] }) =>
					nodeX + 100 > x &&
					nodeX < x + Number(parameters.width) &&
					nodeY + 170 > y &&
					nodeY < y + Number(parameters.height),
			);
			expect(covered.map(({ name }) => name)).toEqual([]);
		}
		const linked = new Set(
			Object.entries(connections).flatMap(([from, kinds]) => [
				from,
				...Object.values(kinds).flatMap((outputs) => outputs.flat().map(({ node }) => node)),
			]),
		);
		expect([...linked].sort()).toEqual(working.map(({ name }) => name).sort());
	});
});

test('01: one image for each scene of the list, in one style', async () => {
	const execution = await runExample('01');

	expect(execution.status).toBe('success');
	const items = itemsOf(execution, 'Name each image by its scene');
	const scenes = jsonOf(execution, 'One item for each scene');
	expect(items.map(({ json }) => json.scene)).toEqual(scenes.map(({ scene }) => scene));
	expect(items.length).toBeGreaterThan(2);
	for (const item of items) sizeOfPng((await filesOf(item))[0]);
	expect(new Set(items.map(({ json }) => json.taskId)).size).toBe(items.length);
});

describe('02: four variants', () => {
	const variantsOf = (execution: Execution) => itemsOf(execution, 'Number the variants');

	test('of a sample photo, as long as there is no other', async () => {
		const execution = await runExample('02');

		expect(execution.status).toBe('success');
		expect(variantsOf(execution).map(({ json }) => json.variant)).toEqual(
			[1, 2, 3, 4].map((number) => `Variant ${number}`),
		);
		for (const item of variantsOf(execution)) sizeOfPng((await filesOf(item))[0]);
	});

	test("of the user's photo", async () => {
		const photo = await host('example-photo.png', readFileSync(examplePicture('photo.png')));

		const execution = await runExample('02', (text) =>
			text.replace('"name":"imageUrl","value":""', `"name":"imageUrl","value":"${photo}"`),
		);

		expect(execution.status).toBe('success');
		expect(variantsOf(execution).map(({ json }) => json.photo)).toEqual(Array(4).fill(photo));
		expect(itemsOf(execution, 'Make a sample photo')).toEqual([]);
		expect(await tasksAbout(photo)).toHaveLength(1);
	});
});

test('04: an image, a link to it, and an edit of what the link leads to', async () => {
	const execution = await runExample('04');

	expect(execution.status).toBe('success');
	const [link] = jsonOf(execution, 'Get a download link');
	const [item] = itemsOf(execution, 'Both images');
	expect(item?.json.first).toBe(link?.imageUrl);
	expect(item?.json.edited).not.toBe(item?.json.first);
	expect((await tasksAbout(String(link?.downloadUrl)))[0]?.state).toBe('success');
	sizeOfPng((await filesOf(item))[0]);
});

// 03 and 05, the forms, are filled in by a browser: browser/form.test.ts.

test('06 and 07: submitted in one workflow, taken in the other, matched by the order', async () => {
	const client = await n8n();
	const credential = await kieCredential();
	const take = withCredential(readExample('07'), credential);
	const { id, url } = await publishWorkflow(client, take as unknown as WorkflowFile);

	const submitted = await runExample('06', (text) =>
		text.replace('Paste the Production URL here', url),
	);

	expect(submitted.status).toBe('success');
	const orders = jsonOf(submitted, 'Keep the task ID');
	expect(orders.map(({ order }) => order)).toEqual(['A-1001', 'A-1002']);
	const executions = await executionsOf(client, id, 2);
	const items = executions.map((execution) => itemsOf(execution, 'Finished image')[0]);
	expect(items.map((item) => item?.json.order).sort()).toEqual(['A-1001', 'A-1002']);
	for (const item of items) sizeOfPng((await filesOf(item))[0]);
	await client.deactivateWorkflow(id);
});

test('08: an image for each product, for which the execution rests; what KIE declines is told apart', async () => {
	await addFault(
		{ kind: 'takes', durationMs: 400_000, match: { prompt: 'ceramic bowl' } },
		{ kind: 'moderation', match: { prompt: 'wool socks' } },
	);
	const execution = await runExample('08');

	expect(execution.status).toBe('success');
	const products = jsonOf(execution, 'One item for each product').map(({ product }) => product);
	const made = itemsOf(execution, 'Product and image');
	expect(made.map(({ json }) => json.product)).toEqual([products[0], products[2]]);
	for (const item of made) sizeOfPng((await filesOf(item))[0]);
	const [declined, ...more] = jsonOf(execution, 'Failed product');
	expect(more).toEqual([]);
	expect(declined).toMatchObject({ product: products[1], taskId: expect.any(String) });
	expect(declined?.reason).toContain('content');
	const [bowl] = await tasksAbout('ceramic bowl');
	expect(bowl?.callbacks.map(({ status }) => status)).toEqual([200]);
});
