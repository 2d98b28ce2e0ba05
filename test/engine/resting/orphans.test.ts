import type { INode } from 'n8n-workflow';
import { expect, test, vi } from 'vitest';
import { useFakedClock } from '../../helpers/clock.ts';
import { errorOf, jsonOf } from '../../helpers/engine.ts';
import { failed } from '../../helpers/kie.ts';
import { OnDemandKie, told } from '../../helpers/onDemandKie.ts';
import type { RestingExecution } from '../../helpers/rest.ts';
import { startResting } from '../../helpers/rest.ts';
import { oneAtATime, retry } from '../../helpers/workflows.ts';

// An orphan is a task whose create was answered by nothing: KIE may have taken it, and calls if so.

useFakedClock();

const goesOn: Partial<INode> = { onError: 'continueRegularOutput' };

/** Two items; the answer to the second create gets lost. */
async function orphaned(settings: Partial<INode> = goesOn, options = {}) {
	const kie = new OnDemandKie();
	kie.onCreate = (taskId) => (taskId === 'b' ? 'reset' : undefined);
	const execution = await startResting(['a', 'b'], { options }, { settings });
	return { kie, execution };
}

async function ring(execution: RestingExecution, kie: OnDemandKie, taskId: string) {
	// KIE makes nothing faster than this.
	vi.setSystemTime(Date.now() + 5_000);
	return await execution.ring(kie.urlOf(taskId), { body: told(taskId) });
}

const outcomes = (execution: RestingExecution) =>
	jsonOf(execution.run, 'KIE').map(({ taskId, status }) => [taskId, status]);

test('its call brings the image back', async () => {
	const { kie, execution } = await orphaned();
	kie.finish('a', 'b');
	await ring(execution, kie, 'a');
	expect(execution.status).toBe('waiting');
	expect((await ring(execution, kie, 'b')).status).toBe(200);

	expect(execution.status).toBe('success');
	expect(outcomes(execution)).toEqual([
		['a', 'success'],
		['b', 'success'],
	]);
	expect(kie.ordered).toEqual(['a', 'b']);
});

test('its call may come first, and tell of a refusal', async () => {
	const { kie, execution } = await orphaned();
	kie.says('b', failed('b', 400, 'violating content policies'));
	await ring(execution, kie, 'b');
	expect(execution.status).toBe('waiting');
	kie.finish('a');
	await ring(execution, kie, 'a');

	expect(outcomes(execution)).toEqual([
		['a', 'success'],
		['b', 'failed'],
	]);
});

test('it is adopted while KIE is still at it, and waited for', async () => {
	const { kie, execution } = await orphaned();
	await ring(execution, kie, 'b');
	expect(execution.status).toBe('waiting');
	kie.finish('a', 'b');
	await ring(execution, kie, 'a');
	await ring(execution, kie, 'b');

	expect(outcomes(execution)).toEqual([
		['a', 'success'],
		['b', 'success'],
	]);
});

test('never heard of again, it is reported as what may have been billed', async () => {
	const { kie, execution } = await orphaned();
	kie.finish('a');
	await ring(execution, kie, 'a');
	await execution.wakeByTimer();

	expect(execution.status).toBe('success');
	const [first, second] = jsonOf(execution.run, 'KIE');
	expect(first).toMatchObject({ taskId: 'a', status: 'success' });
	expect(second).toMatchObject({ status: 'failed', retryable: false });
	expect(String(second?.error)).toContain('may have been billed');
	expect(kie.ordered).toEqual(['a', 'b']);
});

test('a call for it that names none is turned away', async () => {
	const { kie, execution } = await orphaned();
	expect((await execution.ring(kie.urlOf('b'), { body: {} })).status).toBe(404);
	expect(execution.status).toBe('waiting');
});

test('a call for it that names the task of another item is turned away', async () => {
	const { kie, execution } = await orphaned();
	kie.finish('a');
	const answer = await execution.ring(kie.urlOf('b'), { body: told('a') });
	expect(answer.status).toBe(404);
	expect(execution.status).toBe('waiting');
});

