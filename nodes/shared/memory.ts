import { createHash } from 'crypto';
import type { IContextObject } from 'n8n-workflow';
import { z } from 'zod';
import type { Failure } from './failure';
import { isRecord } from './task';

const entrySchema = z.object({
	request: z.string(),
	task: z.object({ taskId: z.string(), submittedAt: z.number() }).optional(),
	/** Why it is not known whether there is a task. */
	unclear: z.custom<Failure>((value) => typeof value === 'object').optional(),
});
type Entry = z.infer<typeof entrySchema>;

export type SubmittedTask = NonNullable<Entry['task']>;

/** What an earlier try did with the same request. */
export type Earlier = { task: SubmittedTask } | { unclear: Failure } | null;

const KEY = 'submitted';

/**
 * What this node has submitted, kept in the node context: n8n keeps that between the tries of Retry
 * On Fail, and when a failed execution is retried from the list. A try finds what belongs to it by
 * run (each round of a loop is one), item and request, so an edited request is a new one.
 *
 * An agent's tool has a new run for every try, and a call has one item: there the request alone counts.
 */
export class SubmissionMemory {
	private readonly own = new Set<string>();

	constructor(
		private readonly context: IContextObject,
		private readonly run: number | 'tool',
	) {}

	earlier(itemIndex: number, request: unknown): Earlier {
		const print = fingerprint(request);
		const key = this.keyOf(itemIndex, print);
		const { data: entry } = entrySchema.safeParse(this.entries()[key]);
		if (entry?.request !== print) return null;
		this.own.add(key);
		if (entry.task) return { task: entry.task };
		return entry.unclear ? { unclear: entry.unclear } : null;
	}

	noteTask(itemIndex: number, request: unknown, task: SubmittedTask): void {
		this.note(itemIndex, request, { task });
	}

	noteUnclear(itemIndex: number, request: unknown, unclear: Failure): void {
		this.note(itemIndex, request, { unclear });
	}

	/** The next try may send this one again. */
	forget(itemIndex: number, request: unknown): void {
		this.drop([this.keyOf(itemIndex, fingerprint(request))]);
	}

	/** Nothing of this try will be tried again. */
	forgetAll(): void {
		this.drop([...this.own]);
		if (Object.keys(this.store()).length === 0) delete this.context[KEY];
	}

	private note(itemIndex: number, request: unknown, what: Omit<Entry, 'request'>): void {
		const print = fingerprint(request);
		const key = this.keyOf(itemIndex, print);
		this.own.add(key);
		this.entries()[key] = { request: print, ...what };
	}

	private drop(keys: string[]): void {
		const entries = this.entries();
		for (const key of keys) delete entries[key];
		if (Object.keys(entries).length === 0) delete this.store()[this.run];
	}

	private keyOf(itemIndex: number, print: string): string {
		return this.run === 'tool' ? print : String(itemIndex);
	}

	// Changed in place, never as a copy: an agent may call the node twice at once.
	private entries(): Record<string, unknown> {
		return recordIn(this.store(), String(this.run));
	}

	private store(): Record<string, unknown> {
		return recordIn(this.context, KEY);
	}
}

/** The object under a key, made where there is none or something else. */
function recordIn(parent: Record<string, unknown>, key: string): Record<string, unknown> {
	const found = parent[key];
	if (isRecord(found)) return found;
	const made: Record<string, unknown> = {};
	parent[key] = made;
	return made;
}

function fingerprint(request: unknown): string {
	return createHash('sha256').update(JSON.stringify(request)).digest('hex');
}
