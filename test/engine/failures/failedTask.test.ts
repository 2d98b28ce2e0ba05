import { describe, expect, test } from 'vitest';
import { runClock, useFakedClock } from '../../helpers/clock.ts';
import { errorOf, runWorkflow } from '../../helpers/engine.ts';
import { created, done, failed, IMAGE_HOST, KieWire, refused } from '../../helpers/kie.ts';
import { run } from '../../helpers/run.ts';
import { byPrompt, prompts, workflow } from '../../helpers/workflows.ts';

useFakedClock();

describe('a task that KIE could not finish', () => {
	test('stops the node, with what happened, how to get on, and what KIE said', async () => {
		new KieWire()
			.onCreate([created('t1')])
			.onRead('t1', [
				failed('t1', 400, 'Your content was flagged by OpenAI as violating content policies'),
			]);

		const run = await runClock(runWorkflow(workflow({ prompt: 'x' })));

		const error = errorOf(run);
		expect(error.message).toBe('KIE declined the request because of its content [item 0]');
		expect(error.description).toContain('flagged by OpenAI');
		expect(error.httpCode).toBe('400');
		expect(error.context).toMatchObject({
			taskId: 't1',
			errorCode: 400,
			retryable: false,
			itemIndex: 0,
		});
	});

	test('names the other tasks of the run, with their pictures', async () => {
		new KieWire()
			.onCreate(({ prompt }) => created(String(prompt)))
			.onRead('a', [done('a')])
			.onRead('b', [failed('b', 500, 'Internal Error')])
			.onRead('c', [done('c')]);

		const run = await runClock(runWorkflow(workflow(byPrompt, { items: prompts('a', 'b', 'c') })));

		const error = errorOf(run);
		expect(error.message).toMatch(/\[item 1\]$/);
		expect(error.description).toContain('[item 0] a (success)');
		expect(error.description).toContain('[item 2] c (success)');
		expect(error.context.tasks).toMatchObject([
			{ itemIndex: 0, taskId: 'a', status: 'success', imageUrls: [`${IMAGE_HOST}/a.png`] },
			{ itemIndex: 1, taskId: 'b', status: 'failed' },
			{ itemIndex: 2, taskId: 'c', status: 'success' },
		]);
	});

	test('counts success without a picture among the failed', async () => {
		new KieWire().onCreate([created('t1')]).onRead('t1', [done('t1', [])]);

		const run = await runClock(runWorkflow(workflow({ prompt: 'x' })));

		expect(errorOf(run).context).toMatchObject({
			taskId: 't1',
			errorMessage: 'KIE reported success but sent no image URL',
		});
	});

	test('is named in the text', async () => {
		new KieWire().onCreate([created('t1')]).onRead('t1', [failed('t1', 400, 'content policies')]);

		expect(errorOf(await run({ prompt: 'x' })).description).toContain('Task: t1.');
	});
});

test('a task whose end was not seen is named in the text', async () => {
	new KieWire().onCreate([created('t1')]).onRead('t1', [refused(401, 'no')]);

	const error = errorOf(await run({ prompt: 'x' }));

	expect(error.description).toContain(
		"Task t1 may still be running at KIE: look it up with the operation 'Get Status'",
	);
});
