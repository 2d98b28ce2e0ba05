import type { ImageApi } from './apis';
import type { Fault, Reply } from './envelope';
import { isRateLimit } from './envelope';
import type { CancelSignal } from './pacing';
import { backoffMs, pause, throwIfCancelled } from './pacing';
import type { Transport } from './transport';

/** A validated request, ready to be sent. */
export interface Submission {
	api: ImageApi;
	payload: Record<string, unknown>;
	callBackUrl: string | undefined;
}

export interface Batching {
	/** How many creates may stand in any one interval; -1 for no limit. */
	batchSize: number;
	batchIntervalMs: number;
}

// A create that met a rate limit was not made, so it may be sent again: this often.
const MOST_TRIES = 6;
const SHORTEST_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 300_000;

/**
 * Submits all requests, as fast as the limit allows. Each of `batchSize` lanes sends one, and after
 * its answer rests for the interval: so no interval ever holds more, wherever it begins.
 */
export async function submitAll<S extends Submission>(
	transport: Transport,
	submissions: S[],
	{ batchSize, batchIntervalMs }: Batching,
	/** Gets every reply; returns false to submit no more. */
	onReply: (submission: S, reply: Reply<string>) => boolean,
	signal: CancelSignal,
): Promise<void> {
	const queue = [...submissions];
	const gate = new Gate(signal);

	const lane = async () => {
		for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
			if (!(await gate.pass())) return;
			const reply = await submitOne(transport, next, gate, batchIntervalMs);
			// Noted even when cancelled: the task id must not get lost.
			if (!onReply(next, reply)) gate.shut();
			throwIfCancelled(signal);
			if (queue.length > 0 && gate.isOpen) await pause(batchIntervalMs, signal);
		}
	};

	const lanes = batchSize < 0 ? queue.length : Math.min(queue.length, Math.max(1, batchSize));
	await Promise.all(Array.from({ length: lanes }, lane));
}

async function submitOne(
	transport: Transport,
	{ api, payload, callBackUrl }: Submission,
	gate: Gate,
	batchIntervalMs: number,
): Promise<Reply<string>> {
	for (let attempt = 1; ; attempt++) {
		const reply = await api.submit(transport, payload, callBackUrl);
		if (reply.ok || attempt === MOST_TRIES || !isRateLimit(reply.fault)) return reply;
		const wait = limitPauseMs(batchIntervalMs, attempt, reply.fault);
		if (wait > LONGEST_PAUSE_MS) return reply;
		gate.closeFor(wait);
		// Cancelled in the pause or not: this one was surely not made, and the reply says so.
		if (!(await gate.pass().catch(() => false))) return reply;
	}
}

function limitPauseMs(batchIntervalMs: number, attempt: number, fault: Fault): number {
	const asked = fault.kind === 'refusal' ? fault.retryAfterMs : null;
	if (asked !== null) return Math.max(asked, SHORTEST_PAUSE_MS);
	return backoffMs(Math.max(batchIntervalMs, SHORTEST_PAUSE_MS), attempt, fault);
}

/** All lanes wait while it is closed: the limit holds for the account, not for one request. */
class Gate {
	isOpen = true;

	private opensAt = 0;

	constructor(private readonly signal: CancelSignal) {}

	/** For good: nothing more is sent. */
	shut(): void {
		this.isOpen = false;
	}

	closeFor(ms: number): void {
		this.opensAt = Math.max(this.opensAt, Date.now() + ms);
	}

	/** Waits until a create may leave; false if none may any more. */
	async pass(): Promise<boolean> {
		throwIfCancelled(this.signal);
		for (let left = this.opensAt - Date.now(); left > 0; left = this.opensAt - Date.now()) {
			await pause(left, this.signal);
		}
		return this.isOpen;
	}
}
