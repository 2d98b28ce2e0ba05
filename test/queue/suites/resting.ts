import { describe, expect, test, afterAll, beforeAll } from 'vitest';
import type { Credential, Execution } from '../../../sandbox/n8n/client.ts';
import { itemsOf } from '../../../sandbox/n8n/client.ts';
import type { LedgerTask, Simulator } from '../../../sandbox/simulator/index.ts';
import type { QueueStack } from '../../../sandbox/queue/stack.ts';
import { startSimulator } from '../../../sandbox/simulator/index.ts';
import { API_KEY, WEBHOOK_SECRET } from '../../e2e/helpers/constants.ts';
import { callBack, createCredential, untilEnded } from '../../e2e/helpers/trigger.ts';
import { until } from '../../e2e/helpers/until.ts';
import { noOp } from '../../e2e/helpers/workflows.ts';
import {
	at,
	endedExecutions,
	executionsSince,
	idsOf,
	ordered,
	statusesOf,
	tasksInLogs,
	tasksOf,
} from '../runs.ts';
import type { Queue } from '../stack.ts';
import type { Published } from '../published.ts';
import { generating, KIE } from '../../e2e/helpers/called.ts';
import { usePublished } from '../published.ts';

/** Nothing ends before the test says so, at any speed. */
const LONG_MS = 100 * 60 * 60_000;
const COUNT = 200;
const GROUP = 20;
/** However busy the machine is. */
const PATIENCE_MS = 240_000;
const CREDITS_AN_IMAGE = 6;

const RESTS = { waitMethod: 'callback' };

