/**
 * n8n in queue mode, as it runs in production: Redis, PostgreSQL, a main process, processes for
 * webhooks, and workers.
 *
 *   const stack = await startQueueStack({ folder: '/tmp/some-folder', tarball });
 *   const client = new N8nClient(stack.main.url);   // the editor, and what tests ask
 *   stack.webhooks[0].url                           // production webhooks and resume URLs
 *   await stack.killWorker();                       // as when its machine dies
 *   await stack.startWorker();
 *   await stack.stop();
 */
import { randomBytes } from 'node:crypto';
import { mkdir, rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { ensureN8n, type N8nInstall } from '../n8n/install.ts';
import { installAtStart, readTarball } from '../n8n/package-install.ts';
import { freePort } from '../n8n/ports.ts';
import { startN8n, type N8n, type N8nOptions } from '../n8n/server.ts';
import { cpuMs, residentBytes } from '../n8n/usage.ts';
import type { Backing } from './daemon.ts';
import { startPostgres } from './postgres.ts';
import { findPrograms, type Programs } from './programs.ts';
import { startRedis } from './redis.ts';

export interface QueueOptions {
	/** For logs, and a user folder for each n8n. Emptied at the start: nothing of a stack is kept. */
	folder: string;
	/** Our package: every process has it. */
	tarball: string;
	install?: N8nInstall;
	/** Of the main process; a free one when absent. */
	port?: number;
	/** How many of each: 1 and 2 when absent. */
	webhookProcesses?: number;
	workers?: number;
	/** How many executions a worker does at once; n8n advises no fewer than 5, the default here. */
	concurrency?: number;
	/** For every n8n, added last. */
	env?: Record<string, string>;
	onProgress?: (text: string) => void;
	signal?: AbortSignal;
}

export interface ProcessUsage {
	/** `main`, `webhook-1`, `worker-2`: its folder and its log are called so, too. */
	name: string;
	pid: number;
	residentBytes: number;
	/** Since it was started. */
	cpuMs: number;
}

/** With these n8n notices after a dozen seconds, and not after two minutes, that a worker is dead. */
export const QUICK_STALLS = {
	QUEUE_WORKER_LOCK_DURATION: '6000',
	QUEUE_WORKER_LOCK_RENEW_TIME: '2000',
	QUEUE_WORKER_STALLED_INTERVAL: '3000',
};

export async function startQueueStack(options: QueueOptions): Promise<QueueStack> {
	const stack = new QueueStack(options);
	try {
		await stack.start();
		return stack;
	} catch (error) {
		await stack.kill();
		throw error;
	}
}

export class QueueStack {
	/** Those that run; what was killed is not among them. */
	readonly webhooks: N8n[] = [];
	readonly workers: N8n[] = [];

	readonly #options: QueueOptions;
	readonly #backing = new Set<Backing>();
	readonly #n8ns = new Set<N8n>();
	/** What all n8n processes are started with. */
	#shared: Partial<N8nOptions> = {};
	#main: N8n | undefined;
	#workersStarted = 0;

	constructor(options: QueueOptions) {
		this.#options = options;
	}

	/** Where the Redis and the PostgreSQL of all are, as n8n is told it. */
	get backingEnv(): Record<string, string> {
		return Object.assign({}, ...[...this.#backing].map(({ env }) => env)) as Record<string, string>;
	}

	/** The only one that answers the editor, /rest, /api and /webhook-test. */
	get main(): N8n {
		if (this.#main === undefined) throw new Error('The main process has not been started.');
		return this.#main;
	}

	/** Done by startQueueStack. */
	async start(): Promise<void> {
		const { folder, signal, onProgress = () => {} } = this.#options;
		const { webhookProcesses = 1, workers = 2 } = this.#options;
		const programs = findPrograms();
		const install = this.#options.install ?? (await ensureN8n(signal ? { signal } : {}));
		await rm(folder, { recursive: true, force: true });
		await mkdir(folder, { recursive: true });

		onProgress('Redis and PostgreSQL');
		await this.#startBacking(programs);
		const port = this.#options.port ?? (await freePort());
		const webhookPort = await freePort();
		this.#shareSettings(install, port, webhookPort);
		onProgress('the main process');
		await this.#startMain(port);
		onProgress(`webhook processes (${webhookProcesses}) and workers (${workers})`);
		const [webhooks] = await allOf([
			allOf(
				times(webhookProcesses, async (number) => {
					const options = number === 1 ? { port: webhookPort } : {};
					return await this.#startN8n(`webhook-${number}`, { role: 'webhook', ...options });
				}),
			),
			allOf(times(workers, async () => await this.startWorker())),
		]);
		this.webhooks.push(...(webhooks ?? []));
	}

	/**
	 * Always with a user folder of its own, as a new machine has it: a worker that finds the event log of
	 * a killed one takes every unfinished execution for crashed.
	 */
	async startWorker(): Promise<N8n> {
		const worker = await this.#startN8n(`worker-${++this.#workersStarted}`, {
			role: 'worker',
			args: [`--concurrency=${this.#options.concurrency ?? 5}`],
		});
		this.workers.push(worker);
		return worker;
	}

	/** `kill -9` of one of `workers`, of the first when it is not told which. */
	async killWorker(index = 0): Promise<N8n> {
		const [worker] = this.workers.splice(index, 1);
		if (worker === undefined) throw new Error(`There is no worker ${index}.`);
		await worker.kill();
		this.#n8ns.delete(worker);
		return worker;
	}

	async killMain(): Promise<void> {
		await this.main.kill();
	}

	/** Stops it, if it still runs, and starts it anew with its folder and port; who was logged in still is. */
	async restartMain(): Promise<void> {
		this.#n8ns.delete(this.main);
		this.#main = await this.main.restart();
		this.#n8ns.add(this.#main);
	}

	/** Memory and time of each n8n, without the runner that some of them start for Code nodes. */
	usage(): ProcessUsage[] {
		return [this.main, ...this.webhooks, ...this.workers].map(({ home, pid }) => ({
			name: basename(home),
			pid,
			residentBytes: residentBytes(pid),
			cpuMs: cpuMs(pid),
		}));
	}

	/** Executions that run are ended first; what takes longer than some seconds is killed. */
	async stop(): Promise<void> {
		await allOf([...this.#n8ns].map(async (n8n) => await n8n.stop()));
		await this.#stopBacking();
	}

	async kill(): Promise<void> {
		await allOf([...this.#n8ns].map(async (n8n) => await n8n.kill()));
		await this.#stopBacking();
	}

	/** Quick enough always; a PostgreSQL that is killed leaves shared memory behind. */
	async #stopBacking(): Promise<void> {
		await allOf([...this.#backing].map(async (one) => await one.stop()));
	}

	async #startBacking({ redis, postgres }: Programs): Promise<void> {
		const { folder, signal } = this.#options;
		const options = (name: string) => ({
			logFile: join(folder, `${name}.log`),
			...(signal ? { signal } : {}),
		});
		await allOf([
			startRedis(redis, options('redis')).then((one) => this.#backing.add(one)),
			startPostgres(postgres, options('postgres')).then((one) => this.#backing.add(one)),
		]);
	}

	#shareSettings(install: N8nInstall, port: number, webhookPort: number): void {
		const { tarball, signal, env } = this.#options;
		this.#shared = {
			install,
			tarball,
			...(signal ? { signal } : {}),
			env: {
				EXECUTIONS_MODE: 'queue',
				...this.backingEnv,
				N8N_ENCRYPTION_KEY: randomBytes(24).toString('hex'),
				// What a proxy before them would do: production and resume URLs lead to the first webhook
				// process, the editor and its test URLs to main.
				WEBHOOK_URL: urlAt(webhookPort),
				N8N_EDITOR_BASE_URL: urlAt(port),
				N8N_DISABLE_PRODUCTION_MAIN_PROCESS: 'true',
				...env,
			},
		};
	}

	async #startMain(port: number): Promise<void> {
		const env = installAtStart(await readTarball(this.#options.tarball));
		this.#main = await this.#startN8n('main', { port, env });
	}

	async #startN8n(name: string, options: Partial<N8nOptions>): Promise<N8n> {
		const { folder } = this.#options;
		const n8n = await startN8n({
			...this.#shared,
			...options,
			env: { ...this.#shared.env, ...options.env },
			home: join(folder, name),
			logFile: join(folder, `${name}.log`),
		});
		this.#n8ns.add(n8n);
		return n8n;
	}
}

const urlAt = (port: number) => `http://127.0.0.1:${port}/`;

function times<T>(count: number, make: (number: number) => Promise<T>): Array<Promise<T>> {
	return Array.from({ length: count }, async (_, index) => await make(index + 1));
}

/** Like Promise.all, but fails only when all have come to their end: none is under way any more. */
async function allOf<T>(promises: Array<Promise<T>>): Promise<T[]> {
	await Promise.allSettled(promises);
	return await Promise.all(promises);
}
