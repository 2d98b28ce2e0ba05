import type { INode, IRun } from 'n8n-workflow';
import { describe, expect, test, vi } from 'vitest';
import { useFakedClock } from '../../helpers/clock.ts';
import { errorOf, hintsOf, jsonOf } from '../../helpers/engine.ts';
import { failed } from '../../helpers/kie.ts';
import { OnDemandKie, told } from '../../helpers/onDemandKie.ts';
import type { RestingExecution } from '../../helpers/rest.ts';
import { startResting } from '../../helpers/rest.ts';
import { retry } from '../../helpers/workflows.ts';

useFakedClock();

const REFUSED = (taskId: string) => failed(taskId, 400, 'violating content policies');
// KIE may make this one at the next try.
const BROKEN = (taskId: string) => failed(taskId, 500, 'Internal error, please try again later');

const runsOf = (run: IRun) => run.data.resultData.runData.KIE ?? [];

async function ringAll(execution: RestingExecution, kie: OnDemandKie, ...taskIds: string[]) {
	for (const taskId of taskIds) {
		// KIE makes nothing at once.
		vi.setSystemTime(Date.now() + 5_000);
		await execution.ring(kie.urlOf(taskId), { body: told(taskId) });
	}
}

describe('where one of three pictures is refused', () => {
	async function oneBadOfThree(settings: Partial<INode>) {
		const kie = new OnDemandKie();
		const execution = await startResting(['a', 'b', 'c'], {}, { settings });
		expect(execution.status).toBe('waiting');
		kie.finish('a', 'c');
		kie.says('b', REFUSED('b'));
		await ringAll(execution, kie, 'a', 'b', 'c');
		expect(execution.woken).toBe(1);
		return execution;
	}

	test('Stop: the workflow fails as if it had polled, and no file is fetched for nobody', async () => {
		const execution = await oneBadOfThree({});

		expect(execution.status).toBe('error');
		const error = errorOf(execution.run);
		expect(error.message).toBe('KIE declined the request because of its content [item 1]');
		expect(error.description).toMatch(/^The images for 2 of 3 items are ready and paid for\./);
		expect(error.context.tasks).toMatchObject([
			{ itemIndex: 0, taskId: 'a', status: 'success' },
			{ itemIndex: 1, taskId: 'b', status: 'failed' },
			{ itemIndex: 2, taskId: 'c', status: 'success' },
		]);
		expect(jsonOf(execution.run, 'Next')).toEqual([]);
	});

	test('Continue: the failed item stands among the images', async () => {
		const execution = await oneBadOfThree({ onError: 'continueRegularOutput' });

		expect(execution.status).toBe('success');
		expect(jsonOf(execution.run, 'Next')).toMatchObject([
			{ taskId: 'a', status: 'success' },
			{ taskId: 'b', status: 'failed', errorCode: 400, prompt: 'b' },
			{ taskId: 'c', status: 'success' },
		]);
		expect(runsOf(execution.run)).toHaveLength(1);
	});

	test('Continue (using error output): the failed item goes there whole, in the same run', async () => {
		const execution = await oneBadOfThree({ onError: 'continueErrorOutput' });

		expect(execution.status).toBe('success');
		expect(jsonOf(execution.run, 'Next').map(({ taskId }) => taskId)).toEqual(['a', 'c']);
		expect(jsonOf(execution.run, 'Failed')).toMatchObject([
			{ taskId: 'b', status: 'failed', errorCode: 400, prompt: 'b', retryable: false },
		]);
		expect(runsOf(execution.run)).toHaveLength(1);
		expect(execution.run.data.resultData.runData.Next).toHaveLength(1);
	});
});

describe('Retry On Fail', () => {
	const settings = { ...retry, maxTries: 3 };

	test('orders again only what KIE failed, in further rests', async () => {
		const kie = new OnDemandKie();
		const execution = await startResting(['a', 'b'], {}, { settings });
		kie.finish('a');
		kie.says('b', BROKEN('b'));
		await ringAll(execution, kie, 'a', 'b');
		expect(execution.status).toBe('waiting');
		kie.says('b2', BROKEN('b2'));
		await ringAll(execution, kie, 'b2');
		expect(execution.status).toBe('waiting');
		kie.finish('b3');
		await ringAll(execution, kie, 'b3');

		expect(execution.status).toBe('success');
		expect(kie.ordered).toEqual(['a', 'b', 'b', 'b']);
		expect(jsonOf(execution.run, 'Next').map(({ taskId }) => taskId)).toEqual(['a', 'b3']);
		expect(runsOf(execution.run)).toHaveLength(1);
	});

	test.each(['stopWorkflow', 'continueRegularOutput'] as const)(
		'%s: tries as often as it may, however often it rests',
		async (onError) => {
			const kie = new OnDemandKie();
			const execution = await startResting(['a'], {}, { settings: { ...settings, onError } });
			await execution.wakeByTimer();
			expect(execution.status).toBe('waiting');
			for (const taskId of ['a', 'a2', 'a3']) {
				expect(execution.status).toBe('waiting');
				kie.says(taskId, BROKEN(taskId));
				await ringAll(execution, kie, taskId);
			}

			expect(execution.status).toBe(onError === 'stopWorkflow' ? 'error' : 'success');
			expect(kie.ordered).toEqual(['a', 'a', 'a']);
		},
	);

	test('a further try does not order what the first try has, even after a late look', async () => {
		const kie = new OnDemandKie();
		const wait = { options: { maxWait: 20 } };
		const execution = await startResting(['a', 'b'], wait, { settings });
		kie.finish('a');
		await execution.wakeByTimer();

		// Three tries of 20 s, each of which rests.
		expect(execution.status).toBe('waiting');
		await execution.wakeByTimer();
		await execution.wakeByTimer();
		expect(execution.status).toBe('error');
		expect(errorOf(execution.run).message).toContain('(task b)');
		expect(kie.ordered).toEqual(['a', 'b']);
	});
});

