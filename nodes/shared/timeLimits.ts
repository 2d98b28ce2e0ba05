import { sleep } from 'n8n-workflow';
import type { CancelSignal } from './cancel';
import { onCancel } from './cancel';

interface Job {
	endsAt: number;
	end(): void;
}

// How late an end may be.
const CHECK_MS = 1_000;

/** Ends what takes too long or whose execution is canceled. One timer serves all that is under way. */
export class TimeLimits {
	private readonly jobs = new Set<Job>();

	private isWatching = false;

	constructor(private readonly cancel: CancelSignal) {}

	/**
	 * What the job gives, or why it was ended. It is left at once, whatever it makes of its signal,
	 * which also ends what a job leaves behind.
	 */
	async within<T>(
		ms: number,
		job: (signal: AbortSignal) => Promise<T>,
	): Promise<T | 'late' | 'canceled'> {
		if (this.cancel?.aborted) return 'canceled';
		const running = new AbortController();
		let forget = () => {};
		try {
			return await new Promise<T | 'late' | 'canceled'>((resolve, reject) => {
				const entry = { endsAt: Date.now() + ms, end: () => resolve('late') };
				const forgetCancel = onCancel(this.cancel, () => resolve('canceled'));
				forget = () => {
					this.jobs.delete(entry);
					forgetCancel();
				};
				this.jobs.add(entry);
				void this.watch();
				job(running.signal).then(resolve, reject);
			});
		} finally {
			forget();
			running.abort();
		}
	}

	private async watch(): Promise<void> {
		if (this.isWatching) return;
		this.isWatching = true;
		while (this.jobs.size > 0) {
			const next = Math.min(...[...this.jobs].map(({ endsAt }) => endsAt)) - Date.now();
			await sleep(Math.min(CHECK_MS, Math.max(1, next)));
			for (const job of this.jobs) if (job.endsAt <= Date.now()) job.end();
		}
		this.isWatching = false;
	}
}
