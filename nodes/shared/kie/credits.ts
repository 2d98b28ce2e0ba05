import type { CancelSignal } from '../cancel';
import { failureOf } from './advice';
import { KieFailure } from './failure';
import { UNREADABLE } from './fault';
import { readNumber } from './json';
import { retryRead } from './retry';
import type { Transport } from './transport';

/** How many credits the account has left. */
export async function readCredits(transport: Transport, signal: CancelSignal): Promise<number> {
	const reply = await retryRead(async () => await transport.get('/api/v1/chat/credit'), signal);
	if (!reply.ok) throw new KieFailure(failureOf(reply.fault));
	const credits = readNumber(reply.value);
	if (credits === null) throw new KieFailure(failureOf(UNREADABLE));
	return credits;
}
