import type { CancelSignal } from '../../../../shared/cancel';
import { throwIfCanceled } from '../../../../shared/cancel';
import { failureOf } from '../../../../shared/kie/advice';
import { apis } from '../../../../shared/kie/apis';
import { EARLY_LOOKS, EARLY_PAUSE_MS, isEarlySuccess } from '../../../../shared/kie/earlySuccess';
import type { Failure } from '../../../../shared/kie/failure';
import { newFailure } from '../../../../shared/kie/failure';
import type { Fault, Reply } from '../../../../shared/kie/fault';
import {
	isFinalForAccount,
	isFinalForReading,
	isRateLimit,
	REFUSALS_TO_BELIEVE,
} from '../../../../shared/kie/fault';
import { backoffMs } from '../../../../shared/kie/retry';
import type { ApiName, KieTask } from '../../../../shared/kie/task';
import type { Transport } from '../../../../shared/kie/transport';
import { limiter, pauseUntil, withJitter } from '../../../../shared/pacing';
import type { SubmittedTask } from '../../outcome';

/** A task to watch until it ends. */
interface Watched {
	api: ApiName;
	task: SubmittedTask;
}

export type WaitResult =
	{ kind: 'done'; task: KieTask } | { kind: 'timedOut' | 'failed'; failure: Failure };

interface PollSettings {
	intervalMs: number;
	/** When to stop watching, in epoch milliseconds. */
	deadline: number;
	signal: CancelSignal;
}

// KIE may need this long to show a task it has just taken, and may lose sight of one as long.
const INVISIBLE_MS = 90_000;
const CONCURRENCY = 20;
// Jitter keeps many workflows from asking in step. It only lengthens: KIE limits reads per task.
const JITTER = 0.1;
// So many looks in a row that brought no answer tell nothing of the task: it is left running.
const FAULTS_TO_LEAVE = 3;
// A last look may take so long, and all last looks together.
const LAST_LOOK_MS = 3_000;
const LAST_LOOKS_MS = 10_000;

interface Look {
	begunAt: number;
	reply: Reply<KieTask | null> | 'not now';
}

/** Watches any number of tasks at once, each until it ends. */
export class Poller {
	private readonly readSlot = limiter(CONCURRENCY);

	/** Ends every watch at once: KIE will refuse them all alike. */
	private readonly stop = new AbortController();

	private readonly wake: AbortSignal;

	private finalFault: Fault | undefined;

	/** When KIE first refused the account, with no answer since that speaks against it. */
	private doubtedAt: number | undefined;

	/** Nobody reads before this: KIE asked for a break, or is doubted. */
	private quietUntil = 0;

	constructor(
		private readonly transport: Transport,
		private readonly settings: PollSettings,
	) {
		const { signal } = settings;
		this.wake = signal ? AbortSignal.any([signal, this.stop.signal]) : this.stop.signal;
	}

	async watch(watched: Watched): Promise<WaitResult> {
		const { intervalMs } = this.settings;
		const firstLookMs = Math.min(2 * intervalMs, apis[watched.api].firstLookMs);
		const waitMs = withJitter(Math.max(intervalMs, firstLookMs), JITTER);
		return await this.follow<never>(watched, watched.task.submittedAt + waitMs);
	}

	/** Looks until it is clear whether the task has ended; null where it still runs. */
	async glance(watched: Watched): Promise<WaitResult | null> {
		return await this.follow(watched, Date.now(), null);
	}

