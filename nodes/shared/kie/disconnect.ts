import { z } from 'zod';
import { anything } from '../schemas';
import type { Disconnect } from './fault';

// With these the connection was never made, or not as far as to carry a request: nothing arrived.
// Of the codes of TLS, some come later too.
const NEVER_SENT =
	/^(ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|ENETDOWN|EADDRNOTAVAIL|ERR_INVALID_URL|ERR_INVALID_CHAR|CERT_.*|.*SELF_SIGNED_CERT.*|UNABLE_TO_.*|ERR_TLS_CERT_.*|EPROTO|ERR_SSL_(?!.*(BAD_RECORD_MAC|UNEXPECTED_EOF|INTERNAL_ERROR|SHUTDOWN)).*)$/;

const causeSchema: z.ZodType<{ code?: unknown; httpCode?: unknown; cause?: unknown }> = z
	.object({ code: anything, httpCode: anything, cause: anything })
	.partial();

const isCode = (value: unknown): value is string =>
	typeof value === 'string' && /^[A-Z][A-Z0-9_]+$/.test(value);

/** Keeps nothing of what was thrown but its code: the rest holds the request, and so the key. */
export function readDisconnect(thrown: unknown): Disconnect {
	let code = 'no response';
	let current: unknown = thrown;
	for (let depth = 0; depth < 5; depth++) {
		const parsed = causeSchema.safeParse(current);
		if (!parsed.success) break;
		// The error of n8n 1 drops its cause and has the code under this name alone.
		const found = [parsed.data.code, parsed.data.httpCode].find(isCode);
		if (found !== undefined) {
			code = found;
			break;
		}
		current = parsed.data.cause;
	}
	return {
		kind: 'disconnect',
		code,
		mayHaveArrived: !NEVER_SENT.test(code),
		canceled: false,
	};
}

/** A request that we ended ourselves. */
export function endedDisconnect(how: 'late' | 'canceled'): Disconnect {
	const canceled = how === 'canceled';
	const code = canceled ? 'ERR_CANCELED' : 'ETIMEDOUT';
	return { kind: 'disconnect', code, mayHaveArrived: true, canceled };
}
