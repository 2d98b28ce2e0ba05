import type { Reply } from '../envelope';
import type { ApiName, KieTask } from '../task';
import type { Transport } from '../transport';

/** One of KIE's image APIs: how to submit a task and how to read it. */
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
}
