import { createHash } from 'crypto';
import type { IContextObject } from 'n8n-workflow';
import { z } from 'zod';

const entrySchema = z.object({
	request: z.string(),
	/** Absent while the answer to the create is not known. */
	task: z.object({ taskId: z.string(), submittedAt: z.number() }).optional(),
});
type Entry = z.infer<typeof entrySchema>;

const KEY = 'submitted';
const storeSchema = z.record(z.record(entrySchema));

/** What an earlier try of the same run did with the same request. */
export type Earlier = 'nothing' | 'unclear' | SubmittedTask;

export type SubmittedTask = NonNullable<Entry['task']>;

/**
 * What this node has handed in, kept in the node context: n8n keeps that between the tries of
 * Retry On Fail, and when a failed execution is retried from the list. Keyed by run (each round of
 * a loop is one), item and request, so that a retry takes up its tasks and an edited one does not.
 */
export class SubmissionMemory {
	private readonly entries: Record<string, Entry>;

	constructor(context: IContextObject, runIndex: number) {
		// Used in place, not as a copy: an agent may call the node twice at once.
		if (!storeSchema.safeParse(context[KEY]).success) context[KEY] = {};
		const store = context[KEY] as z.infer<typeof storeSchema>;
		this.entries = store[String(runIndex)] ??= {};
	}

	earlier(itemIndex: number, request: unknown): Earlier {
		const entry = this.entries[itemIndex];
		if (entry?.request !== fingerprint(request)) return 'nothing';
		return entry.task ?? 'unclear';
	}

	/** Noted before a create leaves, so that a lost answer is not taken for a task never sent. */
	noteSending(itemIndex: number, request: unknown): void {
		this.entries[itemIndex] = { request: fingerprint(request) };
	}

	noteTask(itemIndex: number, request: unknown, task: SubmittedTask): void {
		this.entries[itemIndex] = { request: fingerprint(request), task };
	}

	/** The next try may send this one anew. */
	forget(itemIndex: number): void {
		delete this.entries[itemIndex];
	}

	/** Nothing of this run will be tried again. */
	forgetAll(): void {
		for (const itemIndex of Object.keys(this.entries)) delete this.entries[itemIndex];
	}
}

function fingerprint(request: unknown): string {
	return createHash('sha256').update(JSON.stringify(request)).digest('hex');
}
