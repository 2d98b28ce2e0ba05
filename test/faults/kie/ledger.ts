import type { OrderFate } from './fates.ts';

export type Api = 'gpt4oImage' | 'fluxKontext' | 'market';

/** What the node read of a task's end, in an answer that came whole. */
export type Told = 'failed' | 'done' | 'empty';

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
	/** The looks at it; null where one told nothing of its end. */
	reads: Array<{ at: number; told: Told | null }>;
	/** What any of them told; the last that told something. */
	told: Told | null;
}

/** A create that arrived, or set out. */
export interface Create {
	item: number;
	/** The items whose prompt or image stands in it. */
	named: number[];
	request: Record<string, unknown>;
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

/** What the last look at a task told of its end. */
export const lastTold = ({ reads }: Task): Told | null => reads.at(-1)?.told ?? null;

/** Nobody can tell whether it was made, and no call of KIE's told of it. */
export const isUnclear = ({ fate, isAdopted }: Create): boolean =>
	fate.is === 'unclear' && !isAdopted;

/** What was ordered for an item, in turn. */
export const ordersOf = ({ creates }: Ledger, item: number): Create[] =>
	creates.filter((create) => create.item === item && !create.isLimited);
