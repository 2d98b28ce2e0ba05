import type { CancelSignal } from '../../../shared/cancel';
import { throwIfCanceled } from '../../../shared/cancel';
import type { Refusal } from '../../../shared/kie/fault';
import { pauseUntil } from '../../../shared/pacing';

export interface Batching {
	/** How many creates may stand in any one interval; -1 for no limit. */
	batchSize: number;
	batchIntervalMs: number;
}

// KIE's limit, as far as it tells: so many creates of one account in any such window.
const WINDOW_MS = 10_000;
const CREATES_IN_WINDOW = 20;
// So many in a row in which not one create got through: twenty workflows at once need half of them.
const PATIENT_WINDOWS = 30;
// A rest lasts from this part of a window to a whole one, by chance: workflows that met the limit
// together must not come back together.
const MIN_REST = 0.3;

/**
 * When the creates of one run may leave. Open to all until KIE limits the rate: then all pause, and
 * go on one at a time at the pace of the limit, so that workflows of one account share what it has.
 */
export class RateLimit {
	private readonly windowMs: number;

	private readonly spacingMs: number;

	private readonly patienceMs: number;

	/** All wait until then: the limit holds for the account, not for one request. */
	private opensAt = 0;

	private isMet = false;

	/** Since when nothing got through. */
	private since: number | undefined;

	/** Why nothing is sent any more. */
	private end: Refusal | 'stopped' | undefined;

	constructor(
		creates: number,
		{ batchSize, batchIntervalMs }: Batching,
		private readonly signal: CancelSignal,
	) {
		const isPaced = batchSize > 0 && batchIntervalMs > 0;
		this.windowMs = Math.max(batchIntervalMs, WINDOW_MS);
		this.spacingMs = isPaced ? batchIntervalMs / batchSize : WINDOW_MS / CREATES_IN_WINDOW;
		this.patienceMs = Math.max(PATIENT_WINDOWS * this.windowMs, creates * this.spacingMs);
	}

	/** Waits until a create may leave; says why where none may any more. */
	async pass(): Promise<'go' | Refusal | 'stopped'> {
		throwIfCanceled(this.signal);
		await pauseUntil(() => (this.end === undefined ? this.opensAt : 0), this.signal);
		if (this.isMet) this.opensAt = Math.max(this.opensAt, Date.now() + this.spacingMs);
		return this.end ?? 'go';
	}

	/** Nothing more is sent. */
	stop(): void {
		this.end = 'stopped';
	}

	get isOver(): boolean {
		return this.end !== undefined;
	}

	/** A create got through. */
	noteThrough(): void {
		this.since = undefined;
	}

	/** A create was refused for the rate; it was not made, so it may be sent again. */
	noteRefused(refusal: Refusal): Refusal {
		const now = Date.now();
		this.since ??= now;
		const told = { ...refusal, triedForMs: now - this.since };
		const asked = refusal.retryAfterMs ?? 0;
		if (told.triedForMs >= this.patienceMs || asked > this.patienceMs) this.end ??= told;
		// What was under way when the limit was met tells nothing new.
		const isNews = !this.isMet || now >= this.opensAt - this.spacingMs;
		const rest = Math.max(asked, this.windowMs * MIN_REST);
		const spread = isNews ? this.windowMs * (1 - MIN_REST) * Math.random() : 0;
		if (isNews || asked > 0) this.opensAt = Math.max(this.opensAt, now + rest + spread);
		this.isMet = true;
		return told;
	}
}
