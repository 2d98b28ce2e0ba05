import { z } from 'zod';
import { anything } from '../schemas';
import type { Refusal, Reply } from './fault';
import { isRecord } from './json';
import { isPlainId } from './task';

/** An HTTP answer as it came in. */
export interface HttpAnswer {
	status: number;
	headers: Record<string, unknown>;
	body: unknown;
}

const MAX_CODE = 999_999;

const envelopeSchema = z.object({
	code: z
		.number()
		.int()
		.or(z.string().regex(/^\d+$/).transform(Number))
		// However large, it is none of KIE's and no success.
		.transform((code) => Math.min(code, MAX_CODE))
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
	const body = parsedBody(answer.body);
	const envelope = envelopeSchema.safeParse(body);
	const { code, data, msg: said, message } = envelope.success ? envelope.data : NO_ENVELOPE;
	const msg = said ?? message ?? null;
	const beside = besideData(body);

	const isOk = (status: number) => status >= 200 && status < 300;
	const isAnswer = code !== undefined || data !== undefined;
	if (isAnswer && isOk(answer.status) && isOk(code ?? answer.status)) {
		return { ok: true, value: data, ...beside };
	}
	const fault: Refusal = {
		kind: 'refusal',
		code: code === undefined || isOk(code) ? answer.status : code,
		msg,
		fromKie: code !== undefined || msg !== null,
		retryAfterMs: readRetryAfter(answer.headers['retry-after']),
		...(data !== undefined && data !== null && { data }),
		...beside,
	};
	return { ok: false, fault };
}

function parsedBody(body: unknown): unknown {
	if (typeof body !== 'string') return body;
	try {
		return JSON.parse(withExactNumbers(body));
	} catch {
		return body;
	}
}

/** A whole number that JavaScript would round, as text: it may be an ID. */
const withExactNumbers = (json: string): string =>
	/\d{16}/.test(json)
		? json.replace(TEXT_OR_NUMBER, (all, digits?: string) =>
				digits === undefined || Number.isSafeInteger(Number(digits)) ? all : `"${digits}"`,
			)
		: json;

// Texts are passed over whole, so that nothing inside them looks like a number.
const TEXT_OR_NUMBER = /"[^"\\]*(?:\\[^]?[^"\\]*)*(?:"|$)|(?<![\w.+-])(\d{16,})(?![\w.+-])/g;

/** All but code and data, or all of a body that has neither. A page is none. */
function besideData(body: unknown): { beside?: unknown } {
	if (typeof body === 'string') return isPlainId(body) ? { beside: body } : {};
	if (!isRecord(body)) return body === undefined || body === null ? {} : { beside: body };
	const { code, data, ...beside } = body;
	return Object.keys(beside).length > 0 ? { beside } : {};
}

/** Seconds or an HTTP date, in milliseconds from now. */
function readRetryAfter(header: unknown): number | null {
	if (typeof header !== 'string' && typeof header !== 'number') return null;
	const text = String(header).trim();
	const seconds = Number(text);
	const ms = text === '' || Number.isNaN(seconds) ? Date.parse(text) - Date.now() : seconds * 1000;
	return Number.isFinite(ms) ? Math.max(0, ms) : null;
}
