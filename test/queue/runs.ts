/** What ran, and which worker ran it. */
import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { itemsOf, type Execution, type N8nClient } from '../../sandbox/n8n/client.ts';
import type { N8n } from '../../sandbox/n8n/server.ts';
import type { LedgerTask, Simulator } from '../../sandbox/simulator/index.ts';

const LOOK_MS = 200;
/** As many looks that find nothing new. */
const QUIET_LOOKS = 5;
const LIMIT_MS = 240_000;
/** So many are read at once. */
const READERS = 10;
/** The most n8n lists at once. */
const LISTED = 250;

/** The executions of a workflow, but for those known before. */
export async function executionsSince(
	client: N8nClient,
	workflowId: string,
	known: Execution[] = [],
): Promise<Execution[]> {
	const ids = new Set(known.map(({ id }) => id));
	return (await client.executions(workflowId, LISTED)).filter(({ id }) => !ids.has(id));
}

/** The same with their data, once so many have ended and no more are on the way. */
export async function endedExecutions(
	client: N8nClient,
	workflowId: string,
	expected: number,
	known: Execution[] = [],
): Promise<Execution[]> {
	const deadline = Date.now() + LIMIT_MS;
	let found = await executionsSince(client, workflowId, known);
	for (let quiet = 0; quiet < QUIET_LOOKS && Date.now() < deadline;) {
		await sleep(LOOK_MS);
		const now = await executionsSince(client, workflowId, known);
		quiet = now.length >= expected && now.length === found.length ? quiet + 1 : 0;
		found = now;
	}
	const ended: Execution[] = [];
	const left = [...found];
	const reader = async () => {
		for (let next = left.shift(); next; next = left.shift()) {
			ended.push(await client.waitForExecution(next.id, { limitMs: LIMIT_MS }));
		}
	};
	await Promise.all(Array.from({ length: READERS }, reader));
	return ended;
}

/** What was ordered with this text in its prompt: what is billed. */
export const ordered = (kie: Simulator, prompt: string): LedgerTask[] =>
	kie.ledger().tasks.filter(({ params }) => JSON.stringify(params).includes(prompt));

export const idsOf = (tasks: LedgerTask[]): string[] => tasks.map(({ id }) => id).sort();

/** The tasks whose images came out of a node. */
export const tasksOf = (executions: Execution[], node: string): string[] =>
	executions
		.flatMap((execution) => itemsOf(execution, node).map(({ json }) => String(json.taskId)))
		.sort();

export const statusesOf = (executions: Execution[]): string[] => [
	...new Set(executions.map(({ status }) => status)),
];

export const total = (counts: Record<string, number>): number =>
	Object.values(counts).reduce((sum, count) => sum + count, 0);

/** How many of these executions each worker has done, by its own log. */
export async function doneBy(
	workers: N8n[],
	executions: Execution[],
): Promise<Record<string, number>> {
	const done: Record<string, number> = {};
	for (const { home, logFile } of workers) {
		const log = await readFile(logFile, 'utf8');
		const ids = new Set([...log.matchAll(/Worker finished execution (\d+) /g)].map(([, id]) => id));
		done[basename(home)] = executions.filter(({ id }) => ids.has(id)).length;
	}
	return done;
}

/** What the logs say of tasks that KIE took: the execution of each. */
export async function tasksInLogs(n8ns: N8n[]): Promise<Map<string, string>> {
	const logs = await Promise.all(n8ns.map(async ({ logFile }) => await readFile(logFile, 'utf8')));
	const lines = logs
		.join('\n')
		.matchAll(/KIE accepted an image task: (\S+) \(.*, execution (\d+)\)/g);
	return new Map([...lines].map(([, task, execution]) => [String(task), String(execution)]));
}

/** The address of a webhook, at one of the processes that answer it. */
export function at({ url }: N8n, webhook: string): string {
	const { pathname, search } = new URL(webhook);
	return new URL(pathname + search, url).href;
}
