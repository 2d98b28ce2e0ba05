/** `npm start`: a running n8n with our package, the simulator beside it, and examples that work. */
import { mkdir } from 'node:fs/promises';
import { OWNER } from './account.ts';
import { runFirstExample } from './firstExample.ts';
import { messageOf, SandboxError } from './n8n/errors.ts';
import { withLock } from './n8n/lock.ts';
import type { N8n } from './n8n/server.ts';
import { HELP, parseOptions, type SandboxOptions } from './options.ts';
import { DATA, LOCK, PICTURES, QUEUE } from './paths.ts';
import { SIMULATED_SPEED } from './service.ts';
import { setUp, type Sandbox } from './setup.ts';

async function main(): Promise<void> {
	const options = parseOptions(process.argv.slice(2));
	if (options.help) {
		console.log(HELP);
		return;
	}
	await mkdir(DATA, { recursive: true });
	await withLock(LOCK, async () => await run(options), {
		onWait: (pid) => {
			throw new SandboxError(
				`This sandbox runs already, as process ${pid}.`,
				'Use that one, or end it with Ctrl-C first.',
			);
		},
	});
}

async function run(options: SandboxOptions): Promise<void> {
	const sandbox: Sandbox = {};
	const { signal, stopped } = untilAskedToStop(() => void runningOf(sandbox)?.kill());
	const settingUp = setUp(sandbox, options, signal);
	try {
		await Promise.race([stopped, settingUp]);
		if (!signal.aborted) {
			console.log(summary(sandbox));
			void showFirstExample(sandbox, options, signal);
			await Promise.race([stopped, endOf(sandbox)]);
		}
	} finally {
		if (signal.aborted) console.log('\nStopping: n8n ends what it runs … (Ctrl-C again: at once)');
		// n8n first: a task that waits for its answer fails then, and the list comes to its end.
		await runningOf(sandbox)?.stop();
		await settingUp.catch(() => {});
		await runningOf(sandbox)?.stop();
		await sandbox.service?.stop();
	}
	console.log(
		options.queue
			? 'Stopped. Of queue mode only the logs are kept.'
			: 'Stopped. The sandbox is kept; npm start brings it back.',
	);
}

/** What there is to stop. */
function runningOf({ stack, n8n }: Sandbox): Pick<N8n, 'kill' | 'stop'> | undefined {
	return stack ?? n8n;
}

/** The first Ctrl-C asks, a later one insists. */
function untilAskedToStop(insist: () => void): { signal: AbortSignal; stopped: Promise<void> } {
	const stopping = new AbortController();
	const stopped = new Promise<void>((resolve) => {
		let asked = 0;
		const onSignal = () => {
			// npm passes Ctrl-C on though the terminal has sent it already: within a second it is the same.
			if (asked > 0 && Date.now() - asked > 1_000) insist();
			if (asked > 0) return;
			asked = Date.now();
			stopping.abort(new Error('stopped'));
			resolve();
		};
		for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(name, onSignal);
	});
	return { signal: stopping.signal, stopped };
}

async function endOf({ n8n }: Sandbox): Promise<never> {
	await n8n?.exited;
	throw new SandboxError('n8n ended by itself.', `Its log tells why: ${n8n?.logFile}`);
}

async function showFirstExample(
	{ client, examples: [first] = [], service }: Sandbox,
	{ runExample }: SandboxOptions,
	signal: AbortSignal,
): Promise<void> {
	if (client === undefined || first === undefined) return;
	if (service?.isReal && !runExample) {
		console.log(`The first example is not run: on the real service it costs credits.
Run it in n8n, or start with: npm start -- --run-example\n`);
		return;
	}
	console.log(`Running the example '${first.name}' …`);
	const outcome = await runFirstExample(client, first, PICTURES);
	if (!signal.aborted) console.log(`${outcome}\n`);
}

function summary({ n8n, stack, service, examples = [] }: Sandbox): string {
	const kie = service?.isReal
		? 'the real service: runs cost credits'
		: `simulated, ${SIMULATED_SPEED} times as fast as the real one`;
	const rows = [
		['n8n', n8n?.url],
		...(stack ? [['webhooks', stack.webhooks[0]?.url]] : []),
		['login', `${OWNER.email} / ${OWNER.password}`],
		['KIE', `${service?.url} (${kie})`],
		['examples', examples.length === 0 ? 'none' : `${examples.length}, under Workflows`],
		stack ? ['logs', QUEUE] : ['log', n8n?.logFile],
	];
	const lines = rows.map(([name = '', value = '']) => `  ${name.padEnd(9)} ${value}`);
	return ['', ...lines, '', '  Ctrl-C stops it.', ''].join('\n');
}

try {
	await main();
} catch (error) {
	const way = error instanceof SandboxError ? `\n${error.wayOn}` : '';
	console.error(`\n${messageOf(error)}${way}`);
	process.exitCode = 1;
}
