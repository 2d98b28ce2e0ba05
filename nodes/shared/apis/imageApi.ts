import type { Reply } from '../envelope';
import type { ApiName, KieTask } from '../task';
import type { Transport } from '../transport';

/** One of KIE's image APIs: how to hand in a task and how to read it. */
export interface ImageApi {
	name: ApiName;
	displayName: string;
	/** How many poll intervals a task needs at least: the first look comes then. */
	firstLook: number;
	submit(
		transport: Transport,
		payload: Record<string, unknown>,
		callBackUrl: string | undefined,
	): Promise<Reply<string>>;
	/** The task, or null where KIE has no such record (or not yet). */
	read(transport: Transport, taskId: string): Promise<Reply<KieTask | null>>;
}
