import { setTimeout as sleep } from 'node:timers/promises';

const LOOK_MS = 50;

/** Looks until something is there, and returns it. */
export async function until<T>(
	look: () => Promise<T | undefined>,
	limitMs = 30_000,
): Promise<NonNullable<T>> {
	const deadline = Date.now() + limitMs;
	for (;;) {
		const found = await look();
		if (found !== undefined && found !== null) return found;
		if (Date.now() > deadline) throw new Error(`It was not there after ${limitMs / 1000} s.`);
		await sleep(LOOK_MS);
	}
}
