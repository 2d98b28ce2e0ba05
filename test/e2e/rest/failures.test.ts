import { describe, expect, test } from 'vitest';
import { itemsOf } from '../../../sandbox/n8n/client.ts';
import { addFault, tasksAbout } from '../helpers/kie.ts';
import { errorOf, jsonOf, runWorkflow } from '../helpers/n8n.ts';
import { chain, kie, noOp, setFields } from '../helpers/workflows.ts';

/** Three items of which KIE refuses the second one's picture. */
async function oneBadOfThree(name: string, settings: Record<string, unknown>) {
	await addFault({ kind: 'moderation', match: { prompt: `${name} bad` } });
	const workflow = chain(
		['one', 'bad', 'three'].map((which) => ({ prompt: `${name} ${which}` })),
		kie('KIE', { operation: 'generate', prompt: '={{ $json.prompt }}' }, settings),
		setFields('Next', { from: "={{ $('Items').item.json.prompt }}" }),
		noOp('Failed'),
	);
	// The error output is the second one.
	const next = workflow.connections.KIE?.main[0] ?? [];
	workflow.connections = {
		...workflow.connections,
		KIE: { main: [next, [{ node: 'Failed', type: 'main', index: 0 }]] },
		Next: { main: [] },
	};
	return await runWorkflow(workflow);
}

test('a failed task stops the workflow, saying what happened and naming what was made', async () => {
	const execution = await oneBadOfThree('fail-stop', {});

	expect(execution.status).toBe('error');
	const error = errorOf(execution);
	expect(error?.message).toMatch(/\[item 1\]$/);
	expect(error?.message).not.toMatch(/error|problem|failure|mistake/i);
	const others = (await tasksAbout('fail-stop')).filter(({ state }) => state === 'success');
	expect(others).toHaveLength(2);
	expect(error?.description).toMatch(/^The images for 2 of 3 items are ready and paid for\./);
	expect(error?.description).toContain("'Retry with currently saved workflow'");
	for (const { id } of others) expect(error?.description).toContain(id);
	expect(itemsOf(execution, 'Next')).toEqual([]);
});

test('Continue On Fail hands the failure on among the images', async () => {
	const execution = await oneBadOfThree('fail-continue', { onError: 'continueRegularOutput' });

	expect(execution.status).toBe('success');
	const items = itemsOf(execution, 'KIE');
	expect(items.map(({ json }) => json.status)).toEqual(['success', 'failed', 'success']);
	expect(items[1]?.json).toMatchObject({
		taskId: (await tasksAbout('fail-continue bad'))[0]?.id,
		error: expect.stringContaining('[item 1]'),
		errorCode: 400,
		errorMessage: expect.stringContaining('content policies'),
		retryable: false,
		prompt: 'fail-continue bad',
	});
	expect(items[1]?.json).not.toHaveProperty('imageUrl');
	expect(jsonOf(execution, 'Next').map(({ from }) => from)).toEqual([
		'fail-continue one',
		'fail-continue bad',
		'fail-continue three',
	]);
});

test('the error output gets the failure with every field that has a value, the rest goes on', async () => {
	const execution = await oneBadOfThree('fail-output', { onError: 'continueErrorOutput' });

	expect(execution.status).toBe('success');
	expect(jsonOf(execution, 'Next').map(({ from }) => from)).toEqual([
		'fail-output one',
		'fail-output three',
	]);
	const [failed, ...more] = itemsOf(execution, 'Failed');
	expect(more).toEqual([]);
	expect(failed?.json).toMatchObject({
		prompt: 'fail-output bad',
		taskId: (await tasksAbout('fail-output bad'))[0]?.id,
		status: 'failed',
		errorCode: 400,
		retryable: false,
	});
});

describe('what the user must mend is refused before anything is billed', () => {
	test('an empty prompt in the last item', async () => {
		const generate = kie('KIE', { operation: 'generate', prompt: '={{ $json.prompt }}' });

		const execution = await runWorkflow(chain([{ prompt: 'fail-typo' }, { prompt: '' }], generate));

		expect(execution.status).toBe('error');
		expect(errorOf(execution)?.message).toMatch(/'Prompt'.*\[item 1\]$/);
		expect(await tasksAbout('fail-typo')).toEqual([]);
	});

	test('an expression that does not work', async () => {
		const generate = kie('KIE', {
			operation: 'generate',
			prompt: '={{ $json.prompt.nothing.here }}',
		});

		const execution = await runWorkflow(chain([{}], generate));

		expect(execution.status).toBe('error');
		expect(errorOf(execution)?.message).toBeTruthy();
	});
});
