/** The tour of the README: what a person does and sees, in three strips of pictures. */
import { beforeEach, expect, test } from 'vitest';
import { useBrowser } from '../helpers/browser.ts';
import { Editor } from '../helpers/editor.ts';
import { n8n, save } from '../helpers/n8n.ts';
import { useSlowKie } from '../helpers/resting.ts';
import { Strip } from '../helpers/strip.ts';
import { until } from '../helpers/until.ts';
import { chain, kie, manualTrigger, noOp, START, workflow } from '../helpers/workflows.ts';

const { page } = useBrowser();
/** Small, so that there is something to read when three stand side by side. */
const SIZE = { width: 1000, height: 640 };
beforeEach(async () => await page().setViewportSize(SIZE));
const slow = useSlowKie();

/** The picture in the output panel, drawn. */
async function showPicture(): Promise<void> {
	const output = page().getByTestId('output-panel');
	await output.getByTestId('ndv-view-binary-data').first().click();
	const picture = output.locator('img').last();
	const drawn = async () => await picture.evaluate((image) => Reflect.get(image, 'naturalWidth'));
	await expect.poll(drawn, { timeout: 20_000 }).toBeGreaterThan(500);
}

test('from a prompt to a picture', async () => {
	const bare = { ...kie('KIE', {}), parameters: {} };
	const { id } = await save(workflow([manualTrigger(), bare], [[START, 'KIE']]));
	const editor = new Editor(page());
	const strip = new Strip(page());
	await editor.open(id);
	await strip.add('Add the KIE node');

	await editor.openNode('KIE');
	await editor.choose('model', 'Nano Banana 2.1');
	await editor.fill('prompt', 'A lighthouse at dawn, watercolor');
	await strip.add('Type a prompt');

	await page().getByTestId('node-execute-button').first().click();
	await page()
		.getByTestId('output-panel')
		.getByTestId('ndv-view-binary-data')
		.waitFor({ timeout: 60_000 });
	await showPicture();
	await editor.dismissMessages();
	await strip.add('Run it: the picture is there');
	await strip.keep('tour of a prompt', 'tour-prompt');
});

test('a list of prompts, all at once', async () => {
	const prompts = ['A red bicycle', 'A paper boat', 'A bowl of ramen', 'A fox in the snow'];
	const generate = kie('KIE', {
		...{ operation: 'generate', model: 'nano-banana-2-1' },
		prompt: '={{ $json.prompt }}',
	});
	const items = prompts.map((prompt) => ({ prompt }));
	const { id } = await save(chain(items, generate, noOp('Save the files')));
	const editor = new Editor(page());
	const strip = new Strip(page());
	await editor.open(id);
	await strip.add('Connect a list');

	await editor.openNode('KIE');
	await strip.add("The prompt comes from each item's data");
	await editor.closeNode();

	await editor.execute('Save the files');
	await editor.dismissMessages();
	await strip.add('One run makes them all');
	await strip.keep('tour of a list', 'tour-list');
});

test('resting until KIE calls', async () => {
	slow.kie().addFault({ kind: 'takes', durationMs: 100_000 });
	const file = chain(
		[{ prompt: 'A harbour in fog' }],
		slow.resting('KIE', { model: 'nano-banana-2-1' }),
		noOp('Next'),
	);
	const client = await n8n();
	const { id } = await client.createWorkflow({ ...file });
	const editor = new Editor(page());
	const strip = new Strip(page());
	await editor.open(id);
	await editor.openNode('KIE');
	await page().getByTestId('parameter-input-waitMethod').scrollIntoViewIfNeeded();
	await strip.add("Set 'Wait Method' to Rest Until KIE Calls");
	await editor.closeNode();

	await page().getByTestId('execute-workflow-button').click();
	await until(async () => {
		const [execution] = await client.executions(id);
		return execution?.status === 'waiting' ? execution : undefined;
	});
	await strip.add('n8n suspends the execution');
	await editor.node('Next').getByTestId('canvas-node-status-success').waitFor({ timeout: 60_000 });
	await editor.dismissMessages();
	await strip.add('KIE calls, and the workflow continues');
	await strip.keep('tour of a rest', 'tour-rest');
});
