import type { IRunExecutionData } from 'n8n-workflow';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { STATE_VERSION } from '../../../nodes/Kie/actions/create/rest/state.ts';
import { useFakedClock } from '../../helpers/clock.ts';
import { API_KEY, errorOf, hintsOf, jsonOf } from '../../helpers/engine.ts';
import { failed, refused } from '../../helpers/kie.ts';
import { useLogLines } from '../../helpers/logLines.ts';
import { OnDemandKie, told } from '../../helpers/onDemandKie.ts';
import type { RestingExecution } from '../../helpers/rest.ts';
import { newProcess, startResting } from '../../helpers/rest.ts';
import { retry } from '../../helpers/workflows.ts';

useFakedClock();

const lines = useLogLines();
afterEach(() => expect(lines().join('\n')).not.toContain(API_KEY));

async function ring(execution: RestingExecution, kie: OnDemandKie, taskId: string) {
	vi.setSystemTime(Date.now() + 5_000);
	return await execution.ring(kie.urlOf(taskId), { body: told(taskId) });
}

const madeBy = (execution: RestingExecution) =>
	jsonOf(execution.run, 'Next').map(({ taskId }) => taskId);

const stateIn = (data: IRunExecutionData) =>
	(data.executionData!.nodeExecutionStack[1]!.metadata as unknown as { kieRest: never })
		.kieRest as {
		state: Record<string, unknown>;
	};

describe('items of another kind among those that are waited for', () => {
	test('some that nobody waits for', async () => {
		const kie = new OnDemandKie();
		const execution = await startResting(['a', 'b', 'c'], {
			waitUntilDone: '={{ $json.prompt !== "b" }}',
			callBackUrl: 'https://example.com/mine',
		});
		expect(execution.status).toBe('waiting');
		expect(kie.urlOf('b')).toBe('https://example.com/mine');
		kie.finish('a', 'c');
		await ring(execution, kie, 'a');
		await ring(execution, kie, 'c');

		expect(execution.status).toBe('success');
		expect(jsonOf(execution.run, 'Next').map(({ taskId, status }) => [taskId, status])).toEqual([
			['a', 'success'],
			['b', 'pending'],
			['c', 'success'],
		]);
		expect(kie.reads('b')).toBe(0);
	});

	test('some that could not be prepared', async () => {
		const kie = new OnDemandKie();
		const execution = await startResting(
			['a', '', 'c'],
			{},
			{ settings: { onError: 'continueRegularOutput' } },
		);
		kie.finish('a', 'c');
		await ring(execution, kie, 'a');
		await ring(execution, kie, 'c');

		expect(jsonOf(execution.run, 'Next').map(({ status }) => status)).toEqual([
			'success',
			'failed',
			'success',
		]);
	});

	test('one that cannot be prepared stops all before anything is sent', async () => {
		const kie = new OnDemandKie();
		const execution = await startResting(['a', '']);
		expect(execution.status).toBe('error');
		expect(kie.ordered).toEqual([]);
	});

	test('some that KIE refused', async () => {
		const kie = new OnDemandKie();
		kie.onCreate = (taskId) => (taskId === 'b' ? refused(422, 'prompt is odd') : undefined);
		const execution = await startResting(
			['a', 'b'],
			{},
			{ settings: { onError: 'continueErrorOutput' } },
		);
		kie.finish('a');
		await ring(execution, kie, 'a');

		expect(madeBy(execution)).toEqual(['a']);
		expect(jsonOf(execution.run, 'Failed')).toMatchObject([{ errorCode: 422, prompt: 'b' }]);
	});

	test('all refused: there is nothing to rest for', async () => {
		const kie = new OnDemandKie();
		kie.onCreate = () => refused(422, 'prompt is odd');
		const execution = await startResting(['a']);
		expect(execution.status).toBe('error');
	});
});

