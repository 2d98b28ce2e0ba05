/** The pipelines with nodes of other services, as a person sees them after Import from File. */
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { shoot, useBrowser } from '../helpers/browser.ts';
import { Editor } from '../helpers/editor.ts';
import { EXAMPLES, readWorkflow, workflowFiles } from '../helpers/files.ts';

const { page } = useBrowser();

// The others are run in the editor or opened elsewhere.
const pipelines = workflowFiles(EXAMPLES).filter((file) => file >= '09');

test.each(pipelines)('%s', async (file) => {
	await page().setViewportSize({ width: 1600, height: 1000 });
	const editor = new Editor(page());
	await editor.importFile(join(EXAMPLES, file));
	await page().getByTestId('zoom-to-fit').click();

	const { nodes } = readWorkflow(EXAMPLES, file);
	for (const { name, type } of nodes) {
		if (!type.endsWith('.stickyNote')) await editor.node(name).first().waitFor();
	}
	// n8n draws a node that it does not know with a question mark.
	expect(await page().getByText('Install this node').count()).toBe(0);
	await editor.dismissMessages();
	await shoot(page(), `example ${file.replace('.json', '')}`);
});
