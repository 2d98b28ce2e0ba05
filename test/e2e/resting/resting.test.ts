import { describe, expect, test } from 'vitest';
import type { Execution } from '../../../sandbox/n8n/client.ts';
import { itemsOf, runsOf } from '../../../sandbox/n8n/client.ts';
import type { FaultInput } from '../../../sandbox/simulator/index.ts';
import { errorOf, filesOf, jsonOf, n8n, sizeOfPng } from '../helpers/n8n.ts';
import { useSlowKie } from '../helpers/resting.ts';
import { until } from '../helpers/until.ts';
import type { WorkflowFile } from '../helpers/workflows.ts';
import { chain, ITEMS, node, noOp, setFields, workflow } from '../helpers/workflows.ts';

// Also what tells when a newer n8n puts executions to rest in another way: see
// nodes/Kie/actions/create/rest/execution.ts.

const { kie, resting, ordered } = useSlowKie();

const promptsOf = (name: string, count: number) =>
	Array.from({ length: count }, (_, nth) => ({ prompt: `${name} ${nth}.` }));

/** Strikes the task of one item of a run. */
const strike = (name: string, nth: number, ...faults: FaultInput[]) => {
	for (const fault of faults) {
		kie().addFault({ ...fault, match: { prompt: `${name} ${nth}.` } } as FaultInput);
	}
};

async function start(workflowFile: WorkflowFile): Promise<string> {
	const client = await n8n();
	const { id } = await client.createWorkflow({ ...workflowFile });
	const executionId = await client.run(id, 'Start');
	if (executionId === undefined) throw new Error('It did not start.');
	return executionId;
}

const atRest = async (executionId: string): Promise<Execution> =>
	await until(async () => {
		const execution = await (await n8n()).execution(executionId);
		return execution?.status === 'waiting' ? execution : undefined;
	});

const ended = async (executionId: string): Promise<Execution> =>
	await (await n8n()).waitForExecution(executionId, { limitMs: 110_000 });

const statusesOf = (execution: Execution, name = 'KIE', output = 0) =>
	jsonOf(execution, name, output).map(({ status }) => status);

/** How often each prompt was paid for. */
const billed = (name: string) => {
	const tasks = ordered(name);
	return { tasks: tasks.length, credited: tasks.filter(({ state }) => state === 'success').length };
};

/** The calls that KIE made for the tasks of a run, by n8n's answers. */
const callsFor = (name: string) =>
	ordered(name).flatMap(({ callbacks }) => callbacks.map(({ status }) => status));

