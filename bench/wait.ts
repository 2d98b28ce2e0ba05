import { setTimeout as sleep } from 'node:timers/promises';
import { cpuMs } from '../sandbox/n8n/usage.ts';
import type { LedgerReport, Simulator } from '../sandbox/simulator/index.ts';
import { kie, noOp } from '../test/e2e/helpers/workflows.ts';
import { withKie } from './kie.ts';
import type { BenchN8n } from './n8n.ts';
import { connected, connectTo } from './n8n.ts';
import { endOf, PromptedWorkflow, timeOfNothing } from './promptedWorkflow.ts';

const MB = 1024 * 1024;
const LOOK_MS = 250;
const IDLE_MS = 10_000;
const STEADY_LIMIT_MS = 90_000;

/** As the parameter has it. */
export type Method = 'polling' | 'callback';

/** What is ordered, all at once. */
export interface Load {
	executions: number;
	/** Of each execution. */
	images: number;
	/** How many times faster than life. */
	speed: number;
	/** How long the tasks take, in the order in which KIE gets them. */
	durationsMs: number[];
	/** After so long without news n8n is as it stays. */
	settleMs: number;
}

interface Usage {
	/** Share of a core. */
	cpu: number;
	/** Resident memory. */
	mb: number;
}

export interface Waited {
	/** Of one execution without the node. */
	emptyMs: number;
	wallMs: number;
	readsPerImage: number;
	idle: Usage;
	/** While all executions wait. */
	waiting: Usage;
	/** Of the resident memory, from the first call to the last result. */
	peakMb: number;
}

/** Has n8n order all of it from a KIE of its own, and wait for it. */
export async function wait(
	n8n: BenchN8n,
	method: Method,
	load: Load,
	note: (state: string) => void,
): Promise<Waited> {
	return await withKie(
		load.speed,
		async (simulator) => await waitFor(simulator, n8n, method, load, note),
	);
}

async function waitFor(
	simulator: Simulator,
	n8n: BenchN8n,
	method: Method,
	{ executions, images, speed, durationsMs, settleMs }: Load,
	note: (state: string) => void,
): Promise<Waited> {
	const { client, memory } = n8n;
	const count = executions * images;
	const prompts = Array.from({ length: images }, (_, nth) => `Picture ${nth + 1}`);
	note('without the node');
	const emptyMs = await runEmpty(n8n, executions, prompts);
	const credential = await connectTo(n8n, simulator.url);
	const ordering = await PromptedWorkflow.publish(
		client,
		connected([kie('KIE', parametersOf(method, speed))], credential),
	);
	for (const durationMs of durationsMs) simulator.addFault({ kind: 'takes', durationMs });

	note('idle');
	await untilSteady(n8n, settleMs);
	const idleUsage = usageFromNow(n8n);
	await sleep(IDLE_MS);
	const idle = idleUsage();

	const untilLedger = async (isSo: (ledger: LedgerReport) => boolean) => {
		for (let ledger = simulator.ledger(); !isSo(ledger); ledger = simulator.ledger()) {
			note(`${ledger.tasks.length} of ${count} ordered, ${doneIn(ledger)} done`);
			await sleep(LOOK_MS);
		}
	};
	const began = await ordering.start(executions, prompts);
	await untilLedger(({ tasks }) => tasks.length === count);
	await sleep(settleMs);
	const waitingUsage = usageFromNow(n8n);
	let waiting = waitingUsage();
	// Until the first of them has all that it waits for.
	await untilLedger((ledger) => {
		const someIsDone = doneIn(ledger) >= images;
		if (!someIsDone) waiting = waitingUsage();
		return someIsDone;
	});
	await untilLedger((ledger) => doneIn(ledger) === count);
	note(`${count} of ${count} done`);
	const ended = endOf(await ordering.ended(executions));

	const { totals, downloads } = simulator.ledger();
	if (totals.tasks !== count || downloads.length !== count)
		throw new Error(`${count} images: ${totals.tasks} bought, ${downloads.length} fetched.`);
	await ordering.unpublish();
	return {
		emptyMs,
		wallMs: ended - began,
		readsPerImage: totals.reads / count,
		idle,
		waiting,
		peakMb: memory.peakBetween(began, ended) / MB,
	};
}

/** As they are by default, but for what has to be as much faster as KIE. */
const parametersOf = (waitMethod: Method, speed: number) => ({
	operation: 'generate',
	prompt: '={{ $json.prompt }}',
	waitMethod,
	options: {
		batching: { batch: { batchSize: 20, batchInterval: 10_000 / speed } },
		pollInterval: 5 / speed,
	},
});

const doneIn = ({ tasks }: LedgerReport) => tasks.filter(({ state }) => state !== 'running').length;

/**
 * The time of one execution without the node. Then as many at once as are going to wait: what n8n does
 * not give back after such a crowd, whatever it did, is not what waiting takes.
 */
async function runEmpty(
	{ client }: BenchN8n,
	executions: number,
	prompts: string[],
): Promise<number> {
	const aloneMs = await timeOfNothing(client, prompts);
	const crowd = await PromptedWorkflow.publish(client, [noOp('Nothing')]);
	await crowd.start(executions, prompts);
	await crowd.ended(executions);
	await crowd.unpublish();
	return aloneMs;
}

/** Until its memory is what it was before, or for as long as can be borne. */
async function untilSteady({ memory }: BenchN8n, spanMs: number): Promise<void> {
	const deadline = Date.now() + STEADY_LIMIT_MS;
	const partMs = spanMs / 4;
	const around = (end: number) => memory.medianBetween(end - partMs, end);
	await sleep(spanMs);
	for (;;) {
		const now = Date.now();
		const change = Math.abs(1 - around(now) / around(now - spanMs + partMs));
		if (change < 0.01 || now > deadline) return;
		await sleep(partMs);
	}
}

/** What n8n takes from now on, whenever it is asked. */
function usageFromNow({ pid, memory }: BenchN8n): () => Usage {
	const [beganAt, beganCpuMs] = [Date.now(), cpuMs(pid)];
	return () => ({
		cpu: (cpuMs(pid) - beganCpuMs) / (Date.now() - beganAt),
		mb: memory.medianBetween(beganAt, Date.now()) / MB,
	});
}
