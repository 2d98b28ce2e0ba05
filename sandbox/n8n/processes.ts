import { spawn, type ChildProcess } from 'node:child_process';
import { Socket } from 'node:net';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

const LIFELINE = fileURLToPath(new URL('./lifeline.cjs', import.meta.url));
const LIFELINE_FD = 3;
const KEPT_OUTPUT = 20_000;

export interface GroupOptions {
	cwd?: string;
	env?: NodeJS.ProcessEnv;
	/** Where stdout and stderr go: an open file, or 'pipe'. */
	output?: number | 'pipe';
}

/**
 * Starts a Node program as the leader of its own process group, tied to this process by a lifeline
 * (see lifeline.cjs). `node` is the Node that runs it.
 */
export function spawnNode(node: string, args: string[], options: GroupOptions = {}): ChildProcess {
	const output = options.output ?? 'pipe';
	const child = spawn(node, ['--require', LIFELINE, ...args], {
		...(options.cwd === undefined ? {} : { cwd: options.cwd }),
		env: { ...(options.env ?? process.env), SANDBOX_LIFELINE_FD: String(LIFELINE_FD) },
		stdio: ['ignore', output, output, 'pipe'],
		detached: true,
	});
	const lifeline = child.stdio[LIFELINE_FD];
	if (lifeline instanceof Socket) {
		lifeline.on('error', () => {});
		lifeline.resume().unref();
	}
	return child;
}

/** Signals everything in the group of a child; false when nothing of it is left. */
export function signalGroup(child: ChildProcess, signal: NodeJS.Signals): boolean {
	if (child.pid === undefined) return false;
	try {
		return process.kill(-child.pid, signal);
	} catch {
		return false;
	}
}

export function hasEnded(child: ChildProcess): boolean {
	return child.exitCode !== null || child.signalCode !== null;
}

export async function ended(child: ChildProcess): Promise<void> {
	if (hasEnded(child)) return;
	await new Promise((resolve) => child.once('exit', resolve));
}

/** SIGTERM to the leader, SIGKILL to whatever of its group is left after the limit. */
export async function stopGroup(child: ChildProcess, limitMs: number): Promise<void> {
	if (!hasEnded(child)) {
		child.kill('SIGTERM');
		await Promise.race([ended(child), sleep(limitMs, undefined, { ref: false })]);
	}
	await killGroup(child);
}

export async function killGroup(child: ChildProcess): Promise<void> {
	signalGroup(child, 'SIGKILL');
	await ended(child);
}

export class RunError extends Error {
	readonly output: string;

	constructor(message: string, output: string) {
		super(message);
		this.name = 'RunError';
		this.output = output;
	}
}

/** Runs a Node program to its end and returns what it printed; rejects with what it printed. */
export async function runNode(
	node: string,
	args: string[],
	options: GroupOptions & { signal?: AbortSignal; limitMs?: number } = {},
): Promise<string> {
	const { signal, limitMs = 30 * 60_000 } = options;
	signal?.throwIfAborted();
	const child = spawnNode(node, args, { ...options, output: 'pipe' });
	let output = '';
	const keep = (chunk: Buffer) => (output = (output + chunk.toString()).slice(-KEPT_OUTPUT));
	child.stdout?.on('data', keep);
	child.stderr?.on('data', keep);
	// npm would try to roll back for half a minute; what it left is removed by whoever called it.
	const stop = () => void signalGroup(child, 'SIGKILL');
	const timer = setTimeout(stop, limitMs);
	signal?.addEventListener('abort', stop);
	try {
		const code = await new Promise<number | null>((resolve, reject) => {
			child.once('error', reject);
			child.once('close', resolve);
		});
		signal?.throwIfAborted();
		if (code !== 0)
			throw new RunError(`${args.join(' ')} ended with ${code ?? 'a signal'}`, output);
		return output;
	} finally {
		clearTimeout(timer);
		signal?.removeEventListener('abort', stop);
	}
}

/**
 * Runs a Node program to its end and tells each line that it prints; how it ended. It ends with this
 * process, whatever ends this one. Rejects where it cannot be started.
 */
export async function followNode(
	node: string,
	args: string[],
	onLine: (line: string) => void,
	options: Omit<GroupOptions, 'output'> = {},
): Promise<number> {
	const child = spawnNode(node, args, options);
	for (const stream of [child.stdout, child.stderr]) {
		if (stream) createInterface(stream).on('line', onLine);
	}
	return await new Promise((resolve, reject) => {
		child.once('error', reject);
		child.once('close', (code) => resolve(code ?? 1));
	});
}
