import type { CancelSignal } from '../cancel';
import { pause, withJitter } from '../pacing';
import type { Fault, Reply } from './fault';
import { isPassing, isRateLimit } from './fault';

const MAX_BACKOFF_MS = 60_000;

/** Doubles from `baseMs` up to a minute; longer where the server asks for it. */
export function backoffMs(baseMs: number, attempt: number, fault: Fault): number {
	const grown = Math.min(baseMs * 2 ** (attempt - 1), Math.max(baseMs, MAX_BACKOFF_MS));
	const asked = fault.kind === 'refusal' ? (fault.retryAfterMs ?? 0) : 0;
	return Math.max(grown, asked);
}

const MAX_READS = 3;
const READ_PAUSE_MS = 1_000;
// Twice in a row, the second time doubled, this outlasts a window of KIE's limit.
const LIMIT_PAUSE_MS = 4_000;
const JITTER = 0.5;
const MAX_READ_PAUSE_MS = 30_000;

/** Repeats what costs nothing, a reading or an upload, while its faults may pass. */
export async function retryRead<T>(
	read: () => Promise<Reply<T>>,
	signal: CancelSignal,
	limitPauseMs = LIMIT_PAUSE_MS,
): Promise<Reply<T>> {
	for (let attempt = 1; ; attempt++) {
		const reply = await read();
		if (reply.ok || attempt === MAX_READS || !isPassing(reply.fault)) return reply;
		const baseMs = isRateLimit(reply.fault) ? limitPauseMs : READ_PAUSE_MS;
		const wait = backoffMs(baseMs, attempt, reply.fault);
		if (wait > MAX_READ_PAUSE_MS) return reply;
		await pause(withJitter(wait, JITTER), signal);
	}
}
