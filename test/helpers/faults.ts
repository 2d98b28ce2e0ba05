import { readEnvelope } from '../../nodes/shared/kie/envelope.ts';
import type { Disconnect, Refusal } from '../../nodes/shared/kie/fault.ts';

/** KIE's no; with `fromKie` false, that of a server in between. */
export const refusalFault = (
	code: number,
	msg: string | null = null,
	fromKie = true,
	retryAfterMs: number | null = null,
): Refusal => ({ kind: 'refusal', code, msg, fromKie, retryAfterMs });

export const disconnect = (
	code: string,
	mayHaveArrived: boolean,
	canceled = false,
): Disconnect => ({ kind: 'disconnect', code, mayHaveArrived, canceled });

/** The refusal that an answer is read as. */
export function refusalIn(
	body: unknown,
	status = 200,
	headers: Record<string, unknown> = {},
): Refusal {
	const reply = readEnvelope({ status, headers, body });
	if (reply.ok || reply.fault.kind !== 'refusal') throw new Error('KIE was taken to say yes');
	return reply.fault;
}
