import { describe, expect, test } from 'vitest';
import { itemsOf, type Credential } from '../../../sandbox/n8n/client.ts';
import type { N8n } from '../../../sandbox/n8n/server.ts';
import { signatureHeaders, type Simulator } from '../../../sandbox/simulator/index.ts';
import { WEBHOOK_SECRET } from '../../e2e/helpers/constants.ts';
import {
	createTask,
	post,
	publish,
	publishWorkflow,
	TRIGGER,
	triggerNode,
	untilEnded,
	type Published,
} from '../../e2e/helpers/trigger.ts';
import { until } from '../../e2e/helpers/until.ts';
import { node, noOp, workflow, type WorkflowFile } from '../../e2e/helpers/workflows.ts';
import { at, doneBy, endedExecutions, statusesOf, tasksOf, total } from '../runs.ts';
import type { Queue } from '../stack.ts';

/** More than one, so that each image has to be counted. */
const IMAGES = 2;

export const trigger = (queue: () => Queue) =>
	describe('KIE Trigger', () => {
		test('callbacks are taken by the webhook process, and start a run each', async () => {
			const { client, credential, kie: service, stack } = queue();
			const { id, url } = await publish(client, credential);
			const [process] = stack.webhooks;

			const creating = Array.from(
				{ length: 10 },
				async () => await createTask(service, at(process!, url)),
			);
			const tasks = await Promise.all(creating);
			const executions = await endedExecutions(client, id, 10);

			expect(statusesOf(executions)).toEqual(['success']);
			expect(tasksOf(executions, 'Next')).toEqual(tasks.sort());
			expect(total(await doneBy(stack.workers, executions))).toBe(10);
			expect((await post(at(stack.main, url), {})).status).toBe(404);
		});

		test.each([
			['at the same moment to one process', { second: 0, together: true }],
			['to one process and then to another', { second: 1, together: false }],
		])('two copies of a callback, %s, start one run', async (how, { second, together }) => {
			const { client, credential, stack } = queue();
			const published = await publish(client, credential, { downloadImages: false });
			const processes = [stack.webhooks[0]!, stack.webhooks[second]!];
			const tasks = await endedTasks(queue().kie, 5);

			for (const task of tasks) await deliverTwice(queue(), published, task, processes, together);
			const executions = await endedExecutions(client, published.id, tasks.length);

			console.log(`5 callbacks, two copies ${how}: ${executions.length} runs`);
			expect(tasksOf(executions, 'Next')).toEqual(tasks.sort());
			expect(total(await doneBy(stack.workers, executions))).toBe(executions.length);
		});

		test('two copies at the same moment to two processes start two runs; a counter in Redis lets each image go on once', async () => {
			const { client, credential, stack } = queue();
			const published = await publishWorkflow(client, await countedWorkflow(queue(), credential));
			const tasks = await endedTasks(queue().kie, 20, IMAGES);

			for (const task of tasks) {
				await deliverTwice(queue(), published, task, stack.webhooks.slice(0, 2), true);
			}
			const executions = await endedExecutions(client, published.id, tasks.length);

			const started = tasksOf(executions, TRIGGER);
			const runs = tasks.map((taskId) => started.filter((one) => one === taskId).length / IMAGES);
			const doubled = runs.filter((count) => count > 1).length;
			const wentOn = executions.flatMap((execution) => itemsOf(execution, 'Next'));
			console.log(
				`20 callbacks, two copies at the same moment to two processes: ${doubled} started two runs, ` +
					`${wentOn.length} images passed the counter`,
			);
			expect(Math.min(...runs)).toBeGreaterThanOrEqual(1);
			expect(Math.max(...runs)).toBeLessThanOrEqual(2);
			expect(wentOn.map(({ json }) => `${json.taskId}/${json.imageIndex}`).sort()).toEqual(
				tasks.flatMap((taskId) => [`${taskId}/0`, `${taskId}/1`]).sort(),
			);
			for (const { binary } of wentOn) expect(binary?.data?.mimeType).toBe('image/png');
		});
	});

/** KIE Trigger → a counter for each image → only the first goes on, with its files. As docs/scaling.md has it. */
async function countedWorkflow(
	{ client, stack }: Queue,
	credential: Credential,
): Promise<WorkflowFile> {
	const { backingEnv } = stack;
	const redis = await client.createCredential('Redis', 'redis', {
		host: backingEnv.QUEUE_BULL_REDIS_HOST,
		port: Number(backingEnv.QUEUE_BULL_REDIS_PORT),
		password: backingEnv.QUEUE_BULL_REDIS_PASSWORD,
		user: '',
		database: 0,
		ssl: false,
	});
	const trigger = triggerNode(credential);
	const counter = node(
		'Count',
		'n8n-nodes-base.redis',
		1,
		{
			operation: 'incr',
			key: "={{ $json.taskId + '/' + $json.imageIndex }}",
			expire: true,
			ttl: 86_400,
		},
		{ credentials: { redis: { id: redis.id, name: redis.name } } },
	);
	const both = node('Both', 'n8n-nodes-base.merge', 3, {
		mode: 'combine',
		combineBy: 'combineByPosition',
		options: {},
	});
	const first = node('Is it the first?', 'n8n-nodes-base.filter', 2.2, {
		conditions: {
			options: { caseSensitive: true, leftValue: '', typeValidation: 'strict', version: 2 },
			conditions: [
				{
					id: crypto.randomUUID(),
					leftValue: "={{ $json[$json.taskId + '/' + $json.imageIndex] }}",
					rightValue: 1,
					operator: { type: 'number', operation: 'equals' },
				},
			],
			combinator: 'and',
		},
		options: {},
	});
	const file = workflow(
		[trigger, counter, both, first, noOp('Next')],
		[
			[TRIGGER, 'Both'],
			[TRIGGER, 'Count'],
			['Both', 'Is it the first?'],
			['Is it the first?', 'Next'],
		],
	);
	file.connections.Count = { main: [[{ node: 'Both', type: 'main', index: 1 }]] };
	return file;
}

/** At the same moment, or the second once n8n has saved what the first told. */
async function deliverTwice(
	queue: Queue,
	{ id, url }: Published,
	taskId: string,
	processes: N8n[],
	together: boolean,
): Promise<void> {
	const body = { code: 200, msg: 'ok', data: { taskId, info: null } };
	const headers = signatureHeaders(WEBHOOK_SECRET, taskId);
	const deliver = async (process: N8n) =>
		expect((await post(at(process, url), body, headers)).status).toBe(200);
	if (together) {
		await Promise.all(processes.map(deliver));
		return;
	}
	for (const process of processes) {
		await deliver(process);
		await untilNoted(queue, id, taskId);
	}
}

/** Until n8n has saved that a task was seen, which it does after the answer. */
async function untilNoted({ client }: Queue, workflowId: string, taskId: string): Promise<void> {
	await until(async () => {
		const { staticData } = await client.workflow(workflowId);
		return JSON.stringify(staticData ?? null).includes(taskId) ? true : undefined;
	});
}

/** As many as KIE lets one submit at once, then the next. */
const CONCURRENCY = 20;
const LONG_MS = 60 * 60_000;

async function endedTasks(service: Simulator, count: number, images?: number): Promise<string[]> {
	const tasks: string[] = [];
	while (tasks.length < count) {
		const length = Math.min(CONCURRENCY, count - tasks.length);
		const creating = Array.from(
			{ length },
			async () => await createTask(service, undefined, { images }),
		);
		tasks.push(...(await Promise.all(creating)));
		service.advance(LONG_MS);
	}
	for (const taskId of tasks) await untilEnded(service, taskId);
	return tasks;
}
