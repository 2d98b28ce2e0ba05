import type { IDataObject } from 'n8n-workflow';
import { describe, expect, test } from 'vitest';
import { runClock, useFakedClock } from '../../helpers/clock.ts';
import { errorOf, jsonOf, runWorkflow } from '../../helpers/engine.ts';
import { created, done, KieWire, refused } from '../../helpers/kie.ts';
import { byPrompt, oneAtATime, prompts, workflow } from '../../helpers/workflows.ts';

useFakedClock();

describe('a refused create', () => {
	test.each([
		[401, 'Unauthorized', 'KIE does not accept the API key'],
		[402, 'Insufficient credits', 'The KIE account has too few credits'],
		[403, 'Forbidden', 'KIE does not allow this API key to do that'],
		[422, 'size is invalid', 'KIE did not accept a value'],
		[433, 'Sub-key limit', 'This API key has reached its own limit'],
		[455, 'Maintenance', 'KIE is under maintenance'],
		[505, 'Feature disabled', 'KIE has disabled this feature'],
		[550, 'Queue full', 'The queue at KIE is full'],
	])('with code %i', async (code, msg, message) => {
		const wire = new KieWire().onCreate([refused(code, msg)]);

		const run = await runClock(runWorkflow(workflow({ prompt: 'x' })));

		const error = errorOf(run);
		expect(error.message).toBe(`${message} [item 0]`);
		expect(error.description).toContain(`KIE says: “${msg}”`);
		expect(wire.creates).toHaveLength(1);
	});

	test('hands in nothing more, and waits for what is made', async () => {
		const wire = new KieWire()
			.onCreate(({ prompt }) => (prompt === 'b' ? refused(422, 'no') : created(String(prompt))))
			.onRead('a', [done('a')]);

		const json = workflow({ ...byPrompt, options: oneAtATime }, { items: prompts('a', 'b', 'c') });
		const run = await runClock(runWorkflow(json));

		expect(wire.prompts).toEqual(['a', 'b']);
		const error = errorOf(run);
		expect(error.message).toMatch(/\[item 1\]$/);
		expect(error.description).toContain('[item 0] a (success)');
	});

	test('that holds for the whole account stops the rest, also under Continue On Fail', async () => {
		const wire = new KieWire()
			.onCreate(({ prompt }) => (prompt === 'a' ? created('a') : refused(402, 'no credits')))
			.onRead('a', [done('a')]);

		const json = workflow(
			{ ...byPrompt, options: oneAtATime },
			{ items: prompts('a', 'b', 'c', 'd'), settings: { onError: 'continueRegularOutput' } },
		);
		const run = await runClock(runWorkflow(json));

		expect(wire.creates).toHaveLength(2);
		const output: IDataObject[] = jsonOf(run, 'Next');
		expect(output.map(({ status, errorCode }) => [status, errorCode])).toEqual([
			['success', null],
			['failed', 402],
			['failed', 402],
			['failed', 402],
		]);
		expect(output[3]?.errorDescription).toContain('was not sent');
	});
});