test('a prompt with the time in it is ordered once, and the item shows what was sent', async () => {
	const kie = new OnDemandKie();
	const execution = await startResting(['a'], {
		prompt: '={{ $json.prompt }}-{{ $now.toMillis() }}',
	});
	const [sent] = kie.ordered as string[];
	expect(sent).toMatch(/^a-\d+$/);
	await execution.wakeByTimer();
	expect(execution.status).toBe('waiting');
	kie.says(sent!, {
		code: 200,
		data: {
			taskId: sent,
			successFlag: 1,
			response: { resultUrls: ['https://tempfile.aiquickdraw.com/x.png'] },
		},
	});
	await execution.ring(kie.urlOf(sent!), { body: told(sent!) });

	expect(execution.status).toBe('success');
	expect(kie.ordered).toEqual([sent]);
	expect(jsonOf(execution.run, 'Next')).toMatchObject([{ prompt: sent }]);
	expect(hintsOf(execution.run, 'KIE')).toEqual([]);
});

describe('a credential that is deleted meanwhile', () => {
	test.each(['stopWorkflow', 'continueRegularOutput'] as const)(
		'%s: the execution rests on, and in the end names every task',
		async (onError) => {
			const kie = new OnDemandKie();
			const execution = await startResting(['a', 'b'], {}, { settings: { onError } });
			kie.finish('a', 'b');
			execution.credentials = null;
			// n8n may have it from a moment ago.
			vi.setSystemTime(Date.now() + 60_000);
			expect((await ring(execution, kie, 'a')).status).toBe(503);
			expect(execution.status).toBe('waiting');
			await execution.wakeByTimer();

			if (onError === 'stopWorkflow') {
				expect(execution.status).toBe('error');
				expect(errorOf(execution.run).context.tasks).toMatchObject([
					{ taskId: 'a', status: 'pending' },
					{ taskId: 'b', status: 'pending' },
				]);
			} else {
				expect(jsonOf(execution.run, 'Next')).toMatchObject([
					{ taskId: 'a', status: 'pending', retryable: false },
					{ taskId: 'b', status: 'pending', retryable: false },
				]);
			}
		},
	);
});

test('canceled while it looks: it does not rest again', async () => {
	const kie = new OnDemandKie();
	let cancel = () => {};
	const execution = await startResting(
		['a'],
		{},
		{
			onStart: (run) => {
				cancel = () => run.cancel();
			},
		},
	);
	kie.wire.onRead('a', []);
	const read = kie.reads('a');
	kie.says('a', 'reset');
	const seen = vi.spyOn(kie.wire.requests, 'push').mockImplementation((...requests) => {
		cancel();
		return Array.prototype.push.apply(kie.wire.requests, requests);
	});
	await execution.wakeByTimer();

	expect(seen).toHaveBeenCalledTimes(1);
	expect(kie.reads('a')).toBe(read + 1);
	expect(execution.status).toBe('canceled');
	expect(execution.load().waitTill).toBeUndefined();
});

describe('a state that cannot be read', () => {
	const BROKEN: Array<[string, (state: Record<string, unknown>) => void]> = [
		['of another version', (state) => Object.assign(state, { version: STATE_VERSION + 1 })],
		['without its orders', (state) => Object.assign(state, { ordered: {} })],
		['that is a list', (state) => Object.assign(state, { ordered: [] })],
	];
	test.each(BROKEN)(
		'%s: nothing is ordered again, in no try, and the tasks are named',
		async (_name, change) => {
			const kie = new OnDemandKie();
			const execution = await startResting(
				['a', 'b'],
				{ prompt: '={{ $json.prompt }}-{{ $now.toMillis() }}' },
				{ settings: { ...retry, maxTries: 2 } },
			);
			const [first, second] = kie.ordered as [string, string];
			execution.amend((data) => change(stateIn(data).state));
			expect((await ring(execution, kie, first)).status).toBe(404);
			await execution.wakeByTimer();

			expect(execution.status).toBe('error');
			expect(kie.ordered).toEqual([first, second]);
			const error = errorOf(execution.run);
			expect(error.message).toContain('was updated during the wait');
			expect(error.description).toContain(`${first}, ${second}`);
			expect(error.context.tasks).toMatchObject([{ taskId: first }, { taskId: second }]);
		},
	);

	test('under Continue the tasks are named in a hint', async () => {
		const kie = new OnDemandKie();
		const settings = { onError: 'continueRegularOutput' as const };
		const execution = await startResting(['a'], {}, { settings });
		execution.amend((data) => Object.assign(stateIn(data).state, { version: 0 }));
		await execution.wakeByTimer();

		expect(execution.status).toBe('success');
		expect(jsonOf(execution.run, 'Next')).toMatchObject([{ status: 'failed', retryable: false }]);
		expect(hintsOf(execution.run, 'KIE')).toEqual([expect.stringContaining('result: a.')]);
		expect(kie.ordered).toEqual(['a']);
	});
});

