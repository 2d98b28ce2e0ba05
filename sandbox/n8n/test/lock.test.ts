import { existsSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { withLock } from '../lock.ts';

describe('withLock', () => {
	let folder: string;
	let file: string;

	beforeEach(() => {
		folder = mkdtempSync(join(tmpdir(), 'lock-'));
		file = join(folder, 'lock');
	});
	afterEach(() => rmSync(folder, { recursive: true, force: true }));

	it('lets one in at a time and tells the other whom it waits for', async () => {
		const seen: string[] = [];
		const waitedFor: number[] = [];
		const first = withLock(file, async () => {
			seen.push('first in');
			await sleep(300);
			seen.push('first out');
		});
		await sleep(50);
		await withLock(file, async () => void seen.push('second in'), {
			onWait: (pid) => void waitedFor.push(pid),
		});
		await first;
		expect(seen).toEqual(['first in', 'first out', 'second in']);
		expect(waitedFor).toEqual([process.pid]);
		expect(existsSync(file)).toBe(false);
	});

	it('is given up when the work fails', async () => {
		const failing = withLock(file, async () => await Promise.reject(new Error('no')));
		await expect(failing).rejects.toThrow('no');
		expect(existsSync(file)).toBe(false);
	});

	it('takes it from a process that is gone', async () => {
		// No process has this number: it is above what any system gives out.
		writeFileSync(file, '99999999');
		expect(await withLock(file, async () => await Promise.resolve('in'))).toBe('in');
	});

	it('takes it from a holder that does not touch it: its number is another’s now', async () => {
		writeFileSync(file, String(process.pid));
		const long = Date.now() / 1000 - 60;
		utimesSync(file, long, long);
		expect(await withLock(file, async () => await Promise.resolve('in'))).toBe('in');
	});
});
