import type { KieTask } from '../shared/kie/task';

/** What becomes of one delivery. */
export type Verdict =
	| { kind: 'start'; taskId: string | null; task: KieTask }
	/** Taken, so that KIE does not send it again, but starts nothing. */
	| { kind: 'ignore' }
	| Rejection;

export interface Rejection {
	kind: 'reject';
	/** KIE sends again whatever is not answered with a 2xx. */
	status: 400 | 401 | 404 | 503;
	/** For whoever sent it: tells nothing about n8n or the credential. */
	message: string;
	/** For the log. */
	reason: string;
}

export function reject(status: Rejection['status'], message: string, reason = message): Rejection {
	return { kind: 'reject', status, message, reason };
}