describe('a state of which a detail is damaged', () => {
	type State = { ordered: Record<string, unknown> & { orders: Array<Record<string, unknown>> } };
	const settings = { onError: 'continueRegularOutput' as const };
	const orderOf = (state: State) => state.ordered.orders[1]!;

	const HARMLESS: Array<[string, (state: State) => void]> = [
		['what was asked', (state) => Object.assign(orderOf(state), { asked: 7 })],
		['what makes it the same request', (state) => Object.assign(orderOf(state), { identity: {} })],
		['how many images', (state) => Object.assign(orderOf(state), { images: 'two' })],
		['whether it is waited for', (state) => delete orderOf(state).waitUntilDone],
		['what it gives', (state) => Object.assign(orderOf(state), { givesImages: null })],
		['what to do in the end', (state) => Object.assign(orderOf(state), { onTimeout: 'x' })],
		['how it is given out', (state) => Object.assign(orderOf(state), { output: null })],
		['one thing of that', (state) => delete (orderOf(state).output as State['ordered']).binaryName],
		['when it was sent', (state) => delete (orderOf(state).task as State['ordered']).submittedAt],
		['whom it calls', (state) => delete (orderOf(state).task as State['ordered']).rings],
		['a failure', (state) => Object.assign(state.ordered, { failures: [{ itemIndex: 0 }, 7] })],
		['the failures', (state) => Object.assign(state.ordered, { failures: null })],
		['a lost order', (state) => Object.assign(state.ordered, { orphans: [{ itemIndex: 0 }] })],
		['a task that ended', (state) => Object.assign(state.ordered, { ended: [{ taskId: 'c' }] })],
		['until when', (state) => Object.assign(state.ordered, { deadline: 'noon' })],
		['how often', (state) => Object.assign(state.ordered, { intervalMs: null })],
		['whether it rests', (state) => delete state.ordered.rests],
		['the hints', (state) => Object.assign(state, { hints: [{}, null] })],
		['what is remembered', (state) => Object.assign(state, { remembered: [7] })],
		['whose it is', (state) => Object.assign(state, { executionId: 7, id: null })],
	];

	async function damagedBy(change: (state: State) => void) {
		const kie = new OnDemandKie();
		const execution = await startResting(['a', 'b', 'c'], {}, { settings });
		execution.amend((data) => change(stateIn(data).state as State));
		kie.finish('a', 'b', 'c');
		while (execution.status === 'waiting') await execution.wakeByTimer();
		return { kie, execution };
	}

	test.each(HARMLESS)('%s: every image is given out', async (_what, change) => {
		const { kie, execution } = await damagedBy(change);
		expect(execution.status).toBe('success');
		const made = jsonOf(execution.run, 'Next').filter(({ status }) => status === 'success');
		expect(made.map(({ taskId }) => taskId)).toEqual(['a', 'b', 'c']);
		expect(kie.ordered).toEqual(['a', 'b', 'c']);
	});

	test('how many times it may be tried: it is tried no more', async () => {
		const kie = new OnDemandKie();
		const execution = await startResting(['a'], {}, { settings: retry });
		execution.amend((data) => Object.assign(stateIn(data), { tries: 'many' }));
		kie.finish('a');
		await execution.wakeByTimer();
		expect(madeBy(execution)).toEqual(['a']);
	});

	test.each<[string, (state: State) => void]>([
		['item', (state) => Object.assign(orderOf(state), { itemIndex: 'x' })],
		['API', (state) => Object.assign(orderOf(state), { api: 'x' })],
		['task', (state) => Object.assign(orderOf(state), { task: null })],
		['all', (state) => Object.assign(state.ordered.orders, { 1: 'x' })],
	])('%s: its task is told, and every other image is given out', async (_what, change) => {
		const { kie, execution } = await damagedBy(change);
		expect(execution.status).toBe('success');
		expect(jsonOf(execution.run, 'Next')).toMatchObject([
			{ taskId: 'a', status: 'success' },
			{ status: 'failed', retryable: false },
			{ taskId: 'c', status: 'success' },
		]);
		expect(hintsOf(execution.run, 'KIE')).toEqual([expect.stringContaining('result: b.')]);
		expect(kie.ordered).toEqual(['a', 'b', 'c']);
	});
});

