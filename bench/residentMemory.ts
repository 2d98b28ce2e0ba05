import { residentBytes } from '../sandbox/n8n/usage.ts';
import { median } from './report.ts';

const SAMPLE_MS = 20;

/** Notes how much memory a process has, all the time, so that any span can be told of. */
export class ResidentMemory {
	private readonly samples: Array<{ at: number; bytes: number }> = [];

	private readonly timer = setInterval(() => this.sample(), SAMPLE_MS);

	constructor(private readonly pid: number) {}

	peakBetween(start: number, end: number): number {
		return Math.max(...this.between(start, end));
	}

	medianBetween(start: number, end: number): number {
		return median(this.between(start, end));
	}

	stop(): void {
		clearInterval(this.timer);
	}

	private between(start: number, end: number): number[] {
		return this.samples.filter(({ at }) => at >= start && at <= end).map(({ bytes }) => bytes);
	}

	private sample(): void {
		this.samples.push({ at: Date.now(), bytes: residentBytes(this.pid) });
	}
}
