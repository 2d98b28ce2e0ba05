import { setTimeout as sleep } from 'node:timers/promises';
import { cpuMs } from '../sandbox/n8n/usage.ts';
import type { Simulator } from '../sandbox/simulator/index.ts';
import type { Approach } from './approaches.ts';
import { approaches, effortOf } from './approaches.ts';
import { TIME_OVER_IDEAL, WALL, WALL_OF_ONE } from './goals.ts';
import { drawDurations, idealMs, MEDIAN_MS } from './ideal.ts';
import { withKie } from './kie.ts';
import type { BenchN8n, Ground } from './n8n.ts';
import { connected, connectTo, inN8n, withPackage } from './n8n.ts';
import { Progress } from './progress.ts';
import { endOf, PromptedWorkflow, timeOfNothing } from './promptedWorkflow.ts';
import type { Figure, Held } from './report.ts';
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
	{ count: 1, rounds: 5, speed: 4 },
	{ count: 10, rounds: 3, speed: 5 },
	{ count: 50, rounds: 2, speed: 5 },
	{ count: 200, rounds: 1, speed: 2 },
];
const MOST = Math.max(...LOADS.map(({ count }) => count));
const LIMIT_MS = 1_800_000;
/** What an n8n takes that has nothing to do is measured for so long, when it has calmed down. */
const CALM_MS = 5_000;
const IDLE_MS = 10_000;
const LOOK_MS = 500;

const BEHIND = {
	most: 1.02,
	why: 'A workflow built by hand from five nodes should not be faster; two runs of the same differ by 2 %.',
};
const CPU = {
	most: 1.1,
	why: 'The node should need hardly more CPU than a workflow built by hand; two runs of the same differ by 10 %.',
};
const CPU_OF_RESTING = {
	most: 2,
	why: "Each of KIE's calls makes n8n load the execution, which may cost as much again as the work itself.",
};
/** Below this, n8n's own work for any execution is nearly all there is. */
const CPU_FROM = 10;

type Name = keyof typeof approaches;

interface Run {
	wallMs: number;
	/** Of the list of prompts alone, in the same n8n. */
	emptyMs: number;
	requests: number;
	/** Beyond what an idle n8n takes. */
	cpuMs: number;
	/** Beyond what this n8n had after its warm-up. */
	peakMb: number;
}

/** An approach in an n8n of its own: what one leaves in memory is nothing that another has to carry. */
interface Contender {
	name: Name;
	approach: Approach;
	n8n: BenchN8n;
	/** With nothing to do: milliseconds of CPU in each millisecond, and bytes. */
	idle: { cpu: number; bytes: number };
}

const names = Object.keys(approaches) as Name[];
/** What takes many times as long as the others is run once, and beside each other. */
const isSlow = ({ approach }: Contender): boolean => approach.most < MOST;

/** Our node beside what people build without it. */
export async function benchCompare(): Promise<void> {
	const progress = new Progress();
	progress.say(`the package is built, and an n8n started for each of ${names.length} approaches`);
	await withPackage(async (ground) => {
		await inN8nEach(ground, names, async (n8ns) => {
			const contenders: Contender[] = [];
			for (const [name, n8n] of n8ns) {
				const approach: Approach = approaches[name];
				progress.say(`warming up: ${approach.title}`);
				contenders.push({ name, approach, n8n, idle: await warmUp(n8n, approach) });
			}
			for (const load of LOADS) await compareAt(load, contenders, progress);
		});
	});
}

/** All of them at the same time, by name. */
async function inN8nEach(
	ground: Ground,
	[name, ...others]: Name[],
	work: (n8ns: Map<Name, BenchN8n>) => Promise<void>,
): Promise<void> {
	if (name === undefined) return await work(new Map());
	await inN8n(
		ground,
		async (n8n) =>
			await inN8nEach(ground, others, async (more) => await work(new Map([[name, n8n], ...more]))),
	);
}

const WARM_UP = [20_000];

async function warmUp(n8n: BenchN8n, approach: Approach): Promise<Contender['idle']> {
	const { pid, memory } = n8n;
	await runOnce({ n8n, approach, idle: { cpu: 0, bytes: 0 } }, WARM_UP, 10);
	await sleep(CALM_MS);
	const [began, before] = [Date.now(), cpuMs(pid)];
	await sleep(IDLE_MS);
	const now = Date.now();
	return { cpu: (cpuMs(pid) - before) / (now - began), bytes: memory.medianBetween(began, now) };
}

