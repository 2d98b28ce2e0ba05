import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { TimeAllowance } from '../../../../nodes/shared/files/timeAllowance.ts';

beforeEach(() => {
	vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date'] });
});
afterEach(() => {
	vi.useRealTimers();
});

const lasting = async (ms: number) => await new Promise((resolve) => setTimeout(resolve, ms));

test('it runs down while anybody waits, once for all that wait', async () => {
	const time = new TimeAllowance(60_000);
	const waits = [10_000, 25_000].map(
		async (ms) => await time.during(async () => await lasting(ms)),
	);

	await vi.advanceTimersByTimeAsync(10_000);
	expect(time.leftMs()).toBe(50_000);
	await vi.advanceTimersByTimeAsync(500_000);
	await Promise.all(waits);
	expect(time.leftMs()).toBe(35_000);
});

test('a wait that ends badly ends too', async () => {
	const time = new TimeAllowance(60_000);
	await expect(
		time.during(async () => await Promise.reject(new Error('broken'))),
	).rejects.toThrow();

	await vi.advanceTimersByTimeAsync(10_000);

	expect(time.leftMs()).toBe(60_000);
});

test('what arrives fills it up, but never to more than a standstill may last', async () => {
	const time = new TimeAllowance(60_000);
	void time.during(async () => await lasting(1e9));

	await vi.advanceTimersByTimeAsync(50_000);
	time.received(200_000);
	expect(time.leftMs()).toBe(30_000);
	time.received(10_000_000);
	expect(time.leftMs()).toBe(60_000);
	await vi.advanceTimersByTimeAsync(60_000);
	expect(time.leftMs()).toBe(0);
});
