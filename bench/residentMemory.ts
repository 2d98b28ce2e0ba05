import { residentBytes } from '../sandbox/n8n/usage.ts';

const SAMPLE_MS = 20;

/** Notes how much memory a process has, all the time, so that the peak of any span can be told. */
export class ResidentMemory {
	private readonly samples: Array<{ at: number; bytes: number }> = [];

	private readonly timer = setInterval(() => this.sample(), SAMPLE_MS);

	constructor(private readonly pid: number) {}

	peakBetween(start: number, end: number): number {
		const within = this.samples.filter(({ at }) => at >= start && at <= end);
		return Math.max(...within.map(({ bytes }) => bytes));
	}

	stop(): void {
		clearInterval(this.timer);
	}

	private sample(): void {
		this.samples.push({ at: Date.now(), bytes: residentBytes(this.pid) });
	}
}
