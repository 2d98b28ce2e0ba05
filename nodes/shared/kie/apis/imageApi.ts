import type { Reply } from '../fault';
import type { ApiName, KieTask } from '../task';
import type { Transport } from '../transport';

/** A callback of KIE's, as far as all APIs agree. */
export interface CallbackBody {
	code: number | null;
	msg: string | null;
	data: Record<string, unknown>;
}

/** One of KIE's image APIs: how to submit a task, how to read it, how to read its callback. */
export interface ImageApi {
	name: ApiName;
	displayName: string;
	/** Tasks are hardly ever done sooner: the first look comes then, or with short intervals earlier. */
	firstLookMs: number;
	submit(
		transport: Transport,
		payload: Record<string, unknown>,
		callBackUrl: string | undefined,
	): Promise<Reply<string>>;
	/** The task, or null where KIE has no such record (or not yet). */
	read(transport: Transport, taskId: string, timeoutMs?: number): Promise<Reply<KieTask | null>>;
	/** The task a callback tells of, or null where the callback is of another API. */
	fromCallback(taskId: string, callback: CallbackBody): KieTask | null;
}
