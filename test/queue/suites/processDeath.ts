import { describe, expect, test } from 'vitest';
import { createTask, publish } from '../../e2e/helpers/trigger.ts';
import { until } from '../../e2e/helpers/until.ts';
import {
	at,
	doneBy,
	endedExecutions,
	executionsSince,
	ordered,
	statusesOf,
	tasksInLogs,
	tasksOf,
	total,
} from '../runs.ts';
import type { Queue } from '../stack.ts';
import { generating } from '../../e2e/helpers/called.ts';
import { usePublished } from '../published.ts';

export const processDeath = (queue: () => Queue) =>
	describe('what dies', () => {
		const published = usePublished(queue, (credential) => [generating(credential)]);

		test('an idle worker: the other one does the work', async () => {
			const { kie, stack } = queue();
			await stack.killWorker();

			const executions = await published().run(['six foxes'], 6);

			expect(statusesOf(executions)).toEqual(['success']);
			expect(ordered(kie, 'six foxes')).toHaveLength(6);
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
			expect(statusesOf(executions)).toEqual(['success']);
			expect(tasksOf(executions, 'Next')).toEqual([taskId]);
		});

		test('a busy worker: its execution is lost and neither repeated nor paid again, its task is not', async () => {
			const { client, kie, stack } = queue();
			const prompt = 'a fox that takes its time';
			kie.addFault({ kind: 'takes', durationMs: 60 * 60_000, match: { prompt } });
			const known = await executionsSince(client, published().id);
			await published().call([prompt]);
			const [task] = await until(async () => nonEmpty(ordered(kie, prompt)));
			const [busy] = await executionsSince(client, published().id, known);
			await until(async () => (await tasksInLogs(stack.workers)).get(task!.id));
			const dead = await stack.killWorker();
			const worker = await stack.startWorker();

			const { status } = await client.waitForExecution(busy!.id, { limitMs: 60_000 });
			const retried = await client.waitForExecution(await client.retryExecution(busy!.id));
			const later = await published().run(['three foxes'], 3);

			expect(['crashed', 'error']).toContain(status);
			// n8n has nothing left of it.
			expect(retried.status).toBe('error');
			expect(ordered(kie, prompt)).toHaveLength(1);
			expect((await tasksInLogs([dead])).get(task!.id)).toBe(busy!.id);
			expect(statusesOf(later)).toEqual(['success']);
			expect(total(await doneBy([worker], later))).toBe(3);
		});
	});

const nonEmpty = <T>(list: T[]): T[] | undefined => (list.length > 0 ? list : undefined);
