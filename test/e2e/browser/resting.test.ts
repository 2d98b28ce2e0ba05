import { expect, test } from 'vitest';
import { itemsOf } from '../../../sandbox/n8n/client.ts';
import { shoot, useBrowser } from '../helpers/browser.ts';
import { Editor } from '../helpers/editor.ts';
import { n8n } from '../helpers/n8n.ts';
import { useSlowKie } from '../helpers/resting.ts';
import { until } from '../helpers/until.ts';
import { chain, noOp } from '../helpers/workflows.ts';

const { page } = useBrowser();
const { kie, resting } = useSlowKie();

test('the way of waiting is chosen from a list that says what each is good for', async () => {
	const { id } = await (await n8n()).createWorkflow({ ...chain([{}], resting('KIE')) });
	const editor = new Editor(page());
	await editor.open(id);
	await editor.openNode('KIE');
	expect(await editor.options()).not.toContain('Poll Interval (Seconds)');

	await page().getByTestId('parameter-input-waitMethod').click();
	await page().getByText('Suspend the execution until KIE calls n8n.').waitFor();
	await shoot(page(), 'wait method');
	await page().keyboard.press('Escape');
	await editor.choose('waitMethod', 'Check Regularly');
	expect(await editor.options()).toContain('Poll Interval (Seconds)');
});

test('while it rests the editor says so; then its images come, with no second run', async () => {
	kie().addFault({ kind: 'takes', durationMs: 100_000 });
	const file = chain([{ prompt: 'A lighthouse at dawn' }], resting('KIE'), noOp('Next'));
	const { id } = await (await n8n()).createWorkflow({ ...file });
	const editor = new Editor(page());
	await editor.open(id);
	await page().getByTestId('execute-workflow-button').click();
	await until(async () => {
		const [execution] = await (await n8n()).executions(id);
		return execution?.status === 'waiting' ? execution : undefined;
	});
	await shoot(page(), 'resting canvas');
	await editor.openNode('KIE');
	const output = page().getByTestId('output-panel');
	await output.getByText('continues as soon as KIE calls').waitFor();
	await shoot(page(), 'resting panel');
	await output.getByTestId('ndv-view-binary-data').waitFor({ timeout: 60_000 });
	await shoot(page(), 'rested panel');
	await editor.closeNode();
	await editor.node('Next').getByTestId('canvas-node-status-success').waitFor();
	await shoot(page(), 'rested canvas');

	const [execution] = await (await n8n()).executions(id);
	const whole = await (await n8n()).execution(String(execution?.id));
	expect(whole && itemsOf(whole, 'Next')).toHaveLength(1);
});

test('Execute step rests, too', async () => {
	kie().addFault({ kind: 'takes', durationMs: 40_000 });
	const file = chain([{ prompt: 'A harbour in fog' }], resting('KIE'), noOp('Next'));
	const { id } = await (await n8n()).createWorkflow({ ...file });
	const editor = new Editor(page());
	await editor.open(id);
	await editor.openNode('KIE');
	await page().getByTestId('node-execute-button').first().click();
	const output = page().getByTestId('output-panel');
	await output.getByTestId('ndv-view-binary-data').waitFor({ timeout: 90_000 });
	await shoot(page(), 'rested step');
});
