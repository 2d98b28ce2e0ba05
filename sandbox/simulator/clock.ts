/** A timer of the simulated world; it moves when the clock is advanced. */
interface Timer {
	due: number;
	action: () => void;
	handle: NodeJS.Timeout;
}

/**
 * The simulated world's time. Its hands show wall time, so that records look real; its durations run
 * `speed` times faster. `advance` moves the hands, and every timer with them.
 */
export class Clock {
	readonly speed: number;
	#offset = 0;
	readonly #timers = new Set<Timer>();

	constructor(speed: number) {
		if (!(speed > 0)) throw new RangeError('speed must be above 0');
		this.speed = speed;
	}

	now(): number {
		return Date.now() + this.#offset;
	}

	/** How long a documented duration lasts on this clock. */
	scaled(documentedMs: number): number {
		return documentedMs / this.speed;
	}

	/** Whether a documented duration has passed since a moment of this clock. */
	passed(since: number, documentedMs: number): boolean {
		return this.now() >= since + this.scaled(documentedMs);
	}

	after(documentedMs: number, action: () => void): void {
		const due = this.now() + this.scaled(documentedMs);
		const timer: Timer = { due, action, handle: this.#arm(due, () => this.#fire(timer)) };
		this.#timers.add(timer);
	}

	sleep(documentedMs: number): Promise<void> {
		if (this.scaled(documentedMs) < 1) return Promise.resolve();
		return new Promise((resolve) => this.after(documentedMs, resolve));
	}

	/** Waits for a moment of this clock, and never less; `Infinity` never comes. */
	async until(moment: number): Promise<void> {
		if (moment === Infinity) return await new Promise(() => {});
		while (this.now() < moment) {
			const left = (moment - this.now()) * this.speed;
			await new Promise<void>((resolve) => this.after(left, resolve));
		}
	}

	advance(documentedMs: number): void {
		this.#offset += this.scaled(documentedMs);
		for (const timer of this.#timers) {
			clearTimeout(timer.handle);
			timer.handle = this.#arm(timer.due, () => this.#fire(timer));
		}
	}

	/** Forgets every timer: nothing of the old world happens in the new one. */
	clear(): void {
		for (const timer of this.#timers) clearTimeout(timer.handle);
		this.#timers.clear();
		this.#offset = 0;
	}

	#arm(due: number, fire: () => void): NodeJS.Timeout {
		return setTimeout(fire, Math.max(0, due - this.now()));
	}

	#fire(timer: Timer): void {
		this.#timers.delete(timer);
		timer.action();
	}
}
