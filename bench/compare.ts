import type { N8nClient } from '../sandbox/n8n/client.ts';
import { cpuMs } from '../sandbox/n8n/usage.ts';
import { startSimulator } from '../sandbox/simulator/index.ts';
import { noOp } from '../test/e2e/helpers/workflows.ts';
import type { Approach } from './approaches.ts';
import { approaches, effortOf } from './approaches.ts';
import { drawDurations, idealMs, MEDIAN_MS } from './ideal.ts';
import type { BenchN8n } from './n8n.ts';
import { connected, connectTo, inN8n, withPackage } from './n8n.ts';
import { Progress } from './progress.ts';
import { endOf, PromptedWorkflow } from './promptedWorkflow.ts';
import type { Figure } from './report.ts';
import { median, report } from './report.ts';

const MB = 1024 * 1024;
const SEED = 11;

interface Load {
	count: number;
	/** Of which the median is told: what one run makes of many images needs fewer. */
	rounds: number;
	/** How many times faster than life. n8n's own work does not get faster, so where there is much of it, less. */
	speed: number;
}

const LOADS: Load[] = [
	{ count: 1, rounds: 3, speed: 4 },
	{ count: 10, rounds: 3, speed: 4 },
	{ count: 50, rounds: 1, speed: 4 },
	{ count: 200, rounds: 1, speed: 1 },
];
const MOST = Math.max(...LOADS.map(({ count }) => count));
const EMPTY_RUNS = 5;
const LIMIT_MS = 1_800_000;
/** What n8n has in memory before is told of what it had during so long. */
const BEFORE_MS = 3_000;

const WALL_OF_ONE = {
	most: 1.08,
	why: 'In so short a time, what n8n does for any execution is a larger part.',
};
const WALL = {
	most: 1.05,
	why: 'What KIE takes and its rate limit are all that a user should wait for.',
};
const BEHIND = { most: 1.02, why: 'Nobody should be faster with five nodes of their own.' };
const CPU = { most: 1.1, why: 'Nor should theirs cost n8n less.' };
/** Below this, n8n's own work for any execution is nearly all there is. */
const CPU_FROM = 10;

type Name = keyof typeof approaches;

interface Run {
	wallMs: number;
	/** Of the list of prompts alone, in the same n8n. */
	emptyMs: number;
	requests: number;
	cpuMs: number;
	/** Beyond what n8n had before. */
	peakMb: number;
}

type Entry = [name: Name, approach: Approach];

const entries = Object.entries(approaches) as Entry[];
/** What takes many times as long as the rest is run once, and beside each other. */
const isSlow = ([, { most }]: Entry): boolean => most < MOST;

/** Our node beside what people build without it. */
export async function benchCompare(): Promise<void> {
	const progress = new Progress();
	progress.say('the package is built, and n8n started twice');
	await withPackage(async (ground) => {
		await inN8n(ground, async (n8n) => {
			await inN8n(ground, async (other) => {
				progress.say('each runs once before anything is measured');
				for (const [, approach] of entries) {
					for (const one of [n8n, other]) await runOnce(one, approach, WARM_UP, 10);
				}
				for (const load of LOADS) await compareAt(load, n8n, other, progress);
			});
		});
	});
}

const WARM_UP = [20_000];

async function compareAt(
	load: Load,
	n8n: BenchN8n,
	other: BenchN8n,
	progress: Progress,
): Promise<void> {
	const { count, rounds, speed } = load;
	const title = `${count} image${count === 1 ? '' : 's'}`;
	// One alone is as recorded in the middle: drawn, it would be luck.
	const durationsMs = count === 1 ? [MEDIAN_MS] : drawDurations(count, SEED);
	const runs = new Map<Name, Run[]>();
	const measure = async ([name, approach]: Entry, where: BenchN8n) => {
		progress.say(`${title}, ${speed} times as fast as life: ${approach.title}`);
		const run = await runOnce(where, approach, durationsMs, speed);
		runs.set(name, [...(runs.get(name) ?? []), run]);
	};
	for (let round = 1; round <= rounds; round++) {
		for (const entry of entries) if (!isSlow(entry)) await measure(entry, n8n);
	}
	const slow = entries.filter((entry) => isSlow(entry) && count <= entry[1].most);
	await Promise.all(slow.map(async (entry, nth) => await measure(entry, nth === 0 ? n8n : other)));
	report(title, figuresOf(runs, durationsMs, speed));
}

