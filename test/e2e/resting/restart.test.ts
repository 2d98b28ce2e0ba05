import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Credential, Execution } from '../../../sandbox/n8n/client.ts';
import { itemsOf } from '../../../sandbox/n8n/client.ts';
import type { LedgerTask, Simulator } from '../../../sandbox/simulator/index.ts';
import { startSimulator } from '../../../sandbox/simulator/index.ts';
import { generating, KIE, publishCalled, type Called } from '../helpers/called.ts';
import { API_KEY, WEBHOOK_SECRET } from '../helpers/constants.ts';
import { startOwnN8n, type OwnN8n } from '../helpers/ownN8n.ts';
import { createCredential } from '../helpers/trigger.ts';
import { until } from '../helpers/until.ts';
import { chain, kie as kieNode } from '../helpers/workflows.ts';

/** KIE's day is long: nothing of it passes before a test says so, however slow n8n is to come back. */
const SPEED = 0.1;
const HOUR = 60 * 60_000;
const PATIENCE_MS = 240_000;
const RESTS = { waitMethod: 'callback' };

let n8n: OwnN8n;
let kie: Simulator;
let credential: Credential;
/** By what becomes of the call. */
let late: Called;
let missed: Called;
let lost: Called;
let polling: Called;
let restedAtDeath: number[];

/** Executions of four workflows stand at KIE; n8n is killed; some of their tasks end; n8n comes back. */
beforeAll(async () => {
	kie = await startSimulator({
		speed: SPEED,
		apiKeys: [API_KEY],
		credits: 100_000,
		webhookSecret: WEBHOOK_SECRET,
		callbackTimeoutFloorMs: 60_000,
	});
	n8n = await startOwnN8n('n8n-killed');
	const { client, url } = n8n;
	credential = await createCredential(client, 'KIE', kie.url, { secret: WEBHOOK_SECRET });
	const publish = async (parameters: Record<string, unknown>) =>
		await publishCalled(client, url, generating(credential, parameters));
	late = await publish(RESTS);
	missed = await publish(RESTS);
	// By this n8n looks itself.
	lost = await publish({ ...RESTS, options: { maxWait: 60 } });
	polling = await publish({});
	for (const [prompt, hours] of [
		['late', 2],
		['missed', 1],
		['lost', 1],
		['polled', 1],
	] as const) {
		const match = { prompt };
		kie.addFault({ kind: 'takes', durationMs: hours * HOUR, match, times: 'always' });
	}
	kie.addFault({ kind: 'lostCallback', match: { prompt: 'lost' }, times: 'always' });

	await start(late, 'late', 20);
	await start(polling, 'polled', 2);
	await start(missed, 'missed', 3);
	await start(lost, 'lost', 3);
	restedAtDeath = await Promise.all([late, missed, lost].map(atRest));
	await n8n.kill();
	kie.advance(HOUR);
	await until(async () => callsFor('missed').length === 3 || undefined, PATIENCE_MS);
	await n8n.startAgain();
}, 600_000);
afterAll(async () => {
	await n8n?.stop();
	await kie?.close();
});

/** Starts so many executions, until KIE has the task of each and n8n knows it. */
async function start(called: Called, prompt: string, count: number): Promise<void> {
	// KIE's limit is another test's.
	kie.advance(10_000);
	await called.call([prompt], count);
	await until(async () => ordered(prompt).length === count || undefined, PATIENCE_MS);
	await until(async () => {
		const log = await tasksInLog();
		return ordered(prompt).every(({ id }) => log.has(id)) || undefined;
	}, PATIENCE_MS);
	// n8n lists no execution that runs.
	if (called === polling) return;
	await until(async () => (await atRest(called)) === count || undefined, PATIENCE_MS);
}

const ordered = (prompt: string): LedgerTask[] =>
	kie.ledger().tasks.filter(({ params }) => JSON.stringify(params).includes(`"${prompt}"`));

const idsOf = (prompt: string) =>
	ordered(prompt)
		.map(({ id }) => id)
		.sort();

const callsFor = (prompt: string) =>
	ordered(prompt).flatMap(({ callbacks }) => callbacks.map(({ status }) => status));

const atRest = async ({ id }: Called): Promise<number> =>
	(await n8n.client.executions(id)).filter(({ status }) => status === 'waiting').length;

/** What n8n's log says of tasks that KIE took: the execution of each. */
async function tasksInLog(): Promise<Map<string, string>> {
	const log = await readFile(n8n.logFile, 'utf8');
	const lines = log.matchAll(/KIE accepted an image task: (\S+) \(.*, execution (\d+)\)/g);
	return new Map([...lines].map(([, task, execution]) => [String(task), String(execution)]));
}

const ended = async ({ id }: Called): Promise<Execution[]> =>
	await Promise.all(
		(await n8n.client.executions(id)).map(
			async (one) => await n8n.client.waitForExecution(one.id, { limitMs: PATIENCE_MS }),
		),
	);

const tasksOf = (executions: Execution[]) =>
	executions
		.flatMap((execution) => itemsOf(execution, KIE).map(({ json }) => String(json.taskId)))
		.sort();

const states = (executions: Execution[]) => [...new Set(executions.map(({ status }) => status))];

test('26 rest and 2 poll when n8n is killed, and KIE calls in vain', () => {
	expect(restedAtDeath).toEqual([20, 3, 3]);
	expect(callsFor('missed')).toEqual([null, null, null]);
});

test('a call that was lost meanwhile: n8n looks itself', async () => {
	const executions = await ended(lost);
	expect(states(executions)).toEqual(['success']);
	expect(tasksOf(executions)).toEqual(idsOf('lost'));
});

test('a call that found nobody: KIE calls again', async () => {
	kie.advance(10_000);
	const executions = await ended(missed);
	expect(states(executions)).toEqual(['success']);
	expect(tasksOf(executions)).toEqual(idsOf('missed'));
	expect(callsFor('missed').filter((status) => status === 200)).toHaveLength(3);
});

test('calls that come after the restart: 20 results, 20 billed', async () => {
	kie.advance(HOUR);
	const executions = await ended(late);
	expect(states(executions)).toEqual(['success']);
	expect(tasksOf(executions)).toEqual(idsOf('late'));
	expect(executions).toHaveLength(20);
});

test('what was polled is lost; its tasks stand in the log, and Get Status has their images', async () => {
	const crashed = await ended(polling);
	expect(states(crashed)).toEqual(['crashed']);
	const log = await tasksInLog();
	const ids = [...log].filter(([, execution]) => crashed.some(({ id }) => id === execution));
	const taskIds = ids.map(([taskId]) => taskId).sort();
	expect(taskIds).toEqual(idsOf('polled'));

	const look = kieNode(
		'Look',
		{ operation: 'getStatus', taskId: '={{ $json.taskId }}' },
		{ credentials: { kieImageApi: { id: credential.id, name: credential.name } } },
	);
	const file = chain(
		taskIds.map((taskId) => ({ taskId })),
		look,
	);
	const { id } = await n8n.client.createWorkflow({ ...file });
	const found = await n8n.client.runAndWait(id, 'Start');
	expect(itemsOf(found, 'Look').map(({ json }) => [json.taskId, json.status])).toEqual(
		taskIds.map((taskId) => [taskId, 'success']),
	);
});

test('nothing was ordered twice', () => {
	const { totals } = kie.ledger();
	expect(totals).toMatchObject({ tasks: 28, creditsBilled: 28 * 6 });
	console.log(
		`  n8n killed: 26 at rest, 26 results; 2 polled, both in the log; 28 intended, ${totals.tasks} billed`,
	);
});
