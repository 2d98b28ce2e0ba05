import { fork } from 'node:child_process';
import { join } from 'node:path';
import type { IExecuteFunctions, INodeExecutionData, INodeParameters } from 'n8n-workflow';
import { NodeConnectionTypes, sleep } from 'n8n-workflow';
import { knownNodes, runWorkflow } from '../test/helpers/engine.ts';
import { workflow } from '../test/helpers/workflows.ts';
import { median, ratio, report } from './report.ts';

const ITEMS = 100;
const ROUNDS = 9;
const WARM_UP_ROUNDS = 3;
const POLL_INTERVAL_S = 0.35;
const WALL_GOAL = {
	most: 1.3,
	why: 'For 100 images this is a third of a second, which nobody notices beside a minute of waiting.',
};

/** The same requests with the same pauses and nothing else: what n8n's helpers cost by themselves. */
async function bareLoop(ctx: IExecuteFunctions, baseUrl: string): Promise<INodeExecutionData[]> {
	const request = async (method: 'GET' | 'POST', url: string, body?: object) => {
		const options = {
			method,
			url: `${baseUrl}${url}`,
			json: true,
			timeout: 60_000,
			returnFullResponse: true,
			ignoreHttpStatusErrors: true,
			disableFollowRedirect: true,
			...(body && { body }),
		};
		const { body: answer } = (await ctx.helpers.httpRequestWithAuthentication.call(
			ctx,
			'kieImageApi',
			options,
		)) as { body: { data: { taskId: string } } };
		return answer.data;
	};
	const tasks = await Promise.all(
		ctx
			.getInputData()
			.map(
				async () =>
					await request('POST', '/api/v1/gpt4o-image/generate', { prompt: 'x', size: '1:1' }),
			),
	);
	await sleep(2 * POLL_INTERVAL_S * 1000);
	const read = async ({ taskId }: { taskId: string }) =>
		await request('GET', `/api/v1/gpt4o-image/record-info?taskId=${taskId}`);
	await Promise.all(tasks.map(read));
	await sleep(POLL_INTERVAL_S * 1000);
	const done = await Promise.all(tasks.map(read));
	return done.map((json, item) => ({ json, pairedItem: { item } }));
}

interface Measured {
	wallMs: number;
	cpuMs: number;
}

async function measure(work: () => Promise<unknown>): Promise<Measured> {
	const cpu = process.cpuUsage();
	const start = performance.now();
	await work();
	const { user, system } = process.cpuUsage(cpu);
	return { wallMs: performance.now() - start, cpuMs: (user + system) / 1000 };
}

/** 100 items, batching wide open, against a server that answers at once. */
export async function benchJourney(): Promise<void> {
	const server = fork(join(__dirname, 'server.mjs'), { execArgv: [] });
	try {
		const port = await new Promise<number>((resolve) => server.once('message', resolve));
		const baseUrl = `http://127.0.0.1:${port}`;
		const counts = async () => (await fetch(`${baseUrl}/counts`)).json() as Promise<object>;
		const credentials = { apiKey: 'bench', baseUrl };
		knownNodes['bench.bare'] = {
			description: {
				...knownNodes['test.passOn']!.description,
				credentials: [{ name: 'kieImageApi', required: true }],
				inputs: [NodeConnectionTypes.Main],
			},
			async execute() {
				return [await bareLoop(this, baseUrl)];
			},
		};
		const items = Array.from({ length: ITEMS }, () => ({}));
		const parameters: INodeParameters = {
			prompt: 'x',
			downloadImages: false,
			options: {
				pollInterval: POLL_INTERVAL_S,
				batching: { batch: { batchSize: -1, batchInterval: 0 } },
			},
		};
		const run = async (settings: object) => {
			const result = await runWorkflow(workflow(parameters, { items, settings }), { credentials });
			if (result.status !== 'success')
				throw result.data.resultData.error ?? new Error(result.status);
		};
		const node = async () => await run({});
		const bare = async () => await run({ type: 'bench.bare', parameters: {} });

		for (let round = 0; round < WARM_UP_ROUNDS; round++) {
			await bare();
			await node();
		}
		await counts();
		const rounds: Array<{ bare: Measured; node: Measured }> = [];
		let ofNode: object = {};
		for (let round = 0; round < ROUNDS; round++) {
			const bareRound = await measure(bare);
			await counts();
			const nodeRound = await measure(node);
			ofNode = await counts();
			rounds.push({ bare: bareRound, node: nodeRound });
		}
		const row = (what: string, of: (round: Measured) => number, goal?: typeof WALL_GOAL) => {
			const medianOf = (which: 'bare' | 'node') => median(rounds.map((round) => of(round[which])));
			return ratio(what, medianOf('bare'), medianOf('node'), goal);
		};
		report(`Journey: ${ITEMS} items, median of ${ROUNDS} alternating rounds`, [
			row('wall time (ms)', ({ wallMs }) => wallMs, WALL_GOAL),
			// Held to what people build instead, by the part `compare`.
			row('CPU time (ms)', ({ cpuMs }) => cpuMs),
		]);
		console.log(
			`  last round of the node: ${JSON.stringify(ofNode)} (interval ${POLL_INTERVAL_S * 1000} ms)`,
		);
	} finally {
		server.disconnect();
	}
}
