import { fork } from 'node:child_process';
import { mkdirSync, rmSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Credential, Execution, N8nClient } from '../sandbox/n8n/client.ts';
import { itemsOf, itemsOfRun, runsOf } from '../sandbox/n8n/client.ts';
import type { NodeJson, WorkflowFile } from '../test/e2e/helpers/workflows.ts';
import { kie, manualTrigger, node, START, workflow } from '../test/e2e/helpers/workflows.ts';
import { FILES_AT_ONCE } from '../nodes/shared/output/download.ts';
import type { Ground } from './n8n.ts';
import { connected, connectTo, inN8n, withPackage } from './n8n.ts';
import type { Held } from './report.ts';
import { growth, median, ratio, report } from './report.ts';
import type { ResidentMemory } from './residentMemory.ts';

const MB = 1024 * 1024;
const MEASURED = 'Measured';
const GROWTH_GOAL = {
	most: 64,
	why: 'Files are streamed: a node that held all of them would need hundreds of megabytes. What is left are buffers of Node and n8n, some megabytes for each of the files that come at once.',
};
const WARM_UP_RUNS = 40;
const SETTLED = 4 * MB;
const DOWNLOADS = { count: 100, small: 8 * 1024, large: 8 * MB };
const UPLOADS = { count: 20, small: 20 * 1024, large: 20 * MB };
const TIMED = { count: 100, bytes: 1 * MB };
const ROUNDS = 5;
const TIME_GOAL = {
	most: 1.2,
	why: "The node also looks at what came, names it, and checks its size; a fifth of n8n's own time is left for that.",
};

interface Bench {
	client: N8nClient;
	credential: Credential;
	memory: ResidentMemory;
	origin: string;
	/** Where n8n keeps the files of executions; 800 MB a run would soon fill a disk. */
	store: string;
	/** For files of the disk. */
	folder: string;
}

/** Memory and time of files in a real n8n, with its files in a folder. */
export async function benchFiles(): Promise<void> {
	const server = fork(join(__dirname, 'fileServer.mjs'), { execArgv: [] });
	try {
		const port = await new Promise<number>((resolve) => server.once('message', resolve));
		const origin = `http://127.0.0.1:${port}`;
		await withPackage(async (ground) => {
			await inBench(ground, origin, measureDownloads);
			await inBench(ground, origin, measureBareDownloads);
			await inBench(ground, origin, measureUploads);
			await inBench(ground, origin, measureTime);
		});
	} finally {
		server.disconnect();
	}
}

async function inBench(
	ground: Ground,
	origin: string,
	measure: (bench: Bench) => Promise<void>,
): Promise<void> {
	await inN8n(
		ground,
		async (n8n) => {
			const credential = await connectTo(n8n, origin);
			await measure({ ...n8n, ...foldersIn(n8n.home), credential, origin });
		},
		(home) => {
			const { store, folder } = foldersIn(home);
			for (const path of [store, folder]) mkdirSync(path);
			return {
				N8N_DEFAULT_BINARY_DATA_MODE: 'filesystem',
				N8N_STORAGE_PATH: store,
				N8N_RESTRICT_FILE_ACCESS_TO: folder,
			};
		},
	);
}

const foldersIn = (home: string) => ({ store: join(home, 'store'), folder: join(home, 'folder') });

async function measureDownloads(bench: Bench): Promise<void> {
	const { count } = DOWNLOADS;
	await measureGrowth(
		bench,
		`Downloads: ${count} pictures of 8 MB, and of 8 kB`,
		DOWNLOADS,
		(bytes) => [
			manyItems(count),
			kie(MEASURED, {
				operation: 'generate',
				prompt: `1x${bytes}`,
				options: { batching: { batch: { batchSize: -1, batchInterval: 0 } } },
			}),
		],
		GROWTH_GOAL,
	);
}

/** For comparison: what Node and n8n take by themselves. */
async function measureBareDownloads(bench: Bench): Promise<void> {
	const { count } = DOWNLOADS;
	await measureGrowth(bench, "The same downloads by n8n's HTTP Request", DOWNLOADS, (bytes) => [
		manyItems(count),
		httpRequest(bench, MEASURED, bytes),
	]);
}

async function measureUploads(bench: Bench): Promise<void> {
	const { count } = UPLOADS;
	await measureGrowth(
		bench,
		`Uploads: ${count} files of 20 MB, and of 20 kB`,
		UPLOADS,
		async (bytes) => {
			for (let n = 0; n < count; n++) {
				// Not at a stroke: meanwhile n8n closes connections, which has to be noticed.
				await writeFile(join(bench.folder, `${n}.png`), Buffer.alloc(bytes, n));
			}
			const fileSelector = join(bench.folder, '*.png');
			return [
				node('Read', 'n8n-nodes-base.readWriteFile', 1, { fileSelector }),
				kie(MEASURED, { resource: 'file', operation: 'upload' }),
			];
		},
		GROWTH_GOAL,
	);
}

