import { sleep } from 'n8n-workflow';
import type { CancelSignal } from './cancel';
import { onCancel, throwIfCanceled } from './cancel';

// A longer timer of Node's fires at once. Whoever waits longer looks at the clock again.
const MAX_TIMER_MS = 2 ** 31 - 1;

/** Sleeps, but no longer than the execution lives. */
export async function pause(ms: number, signal: CancelSignal): Promise<void> {
	throwIfCanceled(signal);
	if (ms <= 0) return;
	const time = Math.min(ms, MAX_TIMER_MS);
	if (!signal) return await sleep(time);
	let forget = () => {};
	const woken = new Promise<void>((resolve) => {
		forget = onCancel(signal, resolve);
	});
	await Promise.race([sleep(time), woken]);
	forget();
	throwIfCanceled(signal);
}

/** Sleeps until a moment that may be put off while it sleeps. */
export async function pauseUntil(moment: () => number, signal: CancelSignal): Promise<void> {
	for (let left = moment() - Date.now(); left > 0; left = moment() - Date.now()) {
		await pause(left, signal);
	}
}

/** Runs jobs as they come, at most `max` at once. */
export function limiter(max: number) {
	let running = 0;
	const waiting: Array<() => void> = [];
	return async <T>(job: () => Promise<T>): Promise<T> => {
		if (running >= max) await new Promise<void>((resolve) => waiting.push(resolve));
		else running++;
		try {
			return await job();
		} finally {
			const next = waiting.shift();
			if (next) next();
			else running--;
		}
	};
}

/** As Promise.all, but where one fails it waits for the others: nothing runs on behind the node. */
export async function allEnded<T>(jobs: Array<Promise<T>>): Promise<T[]> {
	await Promise.allSettled(jobs);
	return await Promise.all(jobs);
}

/** Longer by chance, never shorter: workflows that met a limit together do not come back together. */
export const withJitter = (ms: number, share: number): number => ms * (1 + Math.random() * share);