describe('a process that dies', () => {
	test('while it rests: another one goes on', async () => {
		const kie = new OnDemandKie();
		const execution = await startResting(['a', 'b']);
		execution.process = await newProcess();
		kie.finish('a', 'b');
		await ring(execution, kie, 'a');
		if (execution.status === 'waiting') await ring(execution, kie, 'b');

		expect(madeBy(execution)).toEqual(['a', 'b']);
		expect(kie.ordered).toEqual(['a', 'b']);
	});

	test.each(['call', 'timer'])(
		'just after a %s woke it: a retry from the list takes up what was ordered, and polls',
		async (by) => {
			const kie = new OnDemandKie();
			const execution = await startResting(['a', 'b']);
			if (by === 'timer') {
				await execution.wakeByTimer();
			} else {
				kie.finish('a', 'b');
				await ring(execution, kie, 'a');
				await ring(execution, kie, 'b');
			}
			execution.crash();
			kie.finish('a', 'b');
			const retried = await execution.retry();

			expect(retried.status).toBe('success');
			expect(madeBy(retried)).toEqual(['a', 'b']);
			expect(retried.run.data.resultData.runData.KIE).toHaveLength(1);
			expect(kie.ordered).toEqual(['a', 'b']);
		},
	);

	test('just after a call woke it: a retry with the saved workflow does the same', async () => {
		const kie = new OnDemandKie();
		const execution = await startResting(['a']);
		kie.finish('a');
		await ring(execution, kie, 'a');
		execution.crash();
		const retried = await execution.retry({ withSavedWorkflow: true });

		expect(madeBy(retried)).toEqual(['a']);
		expect(kie.ordered).toEqual(['a']);
	});
});

