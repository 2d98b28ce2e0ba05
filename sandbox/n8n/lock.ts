/** A lock between processes: a file that its holder keeps touching. */
import { readFileSync } from 'node:fs';
import { readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';

const TOUCH_MS = 5_000;
const STALE_MS = 30_000;
const LOOK_MS = 1_000;

/** Runs `work` while holding the lock; `onWait` is told once whom it waits for. */
export async function withLock<T>(
	file: string,
	work: () => Promise<T>,
	options: { onWait?: (pid: number) => void; signal?: AbortSignal } = {},
): Promise<T> {
	let told = false;
	while (!(await tryLock(file))) {
		options.signal?.throwIfAborted();
		const holder = await staleHolder(file);
		if (holder.stale) {
			await takeAway(file, holder.text);
			continue;
		}
		if (!told) options.onWait?.(holder.pid);
		told = true;
		await sleep(LOOK_MS);
	}
	const touching = setInterval(() => {
		const now = new Date();
		utimes(file, now, now).catch(() => {});
	}, TOUCH_MS);
	touching.unref();
	try {
		return await work();
	} finally {
		clearInterval(touching);
		await rm(file, { force: true });
	}
}

async function tryLock(file: string): Promise<boolean> {
	try {
		await writeFile(file, String(process.pid), { flag: 'wx' });
		return true;
	} catch (error) {
		if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
		throw error;
	}
}

/** A holder is gone when its process is, or when it stopped touching (its number was given away). */
async function staleHolder(file: string): Promise<{ stale: boolean; pid: number; text: string }> {
	try {
		const text = await readFile(file, 'utf8');
		const pid = Number(text);
		const age = Date.now() - (await stat(file)).mtimeMs;
		// An empty file is one that is being written just now.
		return { stale: age > STALE_MS || (pid > 0 && !isAlive(pid)), pid, text };
	} catch {
		return { stale: false, pid: 0, text: '' };
	}
}

/** Two who see the same stale lock: the one who renames it first takes it, the other finds it changed. */
async function takeAway(file: string, seen: string): Promise<void> {
	const aside = `${file}.stale-${process.pid}`;
	try {
		if ((await readFile(file, 'utf8')) !== seen) return;
		await rename(file, aside);
		await rm(aside, { force: true });
	} catch {
		return;
	}
}

function isAlive(pid: number): boolean {
	try {
		process.kill(pid, 0);
	} catch (error) {
		return error instanceof Error && 'code' in error && error.code === 'EPERM';
	}
	return !isDefunct(pid);
}

/** In a container often nobody takes note of an ended process: its number still answers. */
function isDefunct(pid: number): boolean {
	try {
		return /^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
	} catch {
		return false;
	}
}
