import { failureOf } from '../advice';
import type { ImageApi } from '../apis';
import type { Fault, Reply } from '../envelope';
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
	/** In epoch milliseconds; for a task of an earlier try that is long ago. */
	submittedAt: number;
}

export type WaitResult =
	{ kind: 'done'; task: KieTask } | { kind: 'timedOut' | 'failed'; failure: Failure };

export interface PollSettings {
	intervalMs: number;
	/** When to stop watching, in epoch milliseconds. */
	deadline: number;
	signal: CancelSignal;
}

// KIE may need this long to show a task it has just taken, and may lose sight of one as long.
const INVISIBLE_MS = 90_000;
const READS_AT_ONCE = 20;
// Jitter keeps many workflows from asking in step. It only lengthens: KIE limits reads per task.
const JITTER = 0.1;
const SHORTEST_TIMEOUT_MS = 3_000;

/** Watches any number of tasks at once, each until it ends. */
export class Poller {
	private readonly readSlot = limiter(READS_AT_ONCE);

	/** Ends every watch at once: KIE will refuse them all alike. */
	private readonly stop = new AbortController();

	private readonly wake: AbortSignal;

	private finalFault: Fault | undefined;

	/** Nobody reads before this: KIE asked for a break. */
	private quietUntil = 0;

	constructor(
		private readonly transport: Transport,
		private readonly settings: PollSettings,
	) {
		const { signal } = settings;
		this.wake = signal ? AbortSignal.any([signal, this.stop.signal]) : this.stop.signal;
	}

	async watch(watched: Watched): Promise<WaitResult> {
		const { intervalMs, deadline, signal } = this.settings;
		const firstLookMs = Math.min(2 * intervalMs, watched.api.firstLookMs);
		let lookAt = watched.submittedAt + this.stretched(Math.max(intervalMs, firstLookMs));
		let lastSeen = watched.submittedAt;
		let faultsInARow = 0;

		for (;;) {
			await this.restUntil(lookAt);
			const isLastLook = Date.now() >= deadline;
			const reply = await this.look(watched);
			throwIfCancelled(signal);
			if (this.finalFault) return failed(watched, failureOf(this.finalFault));

			let wait = this.stretched(intervalMs);
			if (reply === 'not now') {
				wait = 0;
			} else if (!reply.ok) {
				const { fault } = reply;
				if (isFinalForAccount(fault)) this.stopAll(fault);
				if (!isPassing(fault)) return failed(watched, failureOf(fault));
				faultsInARow++;
				wait = this.stretched(backoffMs(intervalMs, faultsInARow + 1, fault));
				if (isRateLimit(fault)) this.quietUntil = Math.max(this.quietUntil, Date.now() + wait);
			} else {
				faultsInARow = 0;
				if (reply.value && reply.value.status !== 'pending')
					return { kind: 'done', task: reply.value };
				if (reply.value) lastSeen = Date.now();
				else if (Date.now() - lastSeen > INVISIBLE_MS) return failed(watched, UNKNOWN);
			}

			if (isLastLook || Date.now() >= deadline) {
				const lastFault = reply !== 'not now' && !reply.ok ? reply.fault : undefined;
				return { kind: 'timedOut', failure: withTask(watched, stillRunning(watched, lastFault)) };
			}
			lookAt = Date.now() + wait;
		}
	}

	/** Reads the task once, unless things changed while it stood in line. */
	private async look({ api, taskId }: Watched): Promise<Reply<KieTask | null> | 'not now'> {
		return await this.readSlot(async () => {
			const left = this.settings.deadline - Date.now();
			const isQuiet = left > 0 && Date.now() < this.quietUntil;
			if (this.wake.aborted || isQuiet) return 'not now';
			return await api.read(this.transport, taskId, Math.max(left, SHORTEST_TIMEOUT_MS));
		});
	}

	private async restUntil(time: number): Promise<void> {
		for (;;) {
			const until = Math.min(Math.max(time, this.quietUntil), this.settings.deadline);
			const left = until - Date.now();
			if (left <= 0) return;
			try {
				await pause(left, this.wake);
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

const withTask = ({ taskId, api }: Watched, failure: Failure): Failure => ({
	...failure,
	task: { taskId, api: api.name, status: 'pending' },
});

const failed = (watched: Watched, failure: Failure): WaitResult => ({
	kind: 'failed',
	failure: withTask(watched, { ...failure, cause: 'waiting' }),
});

const UNKNOWN: Failure = {
	cause: 'waiting',
	message: 'KIE no longer knows a task that it had taken',
	description: 'Look for the task at https://kie.ai/logs.',
	errorCode: null,
	errorMessage: null,
	retryable: false,
};

function stillRunning({ taskId }: Watched, lastFault: Fault | undefined): Failure {
	const last = lastFault && failureOf(lastFault);
	const lastLook = last ? ` The last status check did not succeed: ${last.message}.` : '';
	return {
		cause: 'waiting',
		message: `KIE did not finish the image within 'Max Wait (Seconds)' (task ${taskId})`,
		description: `The task goes on at KIE, and is paid for.${lastLook} Look it up later with the operation 'Get Status', or raise 'Max Wait (Seconds)' under Options. Retry On Fail goes on waiting for the same task.`,
		errorCode: last?.errorCode ?? null,
		errorMessage: last?.errorMessage ?? null,
		retryable: true,
	};
}
