import { z } from 'zod';
import { anything } from '../anything';

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
	/** What came along: KIE also sends the record of a failed task so. */
	data?: unknown;
	/** How long the same was asked for in vain, where it was asked for more than once. */
	triedForMs?: number;
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

/** A success whose content is not what KIE documents. */
export const UNREADABLE: Refusal = {
	kind: 'refusal',
	code: 200,
	msg: null,
	fromKie: false,
	retryAfterMs: null,
};

const envelopeSchema = z.object({
	code: z
		.number()
		.int()
		.or(z.string().regex(/^\d+$/).transform(Number))
		.optional()
		.catch(undefined),
	msg: z.string().nullish().catch(null),
	message: z.string().nullish().catch(null),
	data: anything,
});
const NO_ENVELOPE: Partial<z.output<typeof envelopeSchema>> = {};

/**
 * Turns KIE's `{code, msg, data}` into data or a refusal. HTTP is 200 even when KIE says no, so the
 * code in the body rules; a body that is no such envelope rules nothing but its HTTP status.
 */
export function readEnvelope(answer: HttpAnswer): Reply<unknown> {
	const envelope = envelopeSchema.safeParse(parsedBody(answer.body));
	const { code, data, msg: said, message } = envelope.success ? envelope.data : NO_ENVELOPE;
	const msg = said ?? message ?? null;

	const isOk = (status: number) => status >= 200 && status < 300;
	const isAnswer = code !== undefined || data !== undefined;
	if (isAnswer && isOk(answer.status) && isOk(code ?? answer.status)) {
		return { ok: true, value: data };
	}
	const fault: Refusal = {
		kind: 'refusal',
		code: code === undefined || isOk(code) ? answer.status : code,
		msg,
		fromKie: code !== undefined || msg !== null,
		retryAfterMs: readRetryAfter(answer.headers['retry-after']),
		...(data !== undefined && data !== null && { data }),
	};
	return { ok: false, fault };
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
	if (typeof header !== 'string' && typeof header !== 'number') return null;
	const text = String(header).trim();
	const seconds = Number(text);
	if (text !== '' && Number.isFinite(seconds)) return Math.max(0, seconds * 1000);
	const date = Date.parse(text);
	return Number.isNaN(date) ? null : Math.max(0, date - Date.now());
}

const NO_ACCESS = new Set([401, 402, 403, 433]);

/** KIE will say the same to every request of this account: no use in sending another. */
export function isFinalForAccount(fault: Fault): boolean {
	return fault.kind === 'refusal' && NO_ACCESS.has(fault.code) && !isPassing(fault);
}

const PASSING_CODES = new Set([408, 425, 429, 455]);
const SWITCHED_OFF = 505;

/** A reading that met this fault may succeed a little later. */
export function isPassing(fault: Fault): boolean {
	if (fault.kind === 'disconnect') return !fault.cancelled;
	const { code, fromKie } = fault;
	// KIE itself says 403 in JSON; the network in front of it says so in pages of its own.
	if (!fromKie && (code < 300 || code === 403)) return true;
	return PASSING_CODES.has(code) || (code >= 500 && code !== SWITCHED_OFF);
}

const NO_CREDITS = 402;

/**
 * KIE will not show this record, however often it is asked. A page that KIE did not write decides
 * nothing, nor does the lack of credits: a reading costs none.
 */
export function isFinalForReading(fault: Fault): boolean {
	if (isPassing(fault)) return false;
	if (fault.kind === 'disconnect') return true;
	return fault.code !== NO_CREDITS && (fault.fromKie || isFinalForAccount(fault));
}

const NO_SUCH_RECORD = new Set([404, 422]);
const NO_SUCH_RECORD_TEXT =
	/\b(record|recordInfo|task) (does not exist|not exist|not found|is null)\b/i;

/** KIE has no such record, or not yet. The text counts too: KIE also answers 500 to what it refuses. */
export function isMissingRecord(fault: Fault): boolean {
	if (fault.kind !== 'refusal' || !fault.fromKie) return false;
	return NO_SUCH_RECORD.has(fault.code) || NO_SUCH_RECORD_TEXT.test(fault.msg ?? '');
}

export function isRateLimit(fault: Fault): fault is Refusal {
	return fault.kind === 'refusal' && fault.code === 429;
}

// KIE's own refusals above 500, before anything is made: switched off, queue full.
const REFUSED_ABOVE_500 = new Set([SWITCHED_OFF, 550]);

/** A create that met this fault may have been made, and billed. */
export function mayHaveBeenBilled(fault: Fault): boolean {
	if (fault.kind === 'disconnect') return fault.mayHaveArrived;
	const { code } = fault;
	// A success that cannot be read, and a model that was silent, say nothing of what was made.
	return code < 300 || code === 408 || (code >= 500 && !REFUSED_ABOVE_500.has(code));
}
