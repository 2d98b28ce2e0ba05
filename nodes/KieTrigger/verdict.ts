import type { KieTask } from '../shared/kie/task';

/** What becomes of one delivery. */
export type Verdict =
	| { kind: 'start'; taskId: string | null; task: KieTask }
	/** Taken, so that KIE does not send it again, but starts nothing. */
	| { kind: 'ignore' }
	| Refusal;

export interface Refusal {
	kind: 'refuse';
	/** KIE sends again whatever is not answered with a 2xx. */
	status: 400 | 401 | 404 | 503;
	/** For whoever sent it: tells nothing about n8n or the credential. */
	message: string;
	/** For the log. */
	reason: string;
}

export function refuse(status: Refusal['status'], message: string, reason = message): Refusal {
	return { kind: 'refuse', status, message, reason };
}
