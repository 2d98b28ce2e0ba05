import { beforeAll, describe, expect, test } from 'vitest';
import { itemsOf, type Execution } from '../../sandbox/n8n/client.ts';
import { signatureHeaders, type Simulator } from '../../sandbox/simulator/index.ts';
import { WEBHOOK_SECRET } from '../e2e/helpers/constants.ts';
import { createTask, post, publish, untilEnded } from '../e2e/helpers/trigger.ts';
import { until } from '../e2e/helpers/until.ts';
import { kie, node, workflow } from '../e2e/helpers/workflows.ts';
import { at, doneBy, endedExecutions, executionsSince } from './runs.ts';
import { useQueue } from './stack.ts';

const queue = useQueue({ webhookProcesses: 2 });

let generating: { workflowId: string; path: string };

/** Webhook → KIE, which waits for the image. */
beforeAll(async () => {
	const { client, credential } = queue();
	const path = crypto.randomUUID();
	const { id } = await client.createWorkflow({
		...workflow(
			[
				node('Webhook', 'n8n-nodes-base.webhook', 2, { httpMethod: 'POST', path, options: {} }),
				kie(
					'KIE',
					{ operation: 'generate', prompt: '={{ $json.body.prompt }}' },
					{ credentials: { kieImageApi: { id: credential.id, name: credential.name } } },
				),
			],
			[['Webhook', 'KIE']],
		),
	});
	await client.activateWorkflow(id);
	generating = { workflowId: id, path };
});

/** Calls that workflow so many times at once, and does not wait for what comes of it. */
async function call(count: number, prompt: string): Promise<void> {
	const url = `${queue().stack.webhooks[0]?.url}/webhook/${generating.path}`;
	const answers = Array.from({ length: count }, async () => (await post(url, { prompt })).status);
	expect(new Set(await Promise.all(answers))).toEqual(new Set([200]));
}

async function generate(count: number, prompt: string): Promise<Execution[]> {
	const { client } = queue();
	const known = await executionsSince(client, generating.workflowId);
	await call(count, prompt);
	return await endedExecutions(client, generating.workflowId, count, known);
}

/** What was paid for. */
function submitted(prompt: string): string[] {
	const { tasks } = queue().kie.ledger();
	return tasks.filter(({ params }) => JSON.stringify(params).includes(prompt)).map(({ id }) => id);
}

const tasksOf = (executions: Execution[], node: string) =>
	executions.map((execution) => String(itemsOf(execution, node)[0]?.json.taskId));

const statuses = (executions: Execution[]) => [...new Set(executions.map(({ status }) => status))];

const total = (counts: Record<string, number>) =>
	Object.values(counts).reduce((sum, count) => sum + count, 0);

describe('the KIE node', () => {
	test('20 executions that wait are done by the workers, each paid once', async () => {
		const { stack } = queue();

		const executions = await generate(20, 'twenty foxes');

		expect(statuses(executions)).toEqual(['success']);
		expect(tasksOf(executions, 'KIE').sort()).toEqual(submitted('twenty foxes').sort());
		expect(submitted('twenty foxes')).toHaveLength(20);
		const done = await doneBy(stack.workers, executions);
		console.log(`20 executions, done by: ${JSON.stringify(done)}`);
		expect(total(done)).toBe(20);
	});

	test('its picture reaches whoever reads the execution', async () => {
		const [execution] = await generate(1, 'a picture');

		const { data } = itemsOf(execution!, 'KIE')[0]?.binary ?? {};
		const bytes = await queue().client.binary(data!);
		expect(bytes.subarray(1, 4).toString()).toBe('PNG');
	});
});

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

		expect(statuses(executions)).toEqual(['success']);
		expect(tasksOf(executions, 'Next').sort()).toEqual(tasks.sort());
		expect(total(await doneBy(stack.workers, executions))).toBe(10);
		expect((await post(at(stack.main, url), {})).status).toBe(404);
	});

	test.each([
		['at the same moment to one process', { first: 0, second: 0, together: true }, 5, 1],
		['to one process and then to another', { first: 0, second: 1, together: false }, 5, 1],
		// Both have looked at the database before either has written to it.
		['at the same moment to two processes', { first: 0, second: 1, together: true }, 20, 2],
	])('two copies of a callback, %s', async (how, { first, second, together }, count, most) => {
		const { client, credential, kie: service, stack } = queue();
		const { id, url } = await publish(client, credential, { downloadImages: false });
		const urls = [first, second].map((index) => at(stack.webhooks[index]!, url));
		const tasks = await endedTasks(service, count);

		for (const taskId of tasks) {
			const body = { code: 200, msg: 'ok', data: { taskId, info: null } };
			const headers = signatureHeaders(WEBHOOK_SECRET, taskId);
			const answers: number[] = [];
			const deliver = async (url: string) => answers.push((await post(url, body, headers)).status);
			if (together) await Promise.all(urls.map(deliver));
			else {
				await deliver(urls[0]!);
				await untilNoted(id, taskId);
				await deliver(urls[1]!);
			}
			expect(answers).toEqual([200, 200]);
		}
		const executions = await endedExecutions(client, id, tasks.length);

		const started = tasksOf(executions, 'Next');
		const runs = tasks.map((taskId) => started.filter((one) => one === taskId).length);
		const doubled = runs.filter((count) => count > 1).length;
		console.log(`${count} callbacks, two copies ${how}: ${doubled} started two runs`);
		expect(Math.min(...runs)).toBeGreaterThanOrEqual(1);
		expect(Math.max(...runs)).toBeLessThanOrEqual(most);
		expect(total(await doneBy(stack.workers, executions))).toBe(executions.length);
	});
});

