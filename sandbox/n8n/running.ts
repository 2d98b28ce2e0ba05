/** A program that runs until it is stopped: started with its output in a file, and waited for. */
import type { ChildProcess } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { ended, hasEnded, killGroup, spawnNode, stopGroup } from './processes.ts';

export interface Running {
	pid: number;
	logFile: string;
	/** Resolves when the process has ended, by itself or not. */
	exited: Promise<void>;
	stop(): Promise<void>;
	/** The end without a goodbye, as when the power goes. */
	kill(): Promise<void>;
}

export interface Program {
	/** As it is called in messages. */
	name: string;
	/** The Node that runs it. */
	node: string;
	args: string[];
	cwd: string;
	env: NodeJS.ProcessEnv;
	logFile: string;
	isReady: () => Promise<boolean>;
	startLimitMs: number;
	stopLimitMs: number;
	signal?: AbortSignal;
}

const LOOK_MS = 200;

export async function startProgram(program: Program): Promise<Running> {
	const { node, args, cwd, env, logFile, stopLimitMs, signal } = program;
	signal?.throwIfAborted();
	const log = openSync(logFile, 'a');
	const child = spawnNode(node, args, { cwd, env, output: log });
	closeSync(log);
	try {
		await untilReady(child, program);
	} catch (error) {
		await stopGroup(child, 2_000);
		throw new Error(`${String(error)}\n${await tailOf(logFile)}\n(all of it: ${logFile})`);
	}
	return {
		pid: child.pid ?? 0,
		logFile,
		exited: ended(child),
		stop: async () => await stopGroup(child, stopLimitMs),
		kill: async () => await killGroup(child),
	};
}

async function untilReady(
	child: ChildProcess,
	{ name, isReady, startLimitMs, signal }: Program,
): Promise<void> {
	const deadline = Date.now() + startLimitMs;
	while (!(await isReady())) {
		signal?.throwIfAborted();
		if (hasEnded(child)) throw new Error(`${name} ended while it started.`);
		if (Date.now() > deadline)
			throw new Error(`${name} was not ready after ${startLimitMs / 1000} s.`);
		await sleep(LOOK_MS);
	}
}

async function tailOf(file: string): Promise<string> {
	const text = await readFile(file, 'utf8').catch(() => '');
	return text.trim().split('\n').slice(-15).join('\n');
}
