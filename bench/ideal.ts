/** How fast tasks could be done at KIE, whoever orders them. */

// KIE's limit: so many creates of one account in any such window.
const CREATES_IN_WINDOW = 20;
const WINDOW_MS = 10_000;

/** The moment at which the last task could have been done, had each been ordered as soon as KIE takes it. */
export function idealMs(durationsMs: number[], speed: number): number {
	const ends = durationsMs.map(
		(durationMs, nth) => Math.floor(nth / CREATES_IN_WINDOW) * WINDOW_MS + durationMs,
	);
	return Math.max(...ends) / speed;
}

// Assumed, since nobody here can measure KIE: half of the images take less than a minute, one of twenty more
// than two.
export const MEDIAN_MS = 60_000;
const SPREAD = 0.45;

/** How long tasks take, drawn by a log-normal law; the same for the same seed. */
export function drawDurations(count: number, seed: number): number[] {
	const random = randomOf(seed);
	return Array.from({ length: count }, () => {
		const normal = Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
		return Math.round(MEDIAN_MS * Math.exp(SPREAD * normal));
	});
}

/** Numbers from 0 to 1 (mulberry32). */
function randomOf(seed: number): () => number {
	let state = seed;
	return () => {
		state = (state + 0x6d2b79f5) | 0;
		let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
		mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
	};
}
