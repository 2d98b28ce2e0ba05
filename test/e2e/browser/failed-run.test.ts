/** What the error of a run tells people to do, done by clicks: does it lead where it says? */
import { describe, expect, test } from 'vitest';
import type { Execution } from '../../../sandbox/n8n/client.ts';
import { itemsOf, runsOf } from '../../../sandbox/n8n/client.ts';
import { shoot, useBrowser } from '../helpers/browser.ts';
import { Editor } from '../helpers/editor.ts';
import { addFault, tasksAbout } from '../helpers/kie.ts';
import { errorOf, n8n, save } from '../helpers/n8n.ts';
import { until } from '../helpers/until.ts';
import type { WorkflowFile } from '../helpers/workflows.ts';
import { chain, kie, node, noOp, START } from '../helpers/workflows.ts';

const { page, open } = useBrowser();

const PROMPTS = ['one', 'two', 'declined', 'four', 'five'];
const NODE = 'KIE';
const NEXT = 'Next';
const FAILED = 'Declined';
const RETRY = 'Retry with currently saved workflow';
const CONTINUE = 'Continue (using error output)';

/** Five items, of which KIE declines the third one's picture; nothing is said of what then. */
async function fiveWithOneDeclined(name: string): Promise<WorkflowFile> {
	await addFault({ kind: 'moderation', match: { prompt: `${name} declined` } });
	const file = chain(
		PROMPTS.map((which) => ({ prompt: `${name} ${which}` })),
		kie(NODE, { operation: 'generate', prompt: '={{ $json.prompt }}' }),
		noOp(NEXT),
	);
	// Where the error output will be, as soon as the node has one.
	file.nodes.push({ ...noOp(FAILED), position: [880, 200] });
	file.connections[NODE]?.main.push([{ node: FAILED, type: 'main', index: 0 }]);
	return file;
}

/** How many images were paid for. */
const paidFor = async (name: string) => (await tasksAbout(name)).length;

const endedAs = async (workflowId: string, status: 'success' | 'error'): Promise<Execution> =>
	await until(async () => {
		const client = await n8n();
		const found = (await client.executions(workflowId)).find((one) => one.status === status);
		return found && (await client.execution(found.id));
	});

const countsOf = (execution: Execution) => ({
	fine: itemsOf(execution, NODE, 0).length,
	declined: itemsOf(execution, NODE, 1).length,
});

/** The text of the error, word by word what the panel shows, with nothing cut off at its edge. */
async function readError(editor: Editor, picture: string): Promise<string> {
	await editor.openNode(NODE);
	const output = page().getByTestId('output-panel');
	const description = output.getByTestId('node-error-description');
	await description.waitFor();
	const cutOff = await description.evaluate(
		(box) => Number(Reflect.get(box, 'scrollWidth')) - Number(Reflect.get(box, 'clientWidth')),
	);
	expect(cutOff).toBeLessThanOrEqual(0);
	await shoot(page(), picture);
	return await description.innerText();
}

/** 'On Error' of the open node, and until n8n has saved it, which it does by itself. */
async function continueUsingErrorOutput(editor: Editor, workflowId: string): Promise<void> {
	await page().getByTestId('tab-settings').click();
	await editor.choose('onError', CONTINUE);
	await editor.closeNode();
	await until(async () => {
		const { nodes } = await (await n8n()).workflow(workflowId);
		return JSON.stringify(nodes).includes('"continueErrorOutput"') ? true : undefined;
	});
}

async function retryFromExecutions(picture: string): Promise<void> {
	await page().getByText('Executions', { exact: true }).first().click();
	await page().getByTitle('Retry execution').click();
	const choice = page().getByText(RETRY).locator('visible=true');
	await choice.waitFor();
	await shoot(page(), picture);
	await choice.click();
	await page().getByText('Retry successful').waitFor();
}