	/** Watches a task from its first look on; gives `whileRunning`, if anything, when it still runs. */
	private async follow<R>(
		watched: Watched,
		firstLookAt: number,
		whileRunning?: R,
	): Promise<WaitResult | R> {
		const { intervalMs, deadline, signal } = this.settings;
		let lookAt = firstLookAt;
		let hiddenSince: number | undefined;
		let earlyLooks = 0;
		let faultsInARow = 0;
		let refusals = 0;

		for (;;) {
			await this.restUntil(lookAt);
			const isLastLook = Date.now() >= deadline;
			const { begunAt, reply } = await this.look(watched);
			throwIfCanceled(signal);
			const isOver = isLastLook || Date.now() >= deadline;

			let wait = withJitter(intervalMs, JITTER);
			let isRunning = false;
			if (reply === 'not now') {
				wait = 0;
			} else if (!reply.ok) {
				const { fault } = reply;
				faultsInARow++;
				wait = withJitter(backoffMs(intervalMs, faultsInARow + 1, fault), JITTER);
				if (isRateLimit(fault)) this.quietUntil = Math.max(this.quietUntil, Date.now() + wait);
				if (isFinalForReading(fault)) {
					refusals++;
					if (isFinalForAccount(fault)) this.doubt(fault, begunAt);
					if (refusals === REFUSALS_TO_BELIEVE) return failed(watched, failureOf(fault));
				}
				isRunning = refusals === 0 && faultsInARow === FAULTS_TO_LEAVE;
			} else {
				faultsInARow = 0;
				refusals = 0;
				this.doubtedAt = undefined;
				const task = reply.value;
				if (task === null) {
					hiddenSince ??= Date.now();
					if (Date.now() - hiddenSince > INVISIBLE_MS) return failed(watched, UNKNOWN);
				} else {
					hiddenSince = undefined;
					const isEarly = isEarlySuccess(task) && earlyLooks++ < EARLY_LOOKS && !isOver;
					if (task.status !== 'pending' && !isEarly) return { kind: 'done', task };
					if (isEarly) wait = EARLY_PAUSE_MS;
				}
				isRunning = task === null || task.status === 'pending';
			}

			if (this.finalFault) return failed(watched, failureOf(this.finalFault));
			if (isOver) {
				const lastFault = reply !== 'not now' && !reply.ok ? reply.fault : undefined;
				return { kind: 'timedOut', failure: withTask(watched, stillRunning(watched, lastFault)) };
			}
			if (isRunning && whileRunning !== undefined) return whileRunning;
			lookAt = Date.now() + wait;
		}
	}

	/** Reads the task once, unless things changed while it stood in line. */
	private async look({ api, task: { taskId } }: Watched): Promise<Look> {
		return await this.readSlot(async () => {
			const begunAt = Date.now();
			const left = this.settings.deadline - begunAt;
			const limitMs = Math.min(Math.max(left, LAST_LOOK_MS), left + LAST_LOOKS_MS);
			const isQuiet = left > 0 && begunAt < this.quietUntil;
			if (this.wake.aborted || isQuiet || limitMs <= 0) return { begunAt, reply: 'not now' };
			return { begunAt, reply: await apis[api].read(this.transport, taskId, limitMs) };
		});
	}

	private async restUntil(time: number): Promise<void> {
		const moment = () => Math.min(Math.max(time, this.quietUntil), this.settings.deadline);
		// Canceled or stopped: the caller looks which.
		await pauseUntil(moment, this.wake).catch(() => {});
	}

	/** KIE refuses the account: all rest, and the first look after that decides for all. */
	private doubt(fault: Fault, begunAt: number): void {
		if (this.doubtedAt === undefined) {
			this.doubtedAt = Date.now();
			this.quietUntil = Math.max(this.quietUntil, this.doubtedAt + this.settings.intervalMs);
		} else if (begunAt > this.doubtedAt) {
			this.finalFault = fault;
			this.stop.abort();
		}
	}
}

/** Whatever ends the watching, the task goes on: to buy it again would be to pay twice. */
const withTask = ({ task: { taskId }, api }: Watched, failure: Failure): Failure => ({
	...failure,
	retryable: false,
	task: { taskId, api, status: 'pending' },
});

const failed = (watched: Watched, failure: Failure): WaitResult => ({
	kind: 'failed',
	failure: endedBy(watched, failure),
});

/** Why a task is no longer watched. */
export const endedBy = (watched: Watched, failure: Failure): Failure =>
	withTask(watched, { ...failure, cause: 'waiting' });

const UNKNOWN = newFailure(
	'waiting',
	'KIE no longer has a task that it had accepted',
	'Look for the task at https://kie.ai/logs.',
);

function stillRunning({ task: { taskId } }: Watched, lastFault: Fault | undefined): Failure {
	const last = lastFault && failureOf(lastFault);
	const lastLook = last ? ` The last status check did not succeed: ${last.message}.` : '';
	return newFailure(
		'waiting',
		`KIE did not finish the image within 'Max Wait (Seconds)' (task ${taskId})`,
		`The task is still running at KIE and will be billed.${lastLook} Look it up later with the operation 'Get Status', or raise 'Max Wait (Seconds)' under Options. 'Retry On Fail' continues to wait for the same task.`,
		{ errorCode: last?.errorCode ?? null, errorMessage: last?.errorMessage ?? null },
	);
}
