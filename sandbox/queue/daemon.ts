/** A server that is no Node program, in a temporary folder of its own: both are gone when it has ended. */
import { chown, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startProgram, type Running } from '../n8n/running.ts';
import { unprivilegedAccount } from './programs.ts';

/** What n8n needs beside it, and the settings that tell it where that is. */
export interface Backing extends Running {
	env: Record<string, string>;
}

export interface BackingOptions {
	logFile: string;
	signal?: AbortSignal;
}

export interface DaemonOptions extends BackingOptions {
	name: string;
	/** Written into the folder, for nobody else to read. */
	files: Record<string, string>;
	/** Commands with their arguments: what prepares the folder, and at last the server. */
	steps: (folder: string) => string[][];
	/** Asks the server to end. */
	stopSignal: NodeJS.Signals;
	isReady: (folder: string) => Promise<boolean>;
}

const KEEPER = fileURLToPath(new URL('./keeper.mjs', import.meta.url));
const START_LIMIT_MS = 60_000;
const STOP_LIMIT_MS = 10_000;

export async function startDaemon(options: DaemonOptions): Promise<Running> {
	const { name, files, steps, stopSignal, isReady, ...rest } = options;
	const account = unprivilegedAccount();
	// Not in the sandbox's own folder: whoever root gives this to may have no way to there.
	const folder = await mkdtemp(join(tmpdir(), `kie-sandbox-${name.toLowerCase()}-`));
	const remove = async () => await rm(folder, { recursive: true, force: true });
	try {
		for (const [file, text] of Object.entries(files))
			await writeFile(join(folder, file), text, { mode: 0o600 });
		if (account) {
			for (const path of [folder, ...Object.keys(files).map((file) => join(folder, file))])
				await chown(path, account.uid, account.gid);
		}
		const plan = { steps: steps(folder), folder, stopSignal, account };
		const running = await startProgram({
			...rest,
			name,
			node: process.execPath,
			args: [KEEPER, JSON.stringify(plan)],
			cwd: tmpdir(),
			// Its messages in English, and its order of texts the same everywhere.
			env: { PATH: process.env.PATH, LC_ALL: 'C' },
			isReady: async () => await isReady(folder),
			startLimitMs: START_LIMIT_MS,
			stopLimitMs: STOP_LIMIT_MS,
		});
		return {
			...running,
			stop: async () => {
				await running.stop();
				await remove();
			},
			kill: async () => {
				await running.kill();
				await remove();
			},
		};
	} catch (error) {
		await remove();
		throw error;
	}
}
