import { failureOf } from '../advice';
import type { ImageApi } from '../apis';
import type { Fault } from '../envelope';
import { isFinalForAccount, isPassing, isRateLimit } from '../envelope';
import type { Failure } from '../failure';
import type { CancelSignal } from '../pacing';
import { backoffMs, limiter, pause, throwIfCancelled } from '../pacing';
import type { KieTask } from '../task';
import type { Transport } from '../transport';

/** A task to watch until it ends. */
export interface Watched {
	api: ImageApi;
	taskId: string;
	/** When it was handed in, in epoch milliseconds; for one of an earlier try that is long ago. */
	submittedAt: number;
}

export type WaitResult = { task: KieTask } | { failure: Failure };

export interface PollSettings {
	intervalMs: number;
	/** When to stop watching, in epoch milliseconds. */
	deadline: number;
	signal: CancelSignal;
}

// KIE may need this long to show a task it has just taken.
const INVISIBLE_MS = 90_000;
const READS_AT_ONCE = 20;
// Jitter keeps many workflows from asking in step. It only lengthens: KIE limits reads per task.
const JITTER = 0.1;

/** Watches any number of tasks at once, each until it ends. */
export class Poller {
	private readonly readSlot = limiter(READS_AT_ONCE);

	/** Ends every watch at once: KIE will refuse them all alike. */
	private readonly stop = new AbortController();

	private finalFault: Fault | undefined;

	/** Nobody reads before this: KIE asked for a break. */
	private quietUntil = 0;

	constructor(
		private readonly transport: Transport,
		private readonly settings: PollSettings,
	) {
		settings.signal?.addEventListener('abort', () => this.stop.abort(), { once: true });
	}

	async watch(watched: Watched): Promise<WaitResult> {
		const { intervalMs, deadline, signal } = this.settings;
		const { submittedAt } = watched;
		let lookAt = submittedAt + this.stretched(intervalMs) * watched.api.firstLook;
		let faultsInARow = 0;

		for (;;) {
			const isLastLook = lookAt >= deadline;
			await this.restUntil(Math.min(lookAt, deadline));
			throwIfCancelled(signal);
			if (this.finalFault) return { failure: withTask(failureOf(this.finalFault), watched) };

			const reply = await this.readSlot(
				async () => await watched.api.read(this.transport, watched.taskId),
			);
			throwIfCancelled(signal);

			let wait = this.stretched(intervalMs);
			if (reply.ok) {
				faultsInARow = 0;
				const task = reply.value;
				if (task !== null && task.status !== 'pending') return { task };
				if (task === null && Date.now() - submittedAt > INVISIBLE_MS) {
					return { failure: unknownTask(watched) };
				}
			} else if (!isPassing(reply.fault)) {
				if (isFinalForAccount(reply.fault)) this.stopAll(reply.fault);
				return { failure: withTask(failureOf(reply.fault), watched) };
			} else {
				faultsInARow++;
				wait = this.stretched(backoffMs(intervalMs, faultsInARow + 1, reply.fault));
				if (isRateLimit(reply.fault))
					this.quietUntil = Math.max(this.quietUntil, Date.now() + wait);
			}

			if (isLastLook || Date.now() >= deadline) return { failure: stillRunning(watched) };
			lookAt = Date.now() + wait;
		}
	}

	private async restUntil(time: number): Promise<void> {
		for (;;) {
			const until = Math.min(Math.max(time, this.quietUntil), this.settings.deadline);
			const left = until - Date.now();
			if (left <= 0) return;
			try {
				await pause(left, this.stop.signal);
			} catch {
				return; // Cancelled or stopped: the caller looks which.
			}
		}
	}

	private stopAll(fault: Fault): void {
		this.finalFault = fault;
		this.stop.abort();
	}

	private stretched(ms: number): number {
		return ms * (1 + Math.random() * JITTER);
	}
}

const withTask = (failure: Failure, { taskId, api }: Watched): Failure => ({
	...failure,
	task: { taskId, api: api.name, status: 'pending' },
});

const unknownTask = (watched: Watched): Failure =>
	withTask(
		{
			cause: 'waiting',
			message: 'KIE no longer knows a task that it had taken',
			description: `Look for task ${watched.taskId} at https://kie.ai/logs, or look it up with the operation 'Get Status'.`,
			errorCode: null,
			errorMessage: null,
			retryable: false,
		},
		watched,
	);

const stillRunning = (watched: Watched): Failure =>
	withTask(
		{
			cause: 'waiting',
			message: `KIE did not finish the image within 'Max Wait (Seconds)' (task ${watched.taskId})`,
			description:
				"It is still being made, and paid for. Look the task up later with the operation 'Get Status', or raise 'Max Wait (Seconds)' under Options. Retry On Fail goes on waiting for the same task.",
			errorCode: null,
			errorMessage: null,
			retryable: true,
		},
		watched,
	);

export function isStillRunning(result: WaitResult): result is { failure: Failure } {
	return 'failure' in result && result.failure.cause === 'waiting' && result.failure.retryable;
}