async function runOnce(
	n8n: BenchN8n,
	approach: Approach,
	durationsMs: number[],
	speed: number,
): Promise<Run> {
	const { client, pid, memory } = n8n;
	const count = durationsMs.length;
	const prompts = durationsMs.map((_, nth) => `Picture ${nth + 1}`);
	const simulator = await startSimulator({
		speed,
		apiKeys: ['bench'],
		credits: 1_000_000,
		// n8n does not get faster with the clock.
		callbackTimeoutFloorMs: 15_000,
	});
	try {
		const emptyMs = await timeOfNothing(client, prompts);
		const credential = await connectTo(n8n, simulator.url);
		const { nodes, links } = approach.build({ kieUrl: simulator.url, speed });
		const workflow = await PromptedWorkflow.publish(client, connected(nodes, credential), links);
		for (const durationMs of durationsMs) simulator.addFault({ kind: 'takes', durationMs });

		const before = memory.medianBetween(Date.now() - BEFORE_MS, Date.now());
		const cpuBefore = cpuMs(pid);
		const began = await workflow.start(1, prompts);
		const ended = endOf(await workflow.ended(1, LIMIT_MS));
		const cpu = cpuMs(pid) - cpuBefore;

		await workflow.unpublish();
		await client.deleteCredential(credential.id);
		const { totals, downloads } = simulator.ledger();
		if (totals.tasks !== count || downloads.length !== count)
			throw new Error(`${count} images: ${totals.tasks} bought, ${downloads.length} fetched.`);
		return {
			wallMs: ended - began,
			emptyMs,
			requests: totals.tasks + totals.refused + totals.reads + downloads.length,
			cpuMs: cpu,
			peakMb: (memory.peakBetween(began, ended) - before) / MB,
		};
	} finally {
		await simulator.close();
	}
}

async function timeOfNothing(client: N8nClient, prompts: string[]): Promise<number> {
	const workflow = await PromptedWorkflow.publish(client, [noOp('Nothing')]);
	const times: number[] = [];
	while (times.length < EMPTY_RUNS) {
		const began = await workflow.start(1, prompts);
		times.push(endOf(await workflow.ended(times.length + 1)) - began);
	}
	await workflow.unpublish();
	return median(times);
}

function figuresOf(runs: Map<Name, Run[]>, durationsMs: number[], speed: number): Figure[] {
	const count = durationsMs.length;
	const ideal = idealMs(durationsMs, speed);
	const all = (of: (run: Run) => number) =>
		Object.fromEntries([...runs].map(([name, some]) => [name, median(some.map(of))]));
	const overIdeal = all(({ wallMs, emptyMs }) => wallMs / (ideal + emptyMs));
	const cpu = all((run) => run.cpuMs / count);
	const effort = (of: 'nodes' | 'settings') =>
		Object.fromEntries([...runs.keys()].map((name) => [name, effortOf(approaches[name])[of]]));
	const slowest = Math.max(overIdeal.polling ?? NaN, overIdeal.resting ?? NaN);
	return [
		{ what: 'wall time (s of life)', measured: all(({ wallMs }) => (wallMs * speed) / 1000) },
		{
			what: 'wall time / ideal',
			measured: overIdeal,
			goal: { of: 'ours', value: slowest, ...(count === 1 ? WALL_OF_ONE : WALL) },
		},
		{
			what: 'wall time / all at once',
			measured: Object.fromEntries(
				Object.entries(overIdeal).map(([name, value]) => [name, value / (overIdeal.atOnce ?? NaN)]),
			),
			goal: { of: 'ours', value: slowest / (overIdeal.atOnce ?? NaN), ...BEHIND },
		},
		{ what: 'requests / image', measured: all(({ requests }) => requests / count) },
		{
			what: 'CPU / image (ms)',
			measured: cpu,
			...(count >= CPU_FROM && {
				goal: {
					of: 'polling / at once',
					value: (cpu.polling ?? NaN) / (cpu.atOnce ?? NaN),
					...CPU,
				},
			}),
		},
		{ what: 'peak memory over before (MB)', measured: all(({ peakMb }) => peakMb) },
		{ what: 'nodes to build', measured: effort('nodes') },
		{ what: 'values to fill in', measured: effort('settings') },
	];
}
