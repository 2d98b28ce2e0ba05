import type { ImageApi } from './imageApi';
import type { Fault, Reply } from '../fault';
import { isFinalForAccount, isRateLimit } from '../fault';
import type { KieTask } from '../task';

/**
 * A task of which only the ID is known, as the first API that has it tells; null where none has it. One
 * that is out of order does not hide the task from the others.
 */
export async function findTask(
	candidates: readonly ImageApi[],
	read: (api: ImageApi) => Promise<Reply<KieTask | null>>,
): Promise<Reply<KieTask | null>> {
	let fault: Fault | undefined;
	for (const api of candidates) {
		const reply = await read(api);
		if (reply.ok && reply.value !== null) return reply;
		if (reply.ok) continue;
		fault ??= reply.fault;
		if (!isOfOneApi(reply.fault)) break;
	}
	return fault ? { ok: false, fault } : { ok: true, value: null };
}

const isOfOneApi = (fault: Fault): boolean =>
	fault.kind === 'refusal' && !isFinalForAccount(fault) && !isRateLimit(fault);