describe.concurrent('an execution that rests', () => {
	test('gives what polling gives: items linked, files fetched, one run, one task each', async () => {
		const name = 'rest-three';
		const next = setFields('Next', { from: "={{ $('Items').item.json.prompt }}" });
		const id = await start(chain(promptsOf(name, 3), resting('KIE'), next));
		await atRest(id);
		const execution = await ended(id);

		expect(execution.status).toBe('success');
		expect(runsOf(execution, 'KIE')).toHaveLength(1);
		const items = itemsOf(execution, 'KIE');
		expect(items.map(({ json }) => json.prompt)).toEqual(
			promptsOf(name, 3).map(({ prompt }) => prompt),
		);
		for (const item of items) {
			const [file] = await filesOf(item);
			expect(sizeOfPng(file).width).toBeGreaterThan(0);
		}
		expect(jsonOf(execution, 'Next').map(({ from }) => from)).toEqual(
			promptsOf(name, 3).map(({ prompt }) => prompt),
		);
		expect(billed(name)).toEqual({ tasks: 3, credited: 3 });
		// What KIE is told of the execution stands in no output.
		expect(JSON.stringify(execution.data)).not.toContain('kieRest');
	});

	test('goes on with the options it was started with, and with the files in one item', async () => {
		const name = 'rest-options';
		const options = { outputItems: 'perTask', includeRaw: true };
		const id = await start(
			chain(
				promptsOf(name, 1),
				resting('KIE', { nVariants: '2', outputDataFieldName: 'picture', options }),
			),
		);
		await atRest(id);
		const [item, ...more] = itemsOf(await ended(id), 'KIE');

		expect(more).toEqual([]);
		expect(Object.keys(item?.binary ?? {})).toEqual(['picture', 'picture_1']);
		expect(item?.json.raw).toMatchObject({ taskId: item?.json.taskId });
		expect(JSON.stringify(item?.json)).not.toContain('webhook-waiting');
	});

	test('rests in each round of a loop', async () => {
		const name = 'rest-loop';
		const loop = node('Loop', 'n8n-nodes-base.splitInBatches', 3, { batchSize: 1, options: {} });
		const file = chain(promptsOf(name, 2), loop, resting('KIE'), noOp('Done'));
		file.connections.Loop = {
			main: [[{ node: 'Done', type: 'main', index: 0 }], [{ node: 'KIE', type: 'main', index: 0 }]],
		};
		file.connections.KIE = { main: [[{ node: 'Loop', type: 'main', index: 0 }]] };
		const execution = await ended(await start(file));

		expect(execution.status).toBe('success');
		expect(runsOf(execution, 'KIE')).toHaveLength(2);
		expect(jsonOf(execution, 'Done').map(({ prompt }) => prompt)).toEqual(
			promptsOf(name, 2).map(({ prompt }) => prompt),
		);
		expect(billed(name)).toEqual({ tasks: 2, credited: 2 });
	});

	test('leaves what else the workflow does as it is', async () => {
		const name = 'rest-branches';
		const file = chain(promptsOf(name, 1), resting('KIE', {}, { alwaysOutputData: true }));
		file.nodes.push({ ...noOp('Beside'), position: [400, 300] }, noOp('After'));
		file.connections[ITEMS]?.main[0]?.push({ node: 'Beside', type: 'main', index: 0 });
		file.connections.KIE = { main: [[{ node: 'After', type: 'main', index: 0 }]] };
		const execution = await ended(await start(file));

		expect(runsOf(execution, 'KIE')).toHaveLength(1);
		expect(runsOf(execution, 'Beside')).toHaveLength(1);
		expect(runsOf(execution, 'After')).toHaveLength(1);
		expect(statusesOf(execution, 'After')).toEqual(['success']);
	});

	test('in a sub-workflow lets its caller rest, and hands it the images', async () => {
		const name = 'rest-sub';
		const called = node('Called', 'n8n-nodes-base.executeWorkflowTrigger', 1.1, {
			inputSource: 'passthrough',
		});
		const inside = workflow([called, resting('KIE')], [['Called', 'KIE']]);
		const { id } = await (await n8n()).createWorkflow({ ...inside });
		const call = node('Call', 'n8n-nodes-base.executeWorkflow', 1.2, {
			workflowId: { __rl: true, mode: 'id', value: id },
			options: {},
		});
		const execution = await ended(await start(chain(promptsOf(name, 2), call, noOp('Next'))));

		expect(execution.status).toBe('success');
		expect(statusesOf(execution, 'Next')).toEqual(['success', 'success']);
		expect(billed(name)).toEqual({ tasks: 2, credited: 2 });
	});
});