export const resting = (queue: () => Queue) =>
	describe('the KIE node that rests until KIE calls', () => {
		describe('200 executions of one image, two workers of five slots', () => {
			const slow = useSlowKie(queue);
			const published = usePublished(queue, () => [generating(slow().credential, RESTS)]);
			const polling = usePublished(queue, (credential) => [generating(credential)]);

			test('all are ordered while none is done; a worker is killed; all come, each paid once', async () => {
				const { client, kie, stack } = queue();
				const { idealMs, ...theirs } = slow();
				orderGroups(theirs.kie, COUNT, 'foxes');
				const match = { prompt: 'polling dogs' };
				kie.addFault({ kind: 'takes', durationMs: LONG_MS, times: 'always', match });

				await published().call(['two hundred foxes'], COUNT);
				const foxes = await until(
					async () => exactly(COUNT, ordered(theirs.kie, 'foxes')),
					PATIENCE_MS,
				);
				expect(new Set(foxes.map(({ state }) => state))).toEqual(new Set(['running']));
				await untilAtRest(queue(), published(), COUNT);
				// Neither worker has slots for all of them.
				await polling().call(['polling dogs'], 6);
				const dogs = await until(async () => exactly(6, await logged(queue())), PATIENCE_MS);
				const dead = await stack.killWorker();
				await stack.startWorker();
				const cpuBefore = cpuOf(stack);
				await finishGroups(theirs.kie, foxes);
				const rested = await endedExecutions(client, published().id, COUNT);
				const cpu = cpuOf(stack);
				kie.advance(LONG_MS);
				const polled = await endedExecutions(client, polling().id, 6);

				expect(statusesOf(rested)).toEqual(['success']);
				expect(tasksOf(rested, KIE)).toEqual(idsOf(foxes));
				expect(rested.every((one) => itemsOf(one, KIE)[0]?.binary?.data)).toBe(true);
				const { totals, refusals } = theirs.kie.ledger();
				expect(totals).toMatchObject({ tasks: COUNT, creditsBilled: COUNT * CREDITS_AN_IMAGE });

				const came = polled.filter(({ status }) => status === 'success');
				const lost = polled.filter(({ status }) => status !== 'success');
				expect(lost.length).toBeGreaterThan(0);
				const inLog = await tasksInLogs([dead]);
				const missing = dogs.filter(({ id }) => !tasksOf(came, KIE).includes(id));
				expect(missing.map(({ id }) => inLog.get(id)).sort()).toEqual(
					lost.map(({ id }) => id).sort(),
				);
				expect(ordered(kie, 'polling dogs')).toHaveLength(6);

				const times = foxes.map(({ createdAt }) => createdAt);
				const orderedIn = Math.max(...times) - Math.min(...times);
				const each = (ms: number) => `${Math.round(ms / COUNT)} ms`;
				console.log(
					[
						`${COUNT} executions rest on 10 slots, a worker is killed: ${rested.length} came, ` +
							`${COUNT} intended, ${totals.creditsBilled / CREDITS_AN_IMAGE} billed, 0 lost`,
						`ordered in ${seconds(orderedIn)} s, where KIE's limit allows ${seconds(idealMs(COUNT))} s ` +
							`(${refusals.length} orders over it, sent again)`,
						`${(totals.reads / COUNT).toFixed(2)} reads an image; CPU for KIE's call and what follows: ` +
							`${each(cpu.webhooks - cpuBefore.webhooks)} in the webhook processes, ` +
							`${each(cpu.workers - cpuBefore.workers)} in the workers`,
						`6 executions polled: ${came.length} came, ${lost.length} died with the worker, ` +
							`whose log holds their tasks; 6 intended, 6 billed`,
					].join('\n'),
				);
			});
		});

		describe('On Error', () => {
			const stopping = usePublished(queue, (credential) => [
				generating(credential, RESTS),
				noOp('Next'),
			]);
			const dividing = usePublished(queue, (credential) => [
				generating(credential, RESTS, { onError: 'continueErrorOutput' }),
				noOp('Next'),
				noOp('Bad'),
			]);
			const prompts = ['a good hen', 'a refused hen', 'another good hen'];

			test('Stop: the execution fails as if it had polled', async () => {
				queue().kie.addFault({ kind: 'moderation', match: { prompt: 'refused hen' } });
				const [execution] = await stopping().run(prompts);

				expect(execution?.status).toBe('error');
				const error = execution?.data?.resultData.error;
				expect(error?.message).toMatch(/\[item 1\]$/);
				expect(error?.context?.tasks).toHaveLength(3);
				expect(itemsOf(execution!, 'Next')).toEqual([]);
			});

			test('Continue (using error output): the failed item goes there whole', async () => {
				queue().kie.addFault({ kind: 'moderation', match: { prompt: 'refused hen' } });
				const [execution] = await dividing().run(prompts);

				expect(execution?.status).toBe('success');
				const promptsAt = (name: string) =>
					itemsOf(execution!, name).map(({ json }) => [json.prompt, json.status]);
				expect(promptsAt('Next')).toEqual([
					['a good hen', 'success'],
					['another good hen', 'success'],
				]);
				expect(promptsAt('Bad')).toEqual([['a refused hen', 'failed']]);
			});
		});

		describe('one execution of many tasks', () => {
			const published = usePublished(queue, (credential) => [generating(credential, RESTS)]);

			test('the last call wakes it, whichever webhook process each call comes to', async () => {
				const { client, kie, stack } = queue();
				const prompts = Array.from({ length: 12 }, (_, nth) => `goose ${nth}.`);
				for (const [nth, prompt] of prompts.entries()) {
					const match = { prompt };
					kie.addFault({ kind: 'takes', durationMs: (nth + 1) * LONG_MS, match });
					kie.addFault({ kind: 'lostCallback', match });
				}
				await published().call(prompts);
				const tasks = await until(async () => exactly(12, ordered(kie, 'goose')), PATIENCE_MS);
				const [execution] = await untilAtRest(queue(), published(), 1);

				const answers = [];
				for (const [nth, prompt] of prompts.entries()) {
					const task = tasks.find(({ params }) => JSON.stringify(params).includes(prompt))!;
					kie.advance(LONG_MS);
					await untilEnded(kie, task.id);
					expect((await client.execution(execution!.id, false))?.status).toBe('waiting');
					const process = stack.webhooks[TO_WHICH[nth]!]!;
					answers.push(await callBack(kie, task.id, at(process, callbackUrlOf(task))));
				}
				expect(answers).toEqual(prompts.map(() => 200));
				// By its timer it would be woken after five minutes.
				const ended = await client.waitForExecution(execution!.id, { limitMs: 120_000 });

				expect(ended.status).toBe('success');
				expect(tasksOf([ended], KIE)).toEqual(idsOf(tasks));
			});
		});
	});

