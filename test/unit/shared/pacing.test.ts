import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { Canceled } from '../../../nodes/shared/cancel.ts';
import { limiter, pause } from '../../../nodes/shared/pacing.ts';

beforeEach(() => {
	vi.useFakeTimers();
});
afterEach(() => {
	vi.restoreAllMocks();
	vi.useRealTimers();
});

/** What becomes of a promise while the clock runs `ms`. */
async function after<T>(ms: number, promise: Promise<T>): Promise<'open' | 'done' | 'thrown'> {
	let state: 'open' | 'done' | 'thrown' = 'open';
	void promise.then(
		() => (state = 'done'),
		() => (state = 'thrown'),
	);
	await vi.advanceTimersByTimeAsync(ms);
	return state;
}

describe('limiter', () => {
	test('runs no more than its number at once, in order, and gives the results', async () => {
		const slot = limiter(2);
		let running = 0;
		let most = 0;
		const started: number[] = [];
		const jobs = [50, 10, 30, 20, 10].map(
			async (ms, nth) =>
				await slot(async () => {
					started.push(nth);
					most = Math.max(most, ++running);
					await new Promise((resolve) => setTimeout(resolve, ms));
					running--;
					return nth;
				}),
		);
		await vi.advanceTimersByTimeAsync(1000);
		expect(await Promise.all(jobs)).toEqual([0, 1, 2, 3, 4]);
		expect(started).toEqual([0, 1, 2, 3, 4]);
		expect(most).toBe(2);
	});

	test('a job that throws gives its place back', async () => {
		const slot = limiter(1);
		const thrower = slot(async () => await Promise.reject(new Error('no')));
		const next = slot(async () => await Promise.resolve('yes'));
		await expect(thrower).rejects.toThrow('no');
		await expect(next).resolves.toBe('yes');
		await expect(slot(async () => await Promise.resolve('again'))).resolves.toBe('again');
	});
});

describe('pause', () => {
	test('lasts as long as asked', async () => {
		const signal = new AbortController().signal;
		const paused = pause(1000, signal);
		expect(await after(999, paused)).toBe('open');
		expect(await after(1, paused)).toBe('done');
	});

	test('without a signal too', async () => {
		expect(await after(1000, pause(1000, undefined))).toBe('done');
	});

	test('of nothing is none', async () => {
		expect(await after(0, pause(0, undefined))).toBe('done');
		expect(await after(0, pause(-5, undefined))).toBe('done');
	});

	test('ends at once when the execution is canceled', async () => {
		const controller = new AbortController();
		const paused = pause(60_000, controller.signal);
		expect(await after(10, paused)).toBe('open');
		controller.abort();
		expect(await after(0, paused)).toBe('thrown');
		await expect(paused).rejects.toBeInstanceOf(Canceled);
		await expect(paused).rejects.toThrow('canceled');
	});

	test('does not begin in a canceled execution', async () => {
		await expect(pause(0, AbortSignal.abort())).rejects.toThrow('canceled');
	});

	test('adds one listener however many pause, since Node warns of more than ten', async () => {
		const { signal } = new AbortController();
		const added = vi.spyOn(signal, 'addEventListener');
		await Promise.all(Array.from({ length: 30 }, async () => await after(10, pause(10, signal))));
		expect(added).toHaveBeenCalledOnce();
	});
});
