import type { OrderFate } from './fates.ts';

export type Api = 'gpt4oImage' | 'fluxKontext' | 'market';

/** A task that KIE has made, and bills. */
export interface Task {
	id: string;
	item: number;
	api: Api;
	request: Record<string, unknown>;
	fate: OrderFate;
	createdAt: number;
	endsAt: number;
	urls: string[];
	/** When it was looked at. */
	reads: number[];
	/** What the node has read of its end, in an answer that came whole. */
	told: 'failed' | 'done' | 'empty' | null;
}

/** A create that arrived, or set out. */
export interface Create {
	item: number;
	at: number;
	/** When its answer came, or the connection broke. */
	answeredAt: number;
	fate: OrderFate['create'];
	/** The rate was met: it counts for nothing. */
	isLimited: boolean;
	/** How many images it asks for. */
	images: number;
	task: Task | null;
	/** The answer named the task, and came whole. */
	isReceived: boolean;
	/** KIE's call told of it later, and the node took it. */
	isAdopted: boolean;
}

export interface Request {
	at: number;
	method: string;
	host: string;
	path: string;
	/** Whether it carried the key. */
	hasKey: boolean;
}

/** What the campaign judges by: what arrived, and what is true of it. */
export interface Ledger {
	requests: Request[];
	creates: Create[];
	tasks: Task[];
}