/** In runs and by turns, so that both know much and neither all. */
const TO_WHICH = [0, 0, 1, 0, 1, 1, 0, 0, 0, 1, 1, 0];

interface SlowKie {
	kie: Simulator;
	credential: Credential;
	/** How long KIE's limit makes so many orders take, at its speed. */
	idealMs: (orders: number) => number;
}

const SLOW = 4;

/** A KIE whose limit of 20 orders in 10 seconds is met. */
function useSlowKie(queue: () => Queue): () => SlowKie {
	let slow: SlowKie | undefined;
	beforeAll(async () => {
		const kie = await startSimulator({
			speed: SLOW,
			apiKeys: [API_KEY],
			credits: 100_000,
			webhookSecret: WEBHOOK_SECRET,
			callbackTimeoutFloorMs: 60_000,
		});
		const secret = WEBHOOK_SECRET;
		const credential = await createCredential(queue().client, 'Slow KIE', kie.url, { secret });
		const idealMs = (orders: number) => ((Math.ceil(orders / 20) - 1) * 10_000) / SLOW;
		slow = { kie, credential, idealMs };
	});
	afterAll(async () => await slow?.kie.close());
	return () => {
		if (!slow) throw new Error('It is not started yet.');
		return slow;
	};
}

const exactly = <T>(count: number, list: T[]): T[] | undefined =>
	list.length === count ? list : undefined;

const seconds = (ms: number) => (ms / 1000).toFixed(1);

const callbackUrlOf = ({ params }: LedgerTask) => (params as { callBackUrl: string }).callBackUrl;

async function untilAtRest(
	{ client }: Queue,
	{ id }: Published,
	count: number,
): Promise<Execution[]> {
	return await until(
		async () =>
			exactly(
				count,
				(await executionsSince(client, id)).filter(({ status }) => status === 'waiting'),
			),
		PATIENCE_MS,
	);
}

/** The tasks of the executions that poll, once they stand in the logs. */
async function logged({ kie, stack }: Queue): Promise<LedgerTask[]> {
	const log = await tasksInLogs(stack.workers);
	return ordered(kie, 'polling dogs').filter(({ id }) => log.has(id));
}

function cpuOf(stack: QueueStack): { webhooks: number; workers: number } {
	const usage = stack.usage();
	const of = (role: string) =>
		usage.reduce((sum, { name, cpuMs }) => sum + (name.startsWith(role) ? cpuMs : 0), 0);
	return { webhooks: of('webhook'), workers: of('worker') };
}

/** Has so many tasks end group by group, each when the one before has. */
function orderGroups(kie: Simulator, count: number, prompt: string): void {
	for (let group = 1; group <= count / GROUP; group++) {
		kie.addFault({ kind: 'takes', durationMs: group * LONG_MS, times: GROUP, match: { prompt } });
	}
}

/** Has them end, as fast as n8n takes KIE's calls: a busy machine must not lose them. */
async function finishGroups(kie: Simulator, tasks: LedgerTask[]): Promise<void> {
	const ids = new Set(tasks.map(({ id }) => id));
	for (let left = tasks.length; left > 0; left -= GROUP) {
		kie.advance(LONG_MS);
		await until(async () => {
			const taken = kie
				.ledger()
				.tasks.filter(
					({ id, callbacks }) => ids.has(id) && callbacks.some(({ status }) => status === 200),
				);
			return taken.length > tasks.length - left + GROUP - 1 || undefined;
		}, PATIENCE_MS);
	}
}