describe('the way on that the error names', () => {
	test('leads a run by the editor to its images, which are not bought again', async () => {
		const { id } = await save(await fiveWithOneDeclined('way-on'));
		const editor = new Editor(page());
		await editor.open(id);
		await page().getByTestId('execute-workflow-button').click();
		await page().locator('.el-notification', { hasText: '[item 2]' }).waitFor();
		await editor.dismissMessages();

		const text = await readError(editor, 'failed run, the error');
		expect(text).toMatch(/^The images for 4 of 5 items are ready and paid for\. /);
		for (const label of ['Executions', 'Retry execution', RETRY, 'On Error', CONTINUE]) {
			expect(text).toContain(`'${label}'`);
		}
		expect(text).toContain("'Error details' > 'From KIE'");
		const details = page().getByTestId('output-panel').getByText('From KIE', { exact: true });
		await details.click();
		await details.scrollIntoViewIfNeeded();
		await shoot(page(), 'failed run, the error details');
		const shown = await page().getByTestId('output-panel').innerText();
		for (const task of await tasksAbout('way-on')) expect(shown).toContain(`"${task.id}"`);

		await continueUsingErrorOutput(editor, id);
		await retryFromExecutions('failed run, the retry');

		const retried = await endedAs(id, 'success');
		expect(retried.mode).toBe('retry');
		expect(countsOf(retried)).toEqual({ fine: 4, declined: 1 });
		expect(itemsOf(retried, NEXT)).toHaveLength(4);
		expect(itemsOf(retried, FAILED)).toHaveLength(1);
		expect(itemsOf(retried, NEXT).every(({ binary }) => binary?.data)).toBe(true);
		expect(await paidFor('way-on')).toBe(5);
	});

	test('leads a published run there, too, without publishing anew', async () => {
		const client = await n8n();
		const file = await fiveWithOneDeclined('way-on-published');
		const path = crypto.randomUUID();
		const webhook = node(START, 'n8n-nodes-base.webhook', 2, { httpMethod: 'POST', path });
		file.nodes[0] = { ...webhook, webhookId: path };
		const { id } = await save(file);
		await client.activateWorkflow(id);
		await fetch(`${client.url}/webhook/${path}`, { method: 'POST' });
		const failed = await endedAs(id, 'error');
		expect(failed.mode).toBe('webhook');
		const editor = new Editor(page());

		// Under the executions, where the error stands, a workflow cannot be changed.
		await open(`/workflow/${id}/executions/${failed.id}`);
		const text = await readError(editor, 'failed published run, the error');
		expect(text).toContain(`'${RETRY}'`);
		await editor.open(id);
		await editor.openNode(NODE);
		await continueUsingErrorOutput(editor, id);
		await retryFromExecutions('failed published run, the retry');

		const retried = await endedAs(id, 'success');
		expect(countsOf(retried)).toEqual({ fine: 4, declined: 1 });
		expect(itemsOf(retried, NEXT)).toHaveLength(4);
		expect(await paidFor('way-on-published')).toBe(5);
		await client.deactivateWorkflow(id);
	});

	test('leads from a step that was executed alone to its images', async () => {
		const { id } = await save(await fiveWithOneDeclined('way-on-step'));
		const editor = new Editor(page());
		await editor.open(id);
		await editor.openNode(NODE);
		await page().getByTestId('node-execute-button').click();
		await page().getByTestId('node-error-description').waitFor();

		await continueUsingErrorOutput(editor, id);
		await retryFromExecutions('failed step, the retry');

		const retried = await endedAs(id, 'success');
		expect(countsOf(retried)).toEqual({ fine: 4, declined: 1 });
		// As when it was first executed, nothing after the step runs.
		expect(runsOf(retried, NEXT)).toEqual([]);
		expect(await paidFor('way-on-step')).toBe(5);
	});
});

test('what the error warns of is so: both buttons of the editor buy everything again', async () => {
	const { id } = await save(await fiveWithOneDeclined('anew'));
	const editor = new Editor(page());
	await editor.open(id);
	await page().getByTestId('execute-workflow-button').click();
	await page().locator('.el-notification', { hasText: '[item 2]' }).waitFor();
	await editor.dismissMessages();
	expect(errorOf(await endedAs(id, 'error'))?.description).toContain(
		'Executing the workflow or this step again would pay for the same images a second time.',
	);
	expect(await paidFor('anew')).toBe(5);

	// KIE takes the third one now.
	await editor.openNode(NODE);
	await page().getByTestId('node-execute-button').click();
	await endedAs(id, 'success');
	expect(await paidFor('anew')).toBe(10);

	await editor.closeNode();
	await editor.execute(NEXT);
	await expect.poll(async () => await paidFor('anew')).toBe(15);
});
