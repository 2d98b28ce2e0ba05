import { readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, inject, test } from 'vitest';
import { itemsOf, runsOf } from '../../../sandbox/n8n/client.ts';
import { addFault, tasksAbout } from '../helpers/kie.ts';
import { jsonOf, n8n, runWorkflow, save } from '../helpers/n8n.ts';
import { until } from '../helpers/until.ts';
import {
	chain,
	ITEMS,
	kie,
	node,
	noOp,
	setFields,
	START,
	startWith,
	workflow,
} from '../helpers/workflows.ts';

test('Loop Over Items: every round is its own, also with the same prompt', async () => {
	const start = startWith([{ n: 1 }, { n: 2 }, { n: 3 }]);
	const loop = node('Loop', 'n8n-nodes-base.splitInBatches', 3, { options: {} });
	const generate = kie(
		'KIE',
		{ operation: 'generate', prompt: 'flow-loop' },
		{ retryOnFail: true, maxTries: 2, waitBetweenTries: 100 },
	);
	await addFault({ kind: 'taskFails', skip: 1, match: { prompt: 'flow-loop' } });

	const execution = await runWorkflow(
		workflow(
			[...start.nodes, loop, generate, noOp('Done')],
			[...start.links, [ITEMS, 'Loop'], ['Loop', 'Done', 0], ['Loop', 'KIE', 1], ['KIE', 'Loop']],
		),
	);

	expect(execution.status).toBe('success');
	expect(runsOf(execution, 'KIE')).toHaveLength(3);
	const taskIds = jsonOf(execution, 'Done').map(({ taskId }) => taskId);
	expect(new Set(taskIds).size).toBe(3);
	// Three rounds, and the one that KIE failed again.
	expect(await tasksAbout('flow-loop')).toHaveLength(4);
});

test('expressions reach past the node to the item that each image comes from', async () => {
	const generate = kie('KIE', {
		operation: 'generate',
		prompt: '=flow-link {{ $json.what }}',
		size: '={{ $json.wide ? "3:2" : "2:3" }}',
		nVariants: '={{ $json.many }}',
	});
	const next = setFields('Next', {
		what: "={{ $('Items').item.json.what }}",
		index: '={{ $json.imageIndex }}',
		prompt: "={{ $('KIE').item.json.prompt }}",
	});
	const items = [
		{ what: 'cat', wide: true, many: 1 },
		{ what: 'dog', wide: false, many: 2 },
	];

	const execution = await runWorkflow(chain(items, generate, next));

	expect(execution.status).toBe('success');
	expect(jsonOf(execution, 'Next')).toEqual([
		{ what: 'cat', index: '0', prompt: 'flow-link cat' },
		{ what: 'dog', index: '0', prompt: 'flow-link dog' },
		{ what: 'dog', index: '1', prompt: 'flow-link dog' },
	]);
	const tasks = await tasksAbout('flow-link');
	expect(tasks.map(({ params }) => params)).toEqual(
		expect.arrayContaining([
			expect.objectContaining({ size: '3:2' }),
			expect.objectContaining({ size: '2:3', nVariants: 2 }),
		]),
	);
});

test.each([`KIE's node`, `The "best" node`, `It's "both" \\ and \`more\` {{ 1 }}`])(
	'a node named %s',
	async (name) => {
		const generate = kie(name, { operation: 'generate', prompt: 'flow-name' });
		const next = setFields('Next', {
			taskId: `={{ $(${JSON.stringify(name)}).item.json.taskId }}`,
		});

		const execution = await runWorkflow(
			chain([{}], generate, name.includes('{{') ? noOp('Next') : next),
		);

		expect(execution.status).toBe('success');
		expect(jsonOf(execution, 'Next')[0]?.taskId).toBe(jsonOf(execution, name)[0]?.taskId);
	},
);

test('a disabled node lets the items through, and costs nothing', async () => {
	const off = kie('KIE', { operation: 'generate', prompt: 'flow-off' }, { disabled: true });

	const execution = await runWorkflow(chain([{ kept: true }], off, noOp('Next')));

	expect(jsonOf(execution, 'Next')).toEqual([{ kept: true }]);
	expect(await tasksAbout('flow-off')).toEqual([]);
});

test('no items, no request', async () => {
	const execution = await runWorkflow(
		chain([], kie('KIE', { operation: 'generate', prompt: 'flow-none' })),
	);

	expect(execution.status).toBe('success');
	expect(itemsOf(execution, 'KIE')).toEqual([]);
	expect(await tasksAbout('flow-none')).toEqual([]);
});

test('Stop ends a waiting run at once, and its task stands in the log', async () => {
	const client = await n8n();
	await addFault({ kind: 'neverEnds', match: { prompt: 'flow-cancel' } });
	const { id } = await save(
		chain([{}], kie('KIE', { operation: 'generate', prompt: 'flow-cancel' })),
	);
	const executionId = String(await client.run(id, START));
	const [task] = await until(async () => {
		const tasks = await tasksAbout('flow-cancel');
		return tasks[0] && tasks[0].reads.length >= 2 ? tasks : undefined;
	});

	const stoppedAt = Date.now();
	await client.stopExecution(executionId);
	const execution = await client.waitForExecution(executionId);

	expect(execution.status).toBe('canceled');
	expect(Date.now() - stoppedAt).toBeLessThan(3_000);
	const readsOf = async () => (await tasksAbout('flow-cancel'))[0]?.reads.length;
	const reads = await readsOf();
	// Longer than several poll intervals: nobody looks any more.
	await sleep(1_500);
	expect(await readsOf()).toBe(reads);
	expect(await readFile(inject('n8nLog'), 'utf8')).toContain(task?.id);
});
