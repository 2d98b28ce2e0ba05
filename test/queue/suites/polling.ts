import { describe, expect, test } from 'vitest';
import { itemsOf } from '../../../sandbox/n8n/client.ts';
import { doneBy, idsOf, ordered, statusesOf, tasksOf, total } from '../runs.ts';
import type { Queue } from '../stack.ts';
import { generating, KIE } from '../../e2e/helpers/called.ts';
import { usePublished } from '../published.ts';

export const polling = (queue: () => Queue) =>
	describe('the KIE node that checks regularly', () => {
		const published = usePublished(queue, (credential) => [generating(credential)]);

		test('20 executions are done by the workers, each paid once', async () => {
			const { kie, stack } = queue();
			const executions = await published().run(['twenty foxes'], 20);

			expect(statusesOf(executions)).toEqual(['success']);
			expect(tasksOf(executions, KIE)).toEqual(idsOf(ordered(kie, 'twenty foxes')));
			expect(executions).toHaveLength(20);
			const done = await doneBy(stack.workers, executions);
			console.log(`20 executions, done by: ${JSON.stringify(done)}`);
			expect(total(done)).toBe(20);
		});

		test('its picture reaches whoever reads the execution', async () => {
			const [execution] = await published().run(['a picture']);

			const { data } = itemsOf(execution!, KIE)[0]?.binary ?? {};
			const bytes = await queue().client.binary(data!);
			expect(bytes.subarray(1, 4).toString()).toBe('PNG');
		});
	});
