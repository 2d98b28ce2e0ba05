import type { Reply } from '../../nodes/shared/kie/fault.ts';
import type { ImageApi } from '../../nodes/shared/kie/apis/index.ts';
import type { KieTask } from '../../nodes/shared/kie/task.ts';
import type { Transport } from '../../nodes/shared/kie/transport.ts';

export interface Sent {
	path: string;
	data: unknown;
}

/** Stands for the wire: gives one answer, and notes what was asked. */
export function wire(reply: Reply<unknown>): Transport & { sent: Sent[] } {
	const sent: Sent[] = [];
	const note = async (path: string, data: unknown) => {
		sent.push({ path, data });
		return reply;
	};
	return { sent, get: note, post: note, upload: note, isPrivate: false, account: 'none' };
}

/** The task that an API reads from a record. */
export async function taskFrom(api: ImageApi, record: unknown): Promise<KieTask> {
	const answer = await api.read(wire({ ok: true, value: record }), 'asked-for');
	if (!answer.ok || answer.value === null) throw new Error('no task was read');
	return answer.value;
}

export const refusal = (code: number, msg: string): Reply<unknown> => ({
	ok: false,
	fault: { kind: 'refusal', code, msg, fromKie: true, retryAfterMs: null },
});
