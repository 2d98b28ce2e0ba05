import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Fault, Reply } from '../../../nodes/shared/kie/fault.ts';
import { Canceled } from '../../../nodes/shared/cancel.ts';
import { limiter, pause } from '../../../nodes/shared/pacing.ts';
import { backoffMs, retryRead } from '../../../nodes/shared/kie/retry.ts';

const refusal = (code: number, retryAfterMs: number | null = null): Fault => ({
	kind: 'refusal',
	code,
	msg: 'x',
	fromKie: true,
	retryAfterMs,
});
const no = (fault: Fault): Reply<never> => ({ ok: false, fault });

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

	test('ends at once when the execution is cancelled', async () => {
		const controller = new AbortController();
		const paused = pause(60_000, controller.signal);
		expect(await after(10, paused)).toBe('open');
		controller.abort();
		expect(await after(0, paused)).toBe('thrown');
		await expect(paused).rejects.toBeInstanceOf(Canceled);
		await expect(paused).rejects.toThrow('canceled');
	});

	test('does not begin in a cancelled execution', async () => {
		await expect(pause(0, AbortSignal.abort())).rejects.toThrow('canceled');
	});

	test('adds one listener however many pause, since Node warns of more than ten', async () => {
		const { signal } = new AbortController();
		const added = vi.spyOn(signal, 'addEventListener');
		await Promise.all(Array.from({ length: 30 }, async () => await after(10, pause(10, signal))));
		expect(added).toHaveBeenCalledOnce();
	});
});

describe('backoff', () => {
	test('doubles, up to a minute', () => {
		const waits = [1, 2, 3, 4, 5, 6, 7, 8, 50].map((nth) => backoffMs(1000, nth, refusal(500)));
		expect(waits).toEqual([1000, 2000, 4000, 8000, 16_000, 32_000, 60_000, 60_000, 60_000]);
	});

	test('is never shorter than its base, even one above a minute', () => {
		expect(backoffMs(90_000, 4, refusal(500))).toBe(90_000);
	});

	test('is longer where the server asks for it, never shorter', () => {
		expect(backoffMs(1000, 1, refusal(429, 7000))).toBe(7000);
		expect(backoffMs(1000, 4, refusal(429, 7000))).toBe(8000);
	});
});

describe('retryRead', () => {
	const reader = (...replies: Array<Reply<string>>) =>
		vi.fn(async () => await Promise.resolve(replies.shift() ?? no(refusal(404))));

	test('reads again what may pass', async () => {
		const read = reader(no(refusal(500)), no(refusal(429)), { ok: true, value: 'done' });
		const result = retryRead(read, undefined);
		await vi.advanceTimersByTimeAsync(20_000);
		expect(await result).toEqual({ ok: true, value: 'done' });
	});

	test('gives up after three', async () => {
		const read = reader(...Array.from({ length: 9 }, () => no(refusal(500))));
		const result = retryRead(read, undefined);
		await vi.advanceTimersByTimeAsync(60_000);
		expect(await result).toEqual(no(refusal(500)));
		expect(read).toHaveBeenCalledTimes(3);
	});

	test.each([400, 401, 402, 403, 404, 422, 451])('code %i is not asked twice', async (code) => {
		const read = reader(no(refusal(code)));
		expect(await retryRead(read, undefined)).toEqual(no(refusal(code)));
		expect(read).toHaveBeenCalledOnce();
	});

	test('outlasts a rate limit, which lasts ten seconds', async () => {
		vi.spyOn(Math, 'random').mockReturnValue(0);
		const start = Date.now();
		const read = vi.fn(
			async (): Promise<Reply<string>> =>
				await Promise.resolve(
					Date.now() - start < 10_000 ? no(refusal(429, 1_000)) : { ok: true, value: 'done' },
				),
		);
		const result = retryRead(read, undefined);
		await vi.advanceTimersByTimeAsync(60_000);
		expect(await result).toEqual({ ok: true, value: 'done' });
		expect(read).toHaveBeenCalledTimes(3);
	});

	test('does not come back together with others', async () => {
		vi.spyOn(Math, 'random').mockReturnValue(1);
		const read = reader(no(refusal(500)), { ok: true, value: 'done' });
		const result = retryRead(read, undefined);
		expect(await after(1_499, result)).toBe('open');
		expect(await after(1, result)).toBe('done');
	});

	test('a long Retry-After is told, not sat out', async () => {
		const read = reader(no(refusal(429, 31_000)));
		expect(await retryRead(read, undefined)).toEqual(no(refusal(429, 31_000)));
	});

	test('ends when the execution is cancelled', async () => {
		const controller = new AbortController();
		const result = retryRead(reader(no(refusal(500))), controller.signal);
		await vi.advanceTimersByTimeAsync(10);
		controller.abort();
		await expect(result).rejects.toThrow('canceled');
	});
});
