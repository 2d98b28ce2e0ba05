import { expect, test } from 'vitest';
import { runClock, useFakedClock } from '../../helpers/clock.ts';
import { jsonOf, outputOf, runWorkflow } from '../../helpers/engine.ts';
import { created, done, failed, KieWire, refused } from '../../helpers/kie.ts';
import { run } from '../../helpers/run.ts';
import { byPrompt, oneAtATime, prompts, workflow } from '../../helpers/workflows.ts';

useFakedClock();

const wanted = {
	taskId: 'b',
	api: 'gpt4oImage',
	model: 'gpt4o-image',
	status: 'failed',
	prompt: 'b',
	errorCode: 451,
	errorMessage: 'Unable to download image from the provided filesUrl',
	error: 'KIE could not download an image [item 1]',
	retryable: false,
};

function twoOfWhichOneFails() {
	return new KieWire()
		.onCreate(({ prompt }) => created(String(prompt)))
		.onRead('a', [done('a')])
		.onRead('b', [failed('b', 451, 'Unable to download image from the provided filesUrl')]);
}

test('Continue On Fail hands the failure on as an item with every field that has a value', async () => {
	twoOfWhichOneFails();

	const json = workflow(byPrompt, {
		items: prompts('a', 'b'),
		settings: { onError: 'continueRegularOutput' },
	});
	const run = await runClock(runWorkflow(json));

	expect(run.status).toBe('success');
	const [first, second] = outputOf(run, 'KIE');
	expect(first?.json).not.toHaveProperty('error');
	expect(second?.json).toMatchObject(wanted);
	expect(Object.values(second?.json ?? {})).not.toContain(null);
	expect(second?.pairedItem).toEqual({ item: 1 });
});

test('the error output gets the failure with every field that has a value, and the rest goes on', async () => {
	twoOfWhichOneFails();

	const json = workflow(byPrompt, {
		items: prompts('a', 'b'),
		settings: { onError: 'continueErrorOutput' },
	});
	const run = await runClock(runWorkflow(json));

	expect(jsonOf(run, 'Next')).toMatchObject([{ taskId: 'a', status: 'success' }]);
	expect(jsonOf(run, 'Failed')).toMatchObject([wanted]);
});

test('the old Continue On Fail switch works alike', async () => {
	twoOfWhichOneFails();

	const json = workflow(byPrompt, { items: prompts('a', 'b'), settings: { continueOnFail: true } });
	const run = await runClock(runWorkflow(json));

	expect(jsonOf(run, 'Next')).toMatchObject([{ taskId: 'a' }, wanted]);
});

test('an item that was not sent is told the reason, not the fault of another', async () => {
	new KieWire().onCreate([refused(402, 'no credits')]);

	const settings = { onError: 'continueRegularOutput' as const };
	const result = await run(
		{ ...byPrompt, options: oneAtATime },
		{ items: prompts('', 'b', 'c'), settings },
	);

	expect(jsonOf(result, 'Next').map(({ error }) => error)).toEqual([
		"'Prompt' is empty [item 0]",
		'The KIE account has too few credits [item 1]',
		'The KIE account has too few credits [item 2]',
	]);
});
