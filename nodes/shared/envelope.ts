import { z } from 'zod';

/** An HTTP answer as it came in. */
export interface HttpAnswer {
	status: number;
	headers: Record<string, unknown>;
	body: unknown;
}

/** What KIE (or whatever stands before it) answered instead of success. */
export interface Refusal {
	kind: 'refusal';
	/** The code in KIE's body where it has one, else the HTTP status. */
	code: number;
	msg: string | null;
	/** False for a page that KIE itself did not write, such as a gateway's HTML. */
	fromKie: boolean;
	retryAfterMs: number | null;
}

/** No usable answer: refused, reset, timed out. */
export interface Disconnect {
	kind: 'disconnect';
	/** Node's code for it, e.g. ECONNREFUSED. */
	code: string;
	/** False only where the request surely never reached the other side. */
	mayHaveArrived: boolean;
	/** The execution was cancelled. */
	cancelled: boolean;
}

export type Fault = Refusal | Disconnect;

export type Reply<T> = { ok: true; value: T } | { ok: false; fault: Fault };

const SUCCESS = 200;

const envelopeSchema = z.object({
	code: z
		.number()
		.int()
		.or(z.string().regex(/^\d+$/).transform(Number))
		.optional()
		.catch(undefined),
	msg: z.string().nullish().catch(null),
	message: z.string().nullish().catch(null),
	data: z.unknown(),
});

/**
 * Turns KIE's `{code, msg, data}` into data or a refusal. HTTP is 200 even when KIE says no, so the
 * code in the body rules; a body that is no such envelope rules nothing but its HTTP status.
 */
export function readEnvelope(answer: HttpAnswer): Reply<unknown> {
	const envelope = envelopeSchema.safeParse(parsedBody(answer.body));
	const retryAfterMs = readRetryAfter(answer.headers['retry-after']);

	if (!envelope.success || envelope.data.code === undefined) {
		const msg = envelope.success ? (envelope.data.msg ?? envelope.data.message ?? null) : null;
		const fromKie = envelope.success && msg !== null;
		return {
			ok: false,
			fault: { kind: 'refusal', code: answer.status, msg, fromKie, retryAfterMs },
		};
	}

	const { code, data } = envelope.data;
	const msg = envelope.data.msg ?? envelope.data.message ?? null;
	if (code === SUCCESS && answer.status < 300) return { ok: true, value: data };
	const effective = code === SUCCESS ? answer.status : code;
	return {
		ok: false,
		fault: { kind: 'refusal', code: effective, msg, fromKie: true, retryAfterMs },
	};
}

function parsedBody(body: unknown): unknown {
	if (typeof body !== 'string') return body;
	try {
		return JSON.parse(body);
	} catch {
		return undefined;
	}
}

/** Seconds or an HTTP date, in milliseconds from now. */
function readRetryAfter(header: unknown): number | null {
	if (typeof header !== 'string' || header.trim() === '') return null;
	const seconds = Number(header);
	if (Number.isFinite(seconds)) return Math.max(0, seconds * 1000);
	const date = Date.parse(header);
	return Number.isNaN(date) ? null : Math.max(0, date - Date.now());
}

const NO_ACCESS = new Set([401, 402, 403, 433]);

/** KIE will say the same to every request of this account: no use in sending another. */
export function isFinalForAccount(fault: Fault): boolean {
	return fault.kind === 'refusal' && fault.fromKie && NO_ACCESS.has(fault.code);
}

const PASSING_CODES = new Set([408, 425, 429, 455, 500, 502, 503, 504, 520, 522, 524, 550]);

/** A reading that met this fault may succeed a little later. */
export function isPassing(fault: Fault): boolean {
	if (fault.kind === 'disconnect') return !fault.cancelled;
	// A page from a gateway says nothing about the request, whatever its status. A redirect does.
	if (!fault.fromKie) return fault.code < 300 || fault.code >= 400;
	return PASSING_CODES.has(fault.code);
}

const NO_SUCH_RECORD = new Set([404, 422]);

/** KIE has no such record, or not yet. */
export function isMissingRecord(fault: Fault): boolean {
	return fault.kind === 'refusal' && fault.fromKie && NO_SUCH_RECORD.has(fault.code);
}

export function isRateLimit(fault: Fault): boolean {
	return fault.kind === 'refusal' && fault.code === 429;
}

// After these a create may exist all the same. Everything else KIE says no to was not made.
const UNCLEAR_CODES = new Set([408, 500, 501]);

/** A create that met this fault may have been made, and billed. */
export function mayHaveBeenBilled(fault: Fault): boolean {
	if (fault.kind === 'disconnect') return fault.mayHaveArrived;
	if (UNCLEAR_CODES.has(fault.code)) return true;
	// A success without KIE's envelope, or a gateway that lost the answer.
	return !fault.fromKie && (fault.code < 300 || fault.code >= 500);
}
