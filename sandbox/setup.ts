/** From a bare clone to a running n8n, as a list of tasks that shows how far it is. */
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Listr, type ListrTask } from 'listr2';
import { ensureCredential, logIn } from './account.ts';
import { importExamples, type Example } from './examples.ts';
import { N8nClient, type Credential } from './n8n/client.ts';
import { SandboxError } from './n8n/errors.ts';
import { ensureN8n, type N8nInstall } from './n8n/install.ts';
import { isFree } from './n8n/ports.ts';
import { startN8n, type N8n } from './n8n/server.ts';
import type { SandboxOptions } from './options.ts';
import { packPackage } from './pack.ts';
import { EXAMPLES, HOME, PACKED, PICTURES, QUEUE, REPO, SIMULATOR_LOG } from './paths.ts';
import { findPrograms } from './queue/programs.ts';
import { startQueueStack, type QueueStack } from './queue/stack.ts';
import { startService, type KieService } from './service.ts';

/** Filled task by task; what is started is here to be stopped, however far it came. */
export interface Sandbox {
	tarball?: string;
	install?: N8nInstall;
	service?: KieService;
	/** In queue mode; `n8n` is its main process then. */
	stack?: QueueStack;
	n8n?: N8n;
	client?: N8nClient;
	credential?: Credential;
	examples?: Example[];
}

const QUIET_MS = 15_000;

export async function setUp(
	sandbox: Sandbox,
	options: SandboxOptions,
	signal: AbortSignal,
): Promise<void> {
	const tasks: Array<ListrTask<Sandbox>> = [
		{
			title: 'Forget the last sandbox',
			enabled: () => options.fresh,
			task: async () => {
				for (const folder of [HOME, PICTURES]) await rm(folder, { recursive: true, force: true });
			},
		},
		{
			title: 'Build and pack the package',
			task: async (context) => {
				context.tarball = await packPackage(REPO, PACKED, signal);
			},
		},
		{
			title: 'n8n 2.40.7 and its Node 24',
			task: async (context, task) => {
				const show = throttled((text) => (task.output = text));
				context.install = await ensureN8n({ onProgress: show, signal });
			},
		},
		{
			title: process.env.KIE_API_KEY ? 'The real KIE API (KIE_API_KEY is set)' : 'KIE simulator',
			task: async (context) => {
				context.service = await startService(process.env, SIMULATOR_LOG);
			},
		},
		{
			title: 'Start n8n',
			enabled: () => !options.queue,
			task: async (context) => {
				const { install, tarball } = context;
				context.n8n = await startN8n({
					home: HOME,
					port: options.port,
					signal,
					...(install ? { install } : {}),
					...(tarball ? { tarball } : {}),
				});
				context.client = new N8nClient(context.n8n.url);
			},
		},
		{
			title: 'Start n8n in queue mode',
			enabled: () => options.queue,
			task: async (context, task) => {
				const { install, tarball } = context;
				context.stack = await startQueueStack({
					folder: QUEUE,
					port: options.port,
					tarball: there(tarball),
					// Else what is run by hand would run in the main process, and no worker would be seen.
					env: { OFFLOAD_MANUAL_EXECUTIONS_TO_WORKERS: 'true' },
					onProgress: (text) => (task.output = text),
					signal,
					...(install ? { install } : {}),
				});
				context.n8n = context.stack.main;
				context.client = new N8nClient(context.n8n.url);
			},
		},
		{
			title: 'Owner account',
			task: async ({ client }) => await logIn(there(client)),
		},
		{
			title: 'Install the tarball as a community package',
			// In queue mode each process has it from its start.
			enabled: () => !options.queue,
			task: async ({ n8n, client }, task) => {
				const result = await there(n8n).installPackage(there(client));
				if (result === 'kept') task.title += ' (unchanged)';
			},
		},
		{
			title: 'Credential and example workflows',
			task: async (context) => {
				const client = there(context.client);
				context.credential = await ensureCredential(client, there(context.service).credential);
				const record = join(options.queue ? QUEUE : HOME, 'examples.json');
				context.examples = await importExamples(client, EXAMPLES, record, context.credential);
			},
		},
	];
	await checkPort(options.port);
	if (options.queue) findPrograms();
	await new Listr<Sandbox>(tasks, {
		ctx: sandbox,
		registerSignalListeners: false,
		rendererOptions: { collapseErrors: false, showErrorMessage: false },
	}).run();
}

/** Asked before the long work; n8n asks again when it starts. */
async function checkPort(port: number): Promise<void> {
	if (await isFree(port)) return;
	throw new SandboxError(
		`Port ${port} is in use.`,
		`Stop what uses it, or choose another: npm start -- --port ${port + 1}`,
	);
}

/** Where nobody watches (a log, CI) a line every two seconds would be noise. */
function throttled(show: (text: string) => void): (text: string) => void {
	if (process.stdout.isTTY) return show;
	let last = 0;
	return (text) => {
		if (Date.now() - last < QUIET_MS) return;
		last = Date.now();
		show(text);
	};
}

function there<T>(value: T | undefined): T {
	if (value === undefined) throw new Error('A task was run before what it needs.');
	return value;
}