test('a call for it that names a task that KIE does not know is turned away', async () => {
	const { kie, execution } = await orphaned();
	kie.wire.onRead('x', [{ code: 200, msg: 'success', data: null }]);
	expect((await execution.ring(kie.urlOf('b'), { body: told('x') })).status).toBe(404);
	expect(execution.status).toBe('waiting');
});

test('Stop: the image of the run that was thought lost is delivered after all', async () => {
	const { kie, execution } = await orphaned({});
	expect(execution.status).toBe('waiting');
	kie.finish('a', 'b');
	await ring(execution, kie, 'b');
	await ring(execution, kie, 'a');

	expect(execution.status).toBe('success');
	expect(outcomes(execution)).toEqual([
		['a', 'success'],
		['b', 'success'],
	]);
});

test('Stop: never heard of again, it stops the run, which names the other task', async () => {
	const { kie, execution } = await orphaned({});
	kie.finish('a');
	await ring(execution, kie, 'a');
	await execution.wakeByTimer();

	expect(execution.status).toBe('error');
	expect(errorOf(execution.run).message).toContain('may have been billed');
	expect(errorOf(execution.run).context.tasks).toMatchObject([{ taskId: 'a', status: 'success' }]);
});

test('Stop: the first of several, found again, leaves those that were not sent to be sent', async () => {
	const kie = new OnDemandKie();
	kie.onCreate = (taskId) => (taskId === 'a' ? 'reset' : undefined);
	const execution = await startResting(
		['a', 'b'],
		{ options: oneAtATime },
		{ settings: { ...retry, maxTries: 2 } },
	);
	expect(kie.ordered).toEqual(['a']);
	kie.finish('a', 'b');
	await ring(execution, kie, 'a');
	if (execution.status === 'waiting') await ring(execution, kie, 'b');

	expect(execution.status).toBe('success');
	expect(kie.ordered).toEqual(['a', 'b']);
	expect(outcomes(execution)).toEqual([
		['a', 'success'],
		['b', 'success'],
	]);
});

test('Stop: without further tries the error speaks of what was not sent, not of what was found', async () => {
	const kie = new OnDemandKie();
	kie.onCreate = (taskId) => (taskId === 'a' ? 'reset' : undefined);
	const execution = await startResting(['a', 'b'], { options: oneAtATime });
	kie.finish('a');
	await ring(execution, kie, 'a');

	expect(execution.status).toBe('error');
	const error = errorOf(execution.run);
	expect(error.message).not.toContain('billed');
	expect(error.message).toContain('[item 1]');
	expect(error.context.tasks).toMatchObject([{ taskId: 'a', status: 'success' }]);
});

test('a further try takes up what was adopted', async () => {
	const { kie, execution } = await orphaned({ ...retry, maxTries: 2 });
	kie.finish('b');
	kie.says('a', failed('a', 500, 'Internal error, please try again later'));
	await ring(execution, kie, 'b');
	await ring(execution, kie, 'a');
	expect(execution.status).toBe('waiting');
	kie.finish('a2');
	await ring(execution, kie, 'a2');

	expect(execution.status).toBe('success');
	expect(kie.ordered).toEqual(['a', 'b', 'a']);
	expect(outcomes(execution)).toEqual([
		['a2', 'success'],
		['b', 'success'],
	]);
});

test('two at once: both are brought back, once KIE has called again', async () => {
	const kie = new OnDemandKie();
	kie.onCreate = () => 'reset';
	const execution = await startResting(['a', 'b'], {}, { settings: goesOn });
	kie.finish('a', 'b');
	const answers = await Promise.all(
		['a', 'b'].map(async (taskId) => await ring(execution, kie, taskId)),
	);
	for (const [nth, taskId] of ['a', 'b'].entries()) {
		if (answers[nth]!.status !== 200) await ring(execution, kie, taskId);
	}

	expect(execution.status).toBe('success');
	expect(outcomes(execution)).toEqual([
		['a', 'success'],
		['b', 'success'],
	]);
	expect(kie.ordered).toEqual(['a', 'b']);
});