/**
 * n8n has just started, and grows by itself at first. It is warm when small files do not make it grow
 * any more; none of the warm-up is with large files, which would hide what they take.
 */
async function measureGrowth(
	bench: Bench,
	title: string,
	{ count, small, large }: typeof DOWNLOADS,
	nodesFor: (bytes: number) => NodeJson[] | Promise<NodeJson[]>,
	goal?: Held,
): Promise<void> {
	const peakOf = async (bytes: number) => await peakOfNode(bench, count, await nodesFor(bytes));
	let peak = await peakOf(small);
	let quiet = 0;
	for (let run = 1; run < WARM_UP_RUNS && quiet < 3; run++) {
		const next = await peakOf(small);
		quiet = next <= peak + SETTLED ? quiet + 1 : 0;
		peak = Math.max(peak, next);
	}
	const before = await peakOf(small);
	report(title, [growth('peak memory (MB)', before / MB, (await peakOf(large)) / MB, goal)]);
}

async function measureTime(bench: Bench): Promise<void> {
	const { count, bytes } = TIMED;
	const request = httpRequest(bench, 'HTTP Request', bytes);
	const loop = node('Loop', 'n8n-nodes-base.splitInBatches', 3, { batchSize: FILES_AT_ONCE });
	const items = manyItems(count);
	// n8n's node has no limit of its own to what it does at once: a loop gives it as many as ours takes.
	const looped = workflow(
		[manualTrigger(), items, loop, request],
		[
			[START, items.name],
			[items.name, loop.name],
			[loop.name, request.name, 1],
			[request.name, loop.name],
		],
	);
	const allAtOnce = chained([items, request]);
	const ours = chained([
		kie(MEASURED, { operation: 'getStatus', taskId: `${count}x${bytes}`, downloadImages: true }),
	]);

	const rounds: Array<{ looped: number; allAtOnce: number; ours: number }> = [];
	for (let round = 0; round <= ROUNDS; round++) {
		const times = {
			looped: timeOf(await run(bench, looped), 'HTTP Request', count),
			allAtOnce: timeOf(await run(bench, allAtOnce), 'HTTP Request', count),
			ours: timeOf(await run(bench, ours), MEASURED, count),
		};
		// The first one is the warm-up.
		if (round > 0) rounds.push(times);
	}
	const medianOf = (what: keyof (typeof rounds)[number]) =>
		median(rounds.map((times) => times[what]));
	report(`Downloads: ${count} files of 1 MB, median of ${ROUNDS} alternating rounds`, [
		ratio(`${FILES_AT_ONCE} at once (ms)`, medianOf('looped'), medianOf('ours'), TIME_GOAL),
	]);
	console.log(
		`  bare: n8n's HTTP Request; all ${count} at once takes it ${medianOf('allAtOnce').toFixed(0)} ms`,
	);
}

/** The most memory that n8n had while the measured node ran. */
async function peakOfNode(bench: Bench, files: number, nodes: NodeJson[]): Promise<number> {
	const execution = await run(bench, chained(nodes));
	const [last] = runsOf(execution, MEASURED);
	if (!last || itemsOf(execution, MEASURED).length !== files)
		throw new Error('Not all files came.');
	return bench.memory.peakBetween(last.startTime, last.startTime + last.executionTime);
}

/** What a node took in all its runs. */
function timeOf(execution: Execution, name: string, files: number): number {
	const runs = runsOf(execution, name);
	const items = runs.flatMap((one) => itemsOfRun(one));
	if (items.filter(({ binary }) => binary).length !== files) throw new Error('Files are missing.');
	return runs.reduce((sum, { executionTime }) => sum + executionTime, 0);
}

async function run({ client, credential, store }: Bench, file: WorkflowFile): Promise<Execution> {
	const nodes = connected(file.nodes, credential);
	const { id } = await client.createWorkflow({ ...file, nodes });
	// Looks are rare: n8n would need memory to answer them.
	const execution = await client.runAndWait(id, START, { limitMs: 300_000, lookMs: 500 });
	rmSync(join(store, 'workflows'), { recursive: true, force: true });
	if (execution.status !== 'success') {
		throw new Error(JSON.stringify(execution.data?.resultData.error));
	}
	return execution;
}

function chained(nodes: NodeJson[]): WorkflowFile {
	const all = [manualTrigger(), ...nodes];
	return workflow(
		all,
		nodes.map((one, index) => [all[index]?.name ?? START, one.name]),
	);
}

function httpRequest({ origin }: Bench, name: string, bytes: number): NodeJson {
	return node(name, 'n8n-nodes-base.httpRequest', 4.2, {
		url: `=${origin}/files/${bytes}/{{ $json.n }}.png`,
		options: { response: { response: { responseFormat: 'file' } } },
	});
}

function manyItems(count: number): NodeJson {
	const jsCode = `return Array.from({ length: ${count} }, (_, n) => ({ json: { n } }));`;
	return node('Items', 'n8n-nodes-base.code', 2, { jsCode });
}
