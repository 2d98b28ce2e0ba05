/** What ran, and which worker ran it. */
import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Execution, N8nClient } from '../../sandbox/n8n/client.ts';
import type { N8n } from '../../sandbox/n8n/server.ts';

const LOOK_MS = 200;
/** As many looks that find nothing new. */
const QUIET_LOOKS = 5;
const LIMIT_MS = 60_000;
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
	return await Promise.all(found.map(async ({ id }) => await client.waitForExecution(id)));
}

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

/** The address of a webhook, at one of the processes that answer it. */
export function at({ url }: N8n, webhook: string): string {
	return new URL(new URL(webhook).pathname, url).href;
}
