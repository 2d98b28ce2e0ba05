import { sleep } from 'n8n-workflow';
import { failureOf } from '../shared/advice';
import type { ImageApi } from '../shared/apis';
import { apis } from '../shared/apis';
import type { Disconnect, Fault, Reply } from '../shared/envelope';
import { isPassing } from '../shared/envelope';
import { backoffMs, pause } from '../shared/pacing';
import type { KieTask } from '../shared/task';
import type { Transport } from '../shared/transport';

// KIE waits 15 s for an answer.
const LIMIT_MS = 10_000;
const PAUSE_MS = 1_000;
// A task is hidden for a moment after its creation, and a callback may be that early.
const LOOKS_FOR_MISSING = 3;

export type Confirmation =
	| { kind: 'confirmed'; task: KieTask }
	| { kind: 'unknown' }
	/** Neither confirmed nor denied in the time there is. */
	| { kind: 'open'; reason: string };

const TIMED_OUT: Disconnect = {
	kind: 'disconnect',
	code: 'no answer in time',
	mayHaveArrived: true,
	cancelled: false,
};

/** What KIE itself says of a task, asked first in the API that the callback seems to be of. */
export async function confirm(transport: Transport, told: KieTask): Promise<Confirmation> {
	const deadline = Date.now() + LIMIT_MS;
	// A slow answer is not stopped by the time limit of a request, which starts anew with every byte.
	const timeUp = sleep(LIMIT_MS).then((): Reply<never> => ({ ok: false, fault: TIMED_OUT }));
	let candidates = [apis[told.api], ...Object.values(apis).filter(({ name }) => name !== told.api)];

	for (let look = 1; ; look++) {
		const reply = await Promise.race([find(transport, told.taskId, candidates, deadline), timeUp]);
		let wait = PAUSE_MS;
		if (!reply.ok) {
			if (!isPassing(reply.fault)) return unread(reply.fault);
			wait = backoffMs(PAUSE_MS, look, reply.fault);
		} else if (reply.value === null) {
			if (look === LOOKS_FOR_MISSING) return { kind: 'unknown' };
		} else {
			if (reply.value.status !== 'pending') return { kind: 'confirmed', task: reply.value };
			candidates = [apis[reply.value.api]];
		}
		if (Date.now() + wait >= deadline) {
			return reply.ok
				? { kind: 'open', reason: 'KIE still works on the task' }
				: unread(reply.fault);
		}
		await pause(wait, undefined);
	}
}

const unread = (fault: Fault): Confirmation => ({ kind: 'open', reason: failureOf(fault).message });

async function find(
	transport: Transport,
	taskId: string,
	candidates: ImageApi[],
	deadline: number,
): Promise<Reply<KieTask | null>> {
	for (const api of candidates) {
		const reply = await api.read(transport, taskId, Math.max(1, deadline - Date.now()));
		if (!reply.ok || reply.value !== null) return reply;
	}
	return { ok: true, value: null };
}