describe('a retry from the list', () => {
	test.each([false, true])('pays for nothing again (saved workflow: %s)', async (saved) => {
		const kie = new OnDemandKie();
		const execution = await startResting(['a', 'b']);
		kie.finish('a');
		kie.says('b', BROKEN('b'));
		await ringAll(execution, kie, 'a', 'b');
		expect(execution.status).toBe('error');

		const retried = await execution.retry({ withSavedWorkflow: saved });
		// What is made is looked up; what is ordered now calls the new execution.
		expect(retried.status).toBe('waiting');
		kie.finish('b2');
		await ringAll(retried, kie, 'b2');

		expect(retried.status).toBe('success');
		expect(kie.ordered).toEqual(['a', 'b', 'b']);
		expect(jsonOf(retried.run, 'Next').map(({ taskId }) => taskId)).toEqual(['a', 'b2']);
	});

	test('has as many tries as the first time', async () => {
		const kie = new OnDemandKie();
		const execution = await startResting(['a'], {}, { settings: { ...retry, maxTries: 2 } });
		for (const taskId of ['a', 'a2']) {
			kie.says(taskId, BROKEN(taskId));
			await ringAll(execution, kie, taskId);
		}
		expect(execution.status).toBe('error');

		const retried = await execution.retry();
		for (const taskId of ['a3', 'a4']) {
			expect(retried.status).toBe('waiting');
			kie.says(taskId, BROKEN(taskId));
			await ringAll(retried, kie, taskId);
		}

		expect(retried.status).toBe('error');
		expect(kie.ordered).toEqual(['a', 'a', 'a', 'a']);
	});
});

test('what was told before a rest is told after it, once', async () => {
	const kie = new OnDemandKie();
	const execution = await startResting(
		['a'],
		{ operation: 'generate' },
		{ address: 'http://n8n.example.com' },
	);
	expect(execution.status).toBe('waiting');
	await execution.wakeByTimer();
	kie.finish('a');
	await ringAll(execution, kie, 'a');

	expect(hintsOf(execution.run, 'KIE')).toEqual([
		expect.stringContaining('does not start with https://'),
	]);
});

test('what an earlier try ordered for nothing is told after the rest of a later one', async () => {
	const kie = new OnDemandKie();
	// As a prompt with the time in it: no two tries ask for the same.
	const execution = await startResting(
		['a'],
		{ prompt: '={{ $json.prompt + $now.toMillis() }}' },
		{ settings: { ...retry, maxTries: 2 } },
	);
	const [first] = kie.ordered as string[];
	kie.says(first!, BROKEN(first!));
	await ringAll(execution, kie, first!);
	expect(execution.status).toBe('waiting');
	const [, second] = kie.ordered as string[];
	kie.finish(second!);
	await ringAll(execution, kie, second!);

	expect(execution.status).toBe('success');
	expect(kie.ordered).toHaveLength(2);
	expect(hintsOf(execution.run, 'KIE')).toEqual([]);
});

test('an order of an earlier try that runs on is told of after a rest', async () => {
	const kie = new OnDemandKie();
	const execution = await startResting(
		['a'],
		{ prompt: '={{ $json.prompt + $now.toMillis() }}', options: { maxWait: 20 } },
		{ settings: { ...retry, maxTries: 2 } },
	);
	await execution.wakeByTimer();
	expect(execution.status).toBe('waiting');
	const [first, second] = kie.ordered as string[];
	kie.finish(second!);
	await ringAll(execution, kie, second!);

	expect(execution.status).toBe('success');
	expect(kie.ordered).toHaveLength(2);
	expect(hintsOf(execution.run, 'KIE')).toEqual([
		expect.stringContaining(
			`Earlier attempts submitted a task that is not part of this result: ${first}`,
		),
	]);
});

test('all images of an order count towards the limit of a later try, after a rest, too', async () => {
	const kie = new OnDemandKie();
	const execution = await startResting(
		['a'],
		{
			prompt: '={{ $json.prompt + $now.toMillis() }}',
			nVariants: 2,
			options: { maxWait: 20, spendingLimit: 3 },
		},
		{ settings: { ...retry, maxTries: 2 } },
	);
	await execution.wakeByTimer();

	expect(execution.status).toBe('error');
	expect(kie.ordered).toHaveLength(1);
	expect(errorOf(execution.run).message).toContain(
		'request 4 images (2 of them already requested by earlier attempts)',
	);
});
