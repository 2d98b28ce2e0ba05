import { CODES, isOfAccount, mayBeBilled, passes } from './codes';
import { saysNoRecord } from './wordings';

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
	/** What stood beside code and data. */
	beside?: unknown;
	/** Of a create: whatever of the answer could be the ID of its task. */
	names?: string;
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
	/** The execution was canceled. */
	canceled: boolean;
}

export type Fault = Refusal | Disconnect;

/** `beside`: what stood beside code and data, for who must not miss a thing. */
export type Reply<T> = { ok: true; value: T; beside?: unknown } | { ok: false; fault: Fault };

/** A success whose content is not what KIE documents. */
export const UNREADABLE: Refusal = {
	kind: 'refusal',
	code: 200,
	msg: null,
	fromKie: false,
	retryAfterMs: null,
};

/** A reading that met this fault may succeed a little later. */
export function isPassing(fault: Fault): boolean {
	if (fault.kind === 'disconnect') return !fault.canceled;
	const { code, fromKie } = fault;
	return passes(code) || (!fromKie && (code < 300 || CODES[code]?.ofNetworkToo === true));
}

/** KIE will say the same to every request of this account: no use in sending another. */
export function isFinalForAccount(fault: Fault): boolean {
	return fault.kind === 'refusal' && isOfAccount(fault.code) && !isPassing(fault);
}

/** One refusal may be a slip of KIE's, and would end the watch of what is paid for. */
export const REFUSALS_TO_BELIEVE = 2;

/**
 * KIE will not show this record, however often it is asked. A page that KIE did not write decides
 * nothing, nor does the lack of credits.
 */
export function isFinalForReading(fault: Fault): boolean {
	if (isPassing(fault)) return false;
	if (fault.kind === 'disconnect') return true;
	return !CODES[fault.code]?.ofCredits && (fault.fromKie || isFinalForAccount(fault));
}

/** KIE has no such record, or not yet. The text counts too: KIE also answers 500 to what it refuses. */
export function isMissingRecord(fault: Fault): boolean {
	if (fault.kind !== 'refusal' || !fault.fromKie) return false;
	return CODES[fault.code]?.noRecord === true || saysNoRecord(fault.msg ?? '');
}

export function isRateLimit(fault: Fault): fault is Refusal {
	return fault.kind === 'refusal' && CODES[fault.code]?.rateLimit === true;
}

/** A create that met this fault may have been made, and billed. */
export function mayHaveBeenBilled(fault: Fault): boolean {
	return fault.kind === 'disconnect' ? fault.mayHaveArrived : mayBeBilled(fault.code);
}
