import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Fault, Reply } from '../../../../nodes/shared/kie/fault.ts';
import { backoffMs, retryRead } from '../../../../nodes/shared/kie/retry.ts';
import { refusalFault } from '../../../helpers/faults.ts';

const refusal = (code: number, retryAfterMs: number | null = null): Fault =>
	refusalFault(code, 'x', true, retryAfterMs);
const no = (fault: Fault): Reply<never> => ({ ok: false, fault });

beforeEach(() => {
	vi.useFakeTimers();
});
afterEach(() => {
	vi.restoreAllMocks();
	vi.useRealTimers();
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
		const done = vi.fn();
		void retryRead(read, undefined).then(done);
		await vi.advanceTimersByTimeAsync(1_499);
		expect(done).not.toHaveBeenCalled();
		await vi.advanceTimersByTimeAsync(1);
		expect(done).toHaveBeenCalledOnce();
	});

	test('a long Retry-After is told, not sat out', async () => {
		const read = reader(no(refusal(429, 31_000)));
		expect(await retryRead(read, undefined)).toEqual(no(refusal(429, 31_000)));
	});

	test('ends when the execution is canceled', async () => {
		const controller = new AbortController();
		const result = retryRead(reader(no(refusal(500))), controller.signal);
		await vi.advanceTimersByTimeAsync(10);
		controller.abort();
		await expect(result).rejects.toThrow('canceled');
	});
});
