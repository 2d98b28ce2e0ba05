import { failureOf } from '../kie/advice';
import { apis } from '../kie/apis';
import { findTask } from '../kie/apis/findTask';
import { EARLY_LOOKS, EARLY_PAUSE_MS, isEarlySuccess } from '../kie/earlySuccess';
import type { Fault } from '../kie/fault';
import { isFinalForReading, REFUSALS_TO_BELIEVE } from '../kie/fault';
import { backoffMs } from '../kie/retry';
import type { KieTask } from '../kie/task';
import type { Transport } from '../kie/transport';
import { pause } from '../pacing';

// KIE waits 15 s for an answer.
const LIMIT_MS = 10_000;
const PAUSE_MS = 1_000;
// A task is hidden for a moment after its creation, and a callback may be that early.
const MAX_LOOKS_FOR_MISSING = 3;

type Confirmation =
	| { kind: 'confirmed'; task: KieTask }
	| { kind: 'unknown' }
	/** Neither confirmed nor denied in the time there is. */
	| { kind: 'open'; reason: string };

/** What KIE itself says of a task, asked first in the API that the callback seems to be of. */
export async function confirm(transport: Transport, told: KieTask): Promise<Confirmation> {
	const deadline = Date.now() + LIMIT_MS;
	let candidates = [apis[told.api], ...Object.values(apis).filter(({ name }) => name !== told.api)];
	let earlyLooks = 0;
	let refusals = 0;

	for (let look = 1; ; look++) {
		const reply = await findTask(
			candidates,
			async (api) => await api.read(transport, told.taskId, Math.max(1, deadline - Date.now())),
		);
		let wait = PAUSE_MS;
		if (!reply.ok) {
			if (isFinalForReading(reply.fault)) refusals++;
			if (refusals === REFUSALS_TO_BELIEVE) return unread(reply.fault);
			wait = backoffMs(PAUSE_MS, look, reply.fault);
		} else if (reply.value === null) {
			if (look === MAX_LOOKS_FOR_MISSING) return { kind: 'unknown' };
		} else {
			const task = reply.value;
			const isEarly =
				isEarlySuccess(task) &&
				earlyLooks++ < EARLY_LOOKS &&
				Date.now() + EARLY_PAUSE_MS < deadline;
			if (task.status !== 'pending' && !isEarly) return { kind: 'confirmed', task };
			if (isEarly) wait = EARLY_PAUSE_MS;
			candidates = [apis[task.api]];
		}
		if (Date.now() + wait >= deadline) {
			return reply.ok
				? { kind: 'open', reason: 'KIE is still working on the task' }
				: unread(reply.fault);
		}
		await pause(wait, undefined);
	}
}

const unread = (fault: Fault): Confirmation => ({ kind: 'open', reason: failureOf(fault).message });
