import { createHmac, randomBytes, randomUUID } from 'node:crypto';
import { Agent, request } from 'node:http';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { CREDENTIAL_TYPE } from '../sandbox/account.ts';
import type { N8nClient } from '../sandbox/n8n/client.ts';
import { cpuMs } from '../sandbox/n8n/usage.ts';
import type { BenchN8n } from './n8n.ts';
import { connectTo, inN8n, withPackage } from './n8n.ts';
import { Progress } from './progress.ts';
import { median, ratio, report } from './report.ts';

const CALLS = 200;
const CONCURRENCY = 10;
const ROUNDS = 5;
const WARM_UP_CALLS = 100;
const GOAL = {
	most: 1.1,
	why: 'Telling a genuine callback from a forged one, and letting each task in once, should cost next to nothing beside what n8n does for any call.',
};
const SECRET = 'bench';

// A connection for each, as KIE has it.
const agent = new Agent({ keepAlive: false, maxSockets: CONCURRENCY });

/** A signed callback of a task that was never seen before; its time in ms. */
async function callBack(url: string): Promise<number> {
	const taskId = randomBytes(16).toString('hex');
	const timestamp = String(Math.floor(Date.now() / 1000));
	const body = JSON.stringify({
		code: 200,
		msg: 'success',
		data: { taskId, info: { result_urls: [`https://tempfile.aiquickdraw.com/${taskId}.png`] } },
	});
	const headers = {
		'content-type': 'application/json',
		'content-length': Buffer.byteLength(body),
		'x-webhook-timestamp': timestamp,
		'x-webhook-signature': createHmac('sha256', SECRET)
			.update(`${taskId}.${timestamp}`)
			.digest('base64'),
	};
	const start = performance.now();
	await new Promise<void>((resolve, reject) => {
		const call = request(url, { method: 'POST', agent, headers }, (response) => {
			response.resume();
			response.once('end', () => {
				if (response.statusCode === 200) resolve();
				else reject(new Error(`${url} answered ${response.statusCode}`));
			});
		});
		call.once('error', reject);
		call.end(body);
	});
	return performance.now() - start;
}

type Which = 'bare' | 'node';

interface Round {
	/** Slower are five of a hundred answers. */
	p95: number;
	answeredMs: number;
	/** Until the executions that the callbacks started are done, too. */
	executedMs: number;
}

async function measure(url: string, calls: number, pid: number): Promise<Round> {
	const times: number[] = [];
	let left = calls;
	const start = performance.now();
	const caller = async () => {
		while (left-- > 0) times.push(await callBack(url));
	};
	await Promise.all(Array.from({ length: CONCURRENCY }, caller));
	const answeredMs = performance.now() - start;
	const executedMs = (await untilIdle(pid)) - start;
	times.sort((a, b) => a - b);
	return { answeredMs, executedMs, p95: times[Math.ceil(calls * 0.95) - 1] ?? Number.NaN };
}

async function publish(client: N8nClient, trigger: Record<string, unknown>): Promise<string> {
	const webhookId = randomUUID();
	const place = { position: [0, 0] };
	const { id } = await client.createWorkflow({
		name: String(trigger.type),
		nodes: [
			{ id: randomUUID(), name: 'Trigger', webhookId, ...place, ...trigger },
			{
				...{ id: randomUUID(), name: 'Next', type: 'n8n-nodes-base.noOp', typeVersion: 1 },
				...place,
				parameters: {},
			},
		],
		connections: { Trigger: { main: [[{ node: 'Next', type: 'main', index: 0 }]] } },
	});
	await client.activateWorkflow(id);
	return webhookId;
}

/** Callbacks that are not confirmed, through KIE Trigger and through the smallest trigger there can be. */
export async function benchTrigger(): Promise<void> {
	const withSmallest = () => ({ N8N_CUSTOM_EXTENSIONS: join(__dirname, 'smallestTrigger') });
	try {
		await withPackage(async (ground) => await inN8n(ground, compare, withSmallest));
	} finally {
		agent.destroy();
	}
}

async function compare(n8n: BenchN8n): Promise<void> {
	const progress = new Progress();
	const { client, url, pid } = n8n;
	const { id, name } = await connectTo(n8n, 'http://127.0.0.1:9', { webhookSecret: SECRET });
	const ofNode = await publish(client, {
		type: 'n8n-nodes-kie-image.kieTrigger',
		typeVersion: 1.1,
		parameters: { confirmResult: false, downloadImages: false },
		credentials: { [CREDENTIAL_TYPE]: { id, name } },
	});
	const ofSmallest = await publish(client, {
		type: 'CUSTOM.smallestTrigger',
		typeVersion: 1,
		parameters: {},
	});
	const urls: Record<Which, string> = {
		node: `${url}/webhook/${ofNode}/webhook`,
		bare: `${url}/webhook/${ofSmallest}/webhook`,
	};

	progress.say('warming up');
	for (const one of Object.values(urls)) await measure(one, WARM_UP_CALLS, pid);
	const rounds: Record<Which, Round[]> = { bare: [], node: [] };
	for (let round = 0; round < ROUNDS; round++) {
		progress.say(`round ${round + 1} of ${ROUNDS}`);
		// By turns, each comes first.
		const order: Which[] = round % 2 === 0 ? ['bare', 'node'] : ['node', 'bare'];
		for (const which of order) rounds[which].push(await measure(urls[which], CALLS, pid));
	}
	const row = (what: string, of: (round: Round) => number) =>
		ratio(what, median(rounds.bare.map(of)), median(rounds.node.map(of)), GOAL);
	report(
		`KIE Trigger beside the smallest trigger: ${CALLS} callbacks, ${CONCURRENCY} at once, median of ${ROUNDS} alternating rounds`,
		[
			row('answer, 95 of 100 within (ms)', ({ p95 }) => p95),
			row('all answered (ms)', ({ answeredMs }) => answeredMs),
			row('all executed (ms)', ({ executedMs }) => executedMs),
		],
	);
}

const WINDOW_MS = 300;
const BUSY_MS = 30;

/** The moment from which a process did hardly anything. */
async function untilIdle(pid: number): Promise<number> {
	for (let idleSince = performance.now(), before = cpuMs(pid); ;) {
		await sleep(WINDOW_MS);
		const now = cpuMs(pid);
		if (now - before >= BUSY_MS) idleSince = performance.now();
		else if (performance.now() - idleSince > 3 * WINDOW_MS) return idleSince;
		before = now;
	}
}
