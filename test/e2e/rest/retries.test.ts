import { expect, test } from 'vitest';
import { runsOf } from '../../../sandbox/n8n/client.ts';
import { addFault, tasksAbout } from '../helpers/kie.ts';
import { errorOf, jsonOf, n8n, runWorkflow, save } from '../helpers/n8n.ts';
import type { WorkflowFile } from '../helpers/workflows.ts';
import { chain, kie, node, workflow } from '../helpers/workflows.ts';

const RETRIES = { retryOnFail: true, maxTries: 3, waitBetweenTries: 100 };

const twoOf = (name: string) => [{ prompt: `${name} good` }, { prompt: `${name} shaky` }];

const generate = (settings: Record<string, unknown> = {}) =>
	kie('KIE', { operation: 'generate', prompt: '={{ $json.prompt }}' }, settings);

/** How often each prompt was paid for. */
const paidFor = async (name: string) =>
	(await tasksAbout(name)).map(({ params }) => (params as { prompt: string }).prompt).sort();

test('Retry On Fail pays again only for what KIE failed', async () => {
	await addFault({ kind: 'taskFails', match: { prompt: 'retry-node shaky' } });

	const execution = await runWorkflow(chain(twoOf('retry-node'), generate(RETRIES)));

	expect(execution.status).toBe('success');
	expect(jsonOf(execution, 'KIE').map(({ status }) => status)).toEqual(['success', 'success']);
	expect(await paidFor('retry-node')).toEqual([
		'retry-node good',
		'retry-node shaky',
		'retry-node shaky',
	]);
});

test('Retry On Fail never sends a create again whose answer was lost', async () => {
	const lost = { on: 'create', when: 'after', match: { prompt: 'retry-lost shaky' } } as const;
	await addFault({ kind: 'reset', ...lost });

	const execution = await runWorkflow(chain(twoOf('retry-lost'), generate(RETRIES)));

	expect(execution.status).toBe('error');
	expect(errorOf(execution)?.message).toContain('may have been billed');
	expect(await paidFor('retry-lost')).toEqual(['retry-lost good', 'retry-lost shaky']);
});

test('a retry from the Executions list takes up what was made', async () => {
	const client = await n8n();
	await addFault({ kind: 'taskFails', match: { prompt: 'retry-list shaky' } });
	const failed = await runWorkflow(chain(twoOf('retry-list'), generate()));
	expect(failed.status).toBe('error');

	const retried = await client.waitForExecution(await client.retryExecution(failed.id));

	expect(retried.status).toBe('success');
	expect(retried.mode).toBe('retry');
	expect(jsonOf(retried, 'KIE').map(({ prompt }) => prompt)).toEqual(
		twoOf('retry-list').map(({ prompt }) => prompt),
	);
	expect(await paidFor('retry-list')).toEqual([
		'retry-list good',
		'retry-list shaky',
		'retry-list shaky',
	]);
});

const CALL = 'Call the sub-workflow';

/** A workflow that hands its items to another one, in which the KIE node works. */
async function withSubWorkflow(
	name: string,
	settings: { caller?: Record<string, unknown>; inside?: Record<string, unknown> },
): Promise<WorkflowFile> {
	const inside = generate(settings.inside);
	const called = node('Called', 'n8n-nodes-base.executeWorkflowTrigger', 1.1, {
		inputSource: 'passthrough',
	});
	const { id } = await save(workflow([called, inside], [[called.name, inside.name]], name));
	const caller = node(
		CALL,
		'n8n-nodes-base.executeWorkflow',
		1.2,
		{ workflowId: { __rl: true, mode: 'id', value: id }, options: {} },
		settings.caller,
	);
	return chain(twoOf(name), caller);
}

test('Retry On Fail inside a sub-workflow pays again only for what KIE failed', async () => {
	await addFault({ kind: 'taskFails', match: { prompt: 'retry-sub shaky' } });

	const execution = await runWorkflow(await withSubWorkflow('retry-sub', { inside: RETRIES }));

	expect(execution.status).toBe('success');
	expect(jsonOf(execution, CALL).map(({ status }) => status)).toEqual(['success', 'success']);
	expect(await paidFor('retry-sub')).toEqual([
		'retry-sub good',
		'retry-sub shaky',
		'retry-sub shaky',
	]);
});

test('a sub-workflow that is called for each item keeps them apart', async () => {
	const each = await withSubWorkflow('retry-each', { inside: RETRIES });
	const caller = each.nodes.find(({ name }) => name === CALL);
	if (caller) caller.parameters.mode = 'each';
	await addFault({ kind: 'taskFails', match: { prompt: 'retry-each shaky' } });

	const execution = await runWorkflow(each);

	expect(execution.status).toBe('success');
	expect(runsOf(execution, CALL)).toHaveLength(1);
	expect(await paidFor('retry-each')).toEqual([
		'retry-each good',
		'retry-each shaky',
		'retry-each shaky',
	]);
});

// The limit of it: each call is an execution of its own, and nothing of ours outlives one.
test('Retry On Fail of the node that calls a sub-workflow pays for all of it again', async () => {
	await addFault({ kind: 'taskFails', match: { prompt: 'retry-call shaky' } });

	const execution = await runWorkflow(await withSubWorkflow('retry-call', { caller: RETRIES }));

	expect(execution.status).toBe('success');
	expect(await paidFor('retry-call')).toEqual([
		'retry-call good',
		'retry-call good',
		'retry-call shaky',
		'retry-call shaky',
	]);
});
