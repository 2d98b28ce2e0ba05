import type { CancelSignal } from '../../../shared/cancel';
import { throwIfCanceled } from '../../../shared/cancel';
import type { Reply } from '../../../shared/kie/fault';
import { isRateLimit } from '../../../shared/kie/fault';
import { pause } from '../../../shared/pacing';
import type { Batching } from './rateLimit';
import { RateLimit } from './rateLimit';

/** What is left to be sent, and how. */
export interface Submission {
	send(): Promise<Reply<string>>;
}

/**
 * Submits all requests, as fast as the limit allows. Each of `batchSize` lanes sends one, and after
 * its answer rests for the interval: so no interval ever holds more, wherever it begins.
 */
export async function submitPaced<S extends Submission>(
	submissions: S[],
	batching: Batching,
	/** Gets every reply; returns false to submit no more. */
	onReply: (submission: S, reply: Reply<string>) => boolean,
	signal: CancelSignal,
): Promise<void> {
	const { batchSize, batchIntervalMs } = batching;
	const queue = [...submissions];
	const limit = new RateLimit(queue.length, batching, signal);

	const lane = async () => {
		for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
			const reply = await submitOne(next, limit);
			if (reply === 'unsent') return;
			// Noted even when canceled: the task id must not get lost.
			if (!onReply(next, reply)) limit.stop();
			throwIfCanceled(signal);
			if (queue.length > 0 && !limit.isOver) await pause(batchIntervalMs, signal);
		}
	};

	const lanes = batchSize < 0 ? queue.length : Math.min(queue.length, Math.max(1, batchSize));
	await Promise.all(Array.from({ length: lanes }, lane));
}

async function submitOne(
	{ send }: Submission,
	limit: RateLimit,
): Promise<Reply<string> | 'unsent'> {
	const way = await limit.pass();
	if (way === 'stopped') return 'unsent';
	if (way !== 'go') return { ok: false, fault: way };
	for (;;) {
		const reply = await send();
		if (reply.ok || !isRateLimit(reply.fault)) {
			limit.noteThrough();
			return reply;
		}
		const fault = limit.noteRefused(reply.fault);
		// Canceled in the rest or not: this one was surely not made, and the reply says so.
		if ((await limit.pass().catch(() => 'stopped')) !== 'go') return { ok: false, fault };
	}
}