describe('what dies', () => {
	test('an idle worker: the other one does the work', async () => {
		const { stack } = queue();
		await stack.killWorker();

		const executions = await generate(6, 'six foxes');

		expect(statuses(executions)).toEqual(['success']);
		expect(submitted('six foxes')).toHaveLength(6);
		expect(total(await doneBy(stack.workers, executions))).toBe(6);
	});

	test('the main process: callbacks start runs meanwhile', async () => {
		const { client, credential, kie: service, stack } = queue();
		const { id, url } = await publish(client, credential);
		await stack.killMain();

		const taskId = await createTask(service, at(stack.webhooks[0]!, url));
		await until(async () => {
			const task = service.ledger().tasks.find(({ id }) => id === taskId);
			return task?.callbacks.find(({ status }) => status === 200);
		});
		await stack.restartMain();

		const executions = await endedExecutions(client, id, 1);
		expect(statuses(executions)).toEqual(['success']);
		expect(tasksOf(executions, 'Next')).toEqual([taskId]);
	});

	test('a busy worker: n8n gives its execution up and does not repeat it; a new worker goes on', async () => {
		const { client, kie: service, stack } = queue();
		const prompt = 'a fox that takes its time';
		service.addFault({ kind: 'takes', durationMs: 60 * 60_000, match: { prompt } });
		const known = await executionsSince(client, generating.workflowId);
		await call(1, prompt);
		await until(async () => submitted(prompt)[0]);
		const [busy] = await executionsSince(client, generating.workflowId, known);
		await stack.killWorker();
		const worker = await stack.startWorker();

		const { status } = await client.waitForExecution(busy!.id, { limitMs: 60_000 });
		const later = await generate(3, 'three foxes');

		expect(['crashed', 'error']).toContain(status);
		expect(submitted(prompt)).toHaveLength(1);
		expect(statuses(later)).toEqual(['success']);
		expect(total(await doneBy([worker], later))).toBe(3);
	});
});

/** Until n8n has saved that a task was seen, which it does after the answer. */
async function untilNoted(workflowId: string, taskId: string): Promise<void> {
	await until(async () => {
		const { staticData } = await queue().client.workflow(workflowId);
		return JSON.stringify(staticData ?? null).includes(taskId) ? true : undefined;
	});
}

/** As many as KIE lets one submit at once, then the next. */
const CONCURRENCY = 20;
const LONG_MS = 60 * 60_000;

async function endedTasks(service: Simulator, count: number): Promise<string[]> {
	const tasks: string[] = [];
	while (tasks.length < count) {
		const length = Math.min(CONCURRENCY, count - tasks.length);
		const creating = Array.from({ length }, async () => await createTask(service));
		tasks.push(...(await Promise.all(creating)));
		service.advance(LONG_MS);
	}
	for (const taskId of tasks) await untilEnded(service, taskId);
	return tasks;
}