describe('odd settings', () => {
	test('Execute Once: one item, one task, one run', async () => {
		const kie = new OnDemandKie();
		const execution = await startResting(['a', 'b'], {}, { settings: { executeOnce: true } });
		expect(kie.ordered).toEqual(['a']);
		kie.finish('a');
		await ring(execution, kie, 'a');
		expect(madeBy(execution)).toEqual(['a']);
	});

	test('Execute Step: the node alone', async () => {
		const kie = new OnDemandKie();
		const startData = {
			destinationNode: { nodeName: 'KIE', mode: 'inclusive' },
			runNodeFilter: ['Start', 'KIE'],
		};
		const execution = await startResting(['a'], {}, { mode: 'manual', startData });
		kie.finish('a');
		await ring(execution, kie, 'a');

		expect(execution.status).toBe('success');
		expect(jsonOf(execution.run, 'KIE')).toMatchObject([{ taskId: 'a', status: 'success' }]);
		expect(execution.run.data.resultData.runData).not.toHaveProperty('Next');
	});

	test('Always Output Data does not put out an empty item on the way', async () => {
		const kie = new OnDemandKie();
		const execution = await startResting(['a'], {}, { settings: { alwaysOutputData: true } });
		expect(jsonOf(execution.run, 'KIE')).toEqual([]);
		kie.finish('a');
		await ring(execution, kie, 'a');
		expect(madeBy(execution)).toEqual(['a']);
		expect(execution.run.data.resultData.runData.Next).toHaveLength(1);
	});

	test.each(['node 1', 'ä/b', '100%', 'a?b#c', "it's", '3f2504e0-4f89-11d3-9a0c-0305e82c3301'])(
		'a node with the ID %s is found by its calls',
		async (id) => {
			const kie = new OnDemandKie();
			const execution = await startResting(['a'], {}, { settings: { id } });
			kie.finish('a');
			expect((await ring(execution, kie, 'a')).status).toBe(200);
			expect(madeBy(execution)).toEqual(['a']);
		},
	);

	test('a node whose name has quotes', async () => {
		const kie = new OnDemandKie();
		const execution = await startResting(['a'], {}, { settings: { name: `K"I'E\\` } });
		kie.finish('a');
		await ring(execution, kie, 'a');
		expect(execution.status).toBe('success');
		expect(madeBy(execution)).toEqual(['a']);
	});

	test('files in the data of the execution, kept by the workflow', async () => {
		const kie = new OnDemandKie();
		const workflowSettings = { binaryMode: 'combined' } as never;
		const execution = await startResting(['a'], {}, { workflowSettings });
		kie.finish('a');
		await ring(execution, kie, 'a');
		expect(execution.status).toBe('success');
	});
});

test('a refusal that repeats the address of the call does not pass it on', async () => {
	const kie = new OnDemandKie();
	kie.onCreate = () => refused(422, `callBackUrl ${kie.urlOf('a')} is not reachable`);
	const execution = await startResting(['a']);

	expect(execution.status).toBe('error');
	expect(errorOf(execution.run).description).toContain('callBackUrl [callback URL] is not');
	expect(execution.stored).not.toContain(new URL(kie.urlOf('a')).searchParams.get('secret'));
});

test.each(['callBackUrl %s is not reachable', 'Request {"callBackUrl":"%s"}', 'callBackUrl=(%s)'])(
	'a failed task that repeats the address of the call does not pass it on: %s',
	async (text) => {
		const kie = new OnDemandKie();
		const execution = await startResting(['a']);
		const url = kie.urlOf('a');
		kie.says('a', failed('a', 400, `flagged: ${text.replace('%s', url)}`));
		await ring(execution, kie, 'a');

		expect(execution.status).toBe('error');
		const said = [errorOf(execution.run).description, execution.stored, ...lines()].join('\n');
		for (const name of ['secret', 'signature']) {
			const value = new URL(url).searchParams.get(name);
			if (value !== null) expect(said.replaceAll(`"${value}"`, '')).not.toContain(value);
		}
		expect(errorOf(execution.run).description).toContain('flagged');
	},
);

test('no key in the database, no secret of the call in log or output', async () => {
	const kie = new OnDemandKie();
	const execution = await startResting(['a'], { options: { includeRaw: true } });
	expect(execution.stored).not.toContain(API_KEY);
	kie.finish('a');
	const secret = new URL(kie.urlOf('a')).searchParams.get('secret')!;
	await execution.ring(kie.urlOf('a').replace(secret, 'wrong'), { body: told('a') });
	await ring(execution, kie, 'a');

	expect(execution.status).toBe('success');
	expect(execution.stored).not.toContain(API_KEY);
	expect(execution.stored).not.toContain(secret);
	expect(execution.stored).not.toContain('kieRest');
	expect(lines().join('\n')).not.toContain(secret);
});
