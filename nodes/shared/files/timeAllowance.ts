// 10 KB a second: whoever sends as much, all together, is never cut off.
const MS_PER_BYTE = 0.1;

/**
 * How long the files of a run may still keep it waiting, all together: it runs down while anybody waits for
 * their hosts, and every byte that arrives fills it up again. So progress may last, and a standstill ends.
 */
export class TimeAllowance {
	private left: number;

	private waiting = 0;

	private countedAt = 0;

	constructor(private readonly maxMs: number) {
		this.left = maxMs;
	}

	/** Time passes for as long as any of these waits. */
	async during<T>(wait: () => Promise<T>): Promise<T> {
		this.count();
		this.waiting++;
		try {
			return await wait();
		} finally {
			this.count();
			this.waiting--;
		}
	}

	received(bytes: number): void {
		this.count();
		this.left = Math.min(this.maxMs, this.left + bytes * MS_PER_BYTE);
	}

	leftMs(): number {
		this.count();
		return this.left;
	}

	private count(): void {
		const now = Date.now();
		if (this.waiting > 0) this.left -= now - this.countedAt;
		this.countedAt = now;
	}
}
