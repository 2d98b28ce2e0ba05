import type { Clock } from './clock.ts';

/** At most `limit` admissions of one subject in any window of the given length. What is refused does not count. */
export class SlidingWindow {
	readonly #clock: Clock;
	readonly #limit: number;
	readonly #windowMs: number;
	readonly #admitted = new Map<string, number[]>();

	constructor(clock: Clock, limit: number, windowMs: number) {
		this.#clock = clock;
		this.#limit = limit;
		this.#windowMs = windowMs;
	}

	admit(subject: string): boolean {
		const recent = (this.#admitted.get(subject) ?? []).filter(
			(moment) => !this.#clock.passed(moment, this.#windowMs),
		);
		this.#admitted.set(subject, recent);
		if (recent.length >= this.#limit) return false;
		recent.push(this.#clock.now());
		return true;
	}

	clear(): void {
		this.#admitted.clear();
	}
}