describe.concurrent('where one of three pictures is refused', () => {
	const oneBadOfThree = async (name: string, settings: Record<string, unknown>) => {
		strike(name, 1, { kind: 'moderation' });
		const file = chain(promptsOf(name, 3), resting('KIE', {}, settings), noOp('Next'), noOp('Bad'));
		file.connections.KIE?.main.push([{ node: 'Bad', type: 'main', index: 0 }]);
		file.connections.Next = { main: [] };
		const id = await start(file);
		await atRest(id);
		return await ended(id);
	};

	test('Stop: the workflow fails as if it had polled', async () => {
		const execution = await oneBadOfThree('rest-stop', {});

		expect(execution.status).toBe('error');
		const error = errorOf(execution);
		expect(error?.message).toMatch(/\[item 1\]$/);
		expect(error?.description).toMatch(/^The images for 2 of 3 items are ready and paid for\./);
		expect(error?.context?.tasks).toHaveLength(3);
		expect(itemsOf(execution, 'Next')).toEqual([]);
	});

	test('Continue: the failed item stands among the images', async () => {
		const execution = await oneBadOfThree('rest-continue', { onError: 'continueRegularOutput' });

		expect(statusesOf(execution, 'Next')).toEqual(['success', 'failed', 'success']);
		expect(jsonOf(execution, 'Next')[1]).toMatchObject({
			error: expect.stringContaining('[item 1]'),
			errorCode: 400,
			prompt: 'rest-continue 1.',
		});
	});

	test('Continue (using error output): the failed item goes there whole', async () => {
		const execution = await oneBadOfThree('rest-output', { onError: 'continueErrorOutput' });

		expect(statusesOf(execution, 'Next')).toEqual(['success', 'success']);
		expect(jsonOf(execution, 'Bad')).toMatchObject([
			{ status: 'failed', errorCode: 400, prompt: 'rest-output 1.', retryable: false },
		]);
	});

	test('a retry from the list pays for nothing again', async () => {
		const name = 'rest-retried';
		strike(name, 1, { kind: 'taskFails' });
		const failed = await ended(await start(chain(promptsOf(name, 3), resting('KIE'))));
		expect(failed.status).toBe('error');

		const client = await n8n();
		const retried = await ended(await client.retryExecution(failed.id));

		expect(retried.status).toBe('success');
		expect(statusesOf(retried)).toEqual(['success', 'success', 'success']);
		expect(billed(name)).toEqual({ tasks: 4, credited: 3 });
	});

	test('Retry On Fail orders again only what KIE failed, as often as it may', async () => {
		const name = 'rest-again';
		const tries = { retryOnFail: true, maxTries: 3, waitBetweenTries: 0 };
		strike(name, 1, { kind: 'taskFails', times: 2 });
		const execution = await ended(
			await start(chain(promptsOf(name, 2), resting('KIE', {}, tries))),
		);
		expect(execution.status).toBe('success');
		expect(billed(name)).toEqual({ tasks: 4, credited: 2 });

		strike('rest-thrice', 0, { kind: 'taskFails', times: 'always' });
		const hopeless = await ended(
			await start(chain(promptsOf('rest-thrice', 1), resting('KIE', {}, tries))),
		);
		expect(hopeless.status).toBe('error');
		expect(billed('rest-thrice')).toEqual({ tasks: 3, credited: 0 });
	});
});