async function compareAt(load: Load, contenders: Contender[], progress: Progress): Promise<void> {
	const { count, rounds, speed } = load;
	const title = `${count} image${count === 1 ? '' : 's'}`;
	// One alone is as recorded in the middle: drawn, it would be luck.
	const durationsMs = count === 1 ? [MEDIAN_MS] : drawDurations(count, SEED);
	const runs = new Map<Name, Run[]>(contenders.map(({ name }) => [name, []]));
	const measure = async (contender: Contender) => {
		progress.say(`${title}, ${speed} times as fast as life: ${contender.approach.title}`);
		runs.get(contender.name)?.push(await runOnce(contender, durationsMs, speed));
	};
	const fast = contenders.filter((one) => !isSlow(one));
	for (let round = 0; round < rounds; round++) {
		// Each comes first once.
		const first = round % fast.length;
		for (const one of [...fast.slice(first), ...fast.slice(0, first)]) await measure(one);
	}
	const slow = contenders.filter((one) => isSlow(one) && count <= one.approach.most);
	await Promise.all(slow.map(measure));
	const measured = new Map([...runs].filter(([, some]) => some.length > 0));
	report(`${title}, time × ${speed}`, figuresOf(measured, durationsMs, speed));
}

async function runOnce(
	{ n8n, approach, idle }: Pick<Contender, 'n8n' | 'approach' | 'idle'>,
	durationsMs: number[],
	speed: number,
): Promise<Run> {
	const { client, pid, memory } = n8n;
	const count = durationsMs.length;
	const prompts = durationsMs.map((_, nth) => `Picture ${nth + 1}`);
	return await withKie(speed, async (simulator) => {
		const emptyMs = await timeOfNothing(client, prompts);
		const credential = await connectTo(n8n, simulator.url);
		const { nodes, links } = approach.build({ kieUrl: simulator.url, speed });
		const workflow = await PromptedWorkflow.publish(client, connected(nodes, credential), links);
		for (const durationMs of durationsMs) simulator.addFault({ kind: 'takes', durationMs });

		const cpuBefore = cpuMs(pid);
		const began = await workflow.start(1, prompts);
		// The simulator is asked, not n8n, for which each look would be work.
		await untilFetched(simulator, count);
		const ended = endOf(await workflow.ended(1, LIMIT_MS));
		const cpu = cpuMs(pid) - cpuBefore - idle.cpu * (Date.now() - began);

		await workflow.unpublish();
		await client.deleteCredential(credential.id);
		const { totals, downloads } = simulator.ledger();
		if (totals.tasks !== count || downloads.length !== count)
			throw new Error(`${count} images: ${totals.tasks} bought, ${downloads.length} fetched.`);
		return {
			wallMs: ended - began,
			emptyMs,
			requests: totals.tasks + totals.refused + totals.reads + downloads.length,
			cpuMs: Math.max(0, cpu),
			peakMb: (memory.peakBetween(began, ended) - idle.bytes) / MB,
		};
	});
}

async function untilFetched(simulator: Simulator, count: number): Promise<void> {
	const deadline = Date.now() + LIMIT_MS;
	while (simulator.ledger().downloads.length < count && Date.now() < deadline) await sleep(LOOK_MS);
}

function figuresOf(runs: Map<Name, Run[]>, durationsMs: number[], speed: number): Figure[] {
	const count = durationsMs.length;
	const ideal = idealMs(durationsMs, speed);
	const all = (of: (run: Run) => number): Record<string, number> =>
		Object.fromEntries([...runs].map(([name, some]) => [name, median(some.map(of))]));
	const ours = (of: Record<string, number>) => Math.max(of.polling ?? NaN, of.resting ?? NaN);
	const overAtOnce = (of: Record<string, number>) =>
		Object.fromEntries(
			Object.entries(of).map(([name, value]) => [name, value / (of.atOnce ?? NaN)]),
		);
	const wall = all(({ wallMs }) => wallMs);
	const overIdeal = all(({ wallMs, emptyMs }) => wallMs / (ideal + emptyMs));
	const cpu = all((run) => run.cpuMs / count);
	const ofAtOnce = (name: Name, held: Held) => ({
		of: `${name} / at once`,
		value: overAtOnce(cpu)[name] ?? NaN,
		...held,
	});
	const effort = (of: 'nodes' | 'settings') =>
		Object.fromEntries([...runs.keys()].map((name) => [name, effortOf(approaches[name])[of]]));
	return [
		{ what: 'time until the last image (s)', measured: all(({ wallMs }) => wallMs / 1000) },
		{
			what: TIME_OVER_IDEAL,
			measured: overIdeal,
			goal: { of: 'ours', value: ours(overIdeal), ...(count === 1 ? WALL_OF_ONE : WALL) },
		},
		{
			what: 'time / at once',
			measured: overAtOnce(wall),
			goal: { of: 'ours', value: ours(wall) / (wall.atOnce ?? NaN), ...BEHIND },
		},
		{ what: 'requests / image', measured: all(({ requests }) => requests / count) },
		{
			what: 'CPU / image (ms)',
			measured: cpu,
			...(count >= CPU_FROM && { goal: ofAtOnce('polling', CPU) }),
		},
		...(count >= CPU_FROM
			? [
					{
						what: 'CPU / at once',
						measured: overAtOnce(cpu),
						goal: ofAtOnce('resting', CPU_OF_RESTING),
					},
				]
			: []),
		{ what: 'peak memory, on top of idle (MB)', measured: all(({ peakMb }) => peakMb) },
		{ what: 'nodes to build', measured: effort('nodes') },
		{ what: 'values to fill in', measured: effort('settings') },
	];
}