describe.concurrent('whatever becomes of the calls', () => {
	test('early ones, which n8n turns away while the node still orders, leave nothing behind', async () => {
		const name = 'rest-early';
		for (const nth of [0, 1]) strike(name, nth, { kind: 'takes', durationMs: 5_000 });
		const batch = { batchSize: 2, batchInterval: 2_500 };
		const id = await start(
			chain(promptsOf(name, 6), resting('KIE', { options: { batching: { batch } } })),
		);
		const execution = await ended(id);

		expect(statusesOf(execution)).toEqual(Array.from({ length: 6 }, () => 'success'));
		// 409 or 500, as n8n finds the execution that runs.
		expect(callsFor(name).filter((status) => status !== 200)).not.toEqual([]);
		expect(billed(name)).toEqual({ tasks: 6, credited: 6 });
	});

	test('five of each at the same moment end in one run', async () => {
		const name = 'rest-double';
		for (const nth of [0, 1]) strike(name, nth, { kind: 'duplicateCallback', copies: 5 });
		const execution = await ended(
			await start(chain(promptsOf(name, 2), resting('KIE'), noOp('Next'))),
		);

		expect(execution.status).toBe('success');
		expect(runsOf(execution, 'Next')).toHaveLength(1);
		expect(itemsOf(execution, 'Next')).toHaveLength(2);
	});

	test('the answer to the order lost: the call brings the image back', async () => {
		const name = 'rest-orphan';
		strike(name, 1, { kind: 'reset', on: 'create', when: 'after' });
		const execution = await ended(
			await start(
				chain(promptsOf(name, 2), resting('KIE', {}, { onError: 'continueRegularOutput' })),
			),
		);

		expect(statusesOf(execution)).toEqual(['success', 'success']);
		expect(billed(name)).toEqual({ tasks: 2, credited: 2 });
	});

	test('strangers cannot wake it, nor learn whether it rests', async () => {
		const name = 'rest-forged';
		strike(name, 0, { kind: 'takes', durationMs: 80_000 });
		const id = await start(chain(promptsOf(name, 1), resting('KIE')));
		await atRest(id);
		const [task] = ordered(name);
		const url = new URL(String((task?.params as { callBackUrl: string }).callBackUrl));
		const ring = async (change: (url: URL) => void) => {
			const changed = new URL(url);
			change(changed);
			const body = JSON.stringify({ code: 200, data: { taskId: task?.id } });
			const headers = { 'content-type': 'application/json' };
			return (await fetch(changed, { method: 'POST', headers, body })).status;
		};
		expect({
			withoutSecret: await ring(({ searchParams }) => searchParams.delete('secret')),
			otherSecret: await ring(({ searchParams }) => searchParams.set('secret', 'x'.repeat(32))),
			otherItem: await ring(({ searchParams }) => searchParams.set('item', '7')),
			withoutToken: await ring(({ searchParams }) => searchParams.delete('signature')),
			// Of KIE's own URL, but the task still runs.
			tooSoon: await ring(() => {}),
		}).toEqual({
			withoutSecret: 404,
			otherSecret: 404,
			otherItem: 404,
			withoutToken: 401,
			tooSoon: 503,
		});
		expect((await (await n8n()).execution(id))?.status).toBe('waiting');
		expect(statusesOf(await ended(id))).toEqual(['success']);
	});

	test('lost ones: at the end of the wait what is done comes, and what is not comes as pending', async () => {
		const name = 'rest-lost';
		// Three seconds: well before the end of the wait.
		const done: FaultInput = { kind: 'takes', durationMs: 30_000 };
		strike(name, 0, done, { kind: 'lostCallback' });
		strike(name, 1, { kind: 'neverEnds' });
		strike(name, 2, done);
		const wait = { maxWait: 12, onTimeout: 'returnPending' };
		const pending = chain(promptsOf(name, 3), resting('KIE', { options: wait }));
		strike('rest-timeout', 0, { kind: 'neverEnds' });
		const failing = chain(
			promptsOf('rest-timeout', 1),
			resting('KIE', { options: { maxWait: 12 } }),
		);
		const ids = [await start(pending), await start(failing)] as const;
		const [execution, failed] = await Promise.all([ended(ids[0]), ended(ids[1])]);

		expect(statusesOf(execution)).toEqual(['success', 'pending', 'success']);
		expect(jsonOf(execution, 'KIE')[1]?.taskId).toBe(ordered(`${name} 1.`)[0]?.id);
		expect(failed.status).toBe('error');
		expect(errorOf(failed)?.message).toContain(ordered('rest-timeout')[0]?.id);
	});
});

test('polling and resting give the same items', async () => {
	const both = ['polling', 'callback'].map(async (waitMethod) => {
		const name = `rest-same-${waitMethod}`;
		const execution = await ended(
			await start(chain(promptsOf(name, 2), resting('KIE', { waitMethod }))),
		);
		return itemsOf(execution, 'KIE').map(({ json, binary, pairedItem }) => ({
			fields: Object.fromEntries(
				Object.entries(json).map(([field, value]) => [field, value === null ? null : typeof value]),
			),
			binary: Object.keys(binary ?? {}),
			pairedItem,
		}));
	});
	const [polled, rested] = await Promise.all(both);
	expect(rested).toEqual(polled);
});
