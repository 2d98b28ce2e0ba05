import type { IContextObject, IExecuteFunctions } from 'n8n-workflow';
import { z } from 'zod';
import type { Failure } from '../../../shared/kie/failure';
import { newFailure } from '../../../shared/kie/failure';
import { isRecord } from '../../../shared/kie/json';
import type { Remembered, SubmittedTask } from '../outcome';
import { isToolUse } from '../toolUse';

/** Of a failure that n8n has kept: what the words to a person are made of. */
export const failureOutline = z.object({
	cause: z.string(),
	message: z.string().min(1),
	description: z.string().min(1),
	errorCode: z.union([z.number(), z.string()]).nullable(),
	errorMessage: z.string().nullable(),
	retryable: z.boolean(),
});

/** Fallback if the stored failure cannot be read: a request of unknown outcome is never sent again. */
const UNKNOWN = newFailure(
	'unclear',
	'An earlier attempt may already have requested this image',
	'To avoid paying twice, the node did not send it again. Look for the task at https://kie.ai/logs.',
);

const common = { itemIndex: z.number(), images: z.number().optional() };
const entrySchema: z.ZodType<Remembered, z.ZodTypeDef, unknown> = z.union([
	z.object({
		...common,
		task: z.object({
			taskId: z.string(),
			submittedAt: z.number(),
			failed: z.boolean().optional(),
			rings: z.object({ executionId: z.string(), secret: z.string() }).optional(),
		}),
	}),
	/** Why it is not known whether there is a task. */
	z.object({
		...common,
		unclear: z.custom<Failure>((value) => failureOutline.safeParse(value).success).catch(UNKNOWN),
	}),
]);

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

	earlier(itemIndex: number, request: string): Earlier {
		const key = this.keyOf(itemIndex, request);
		const { data: entry } = entrySchema.safeParse(this.entries()[key]);
		if (!entry) return null;
		this.own.add(key);
		return 'task' in entry ? { task: entry.task } : { unclear: entry.unclear };
	}

	noteTask(itemIndex: number, request: string, task: SubmittedTask, images = 1): void {
		this.note({ itemIndex, task, ...(images > 1 && { images }) }, request);
	}

	noteUnclear(itemIndex: number, request: string, unclear: Failure, images = 1): void {
		this.note({ itemIndex, unclear, ...(images > 1 && { images }) }, request);
	}

	/** KIE could not make it, and would not at another try. */
	noteFailed(itemIndex: number, request: string, task: SubmittedTask): void {
		this.note({ itemIndex, task: { ...task, failed: true } }, request);
	}

	/** The next try may send this one again. */
	forget(itemIndex: number, request: string): void {
		this.drop([this.keyOf(itemIndex, request)]);
	}

	/** What this try has ordered or found, for when it goes on after a rest. */
	get keys(): string[] {
		return [...this.own];
	}

	/** Goes on with what it had before a rest. */
	claim(keys: string[]): void {
		for (const key of keys) this.own.add(key);
	}

	/** What earlier tries ordered and this one did not ask for, as a prompt with the time in it. */
	left(): Remembered[] {
		// Of a tool these are other calls.
		if (this.run === 'tool') return [];
		return Object.entries(this.entries()).flatMap(([key, value]) => {
			const { data } = this.own.has(key) ? {} : entrySchema.safeParse(value);
			return data && !('task' in data && data.task.failed) ? [data] : [];
		});
	}

	/** Nothing of this run will be tried again; of a tool, nothing of this call. */
	forgetAll(): void {
		this.drop(this.run === 'tool' ? [...this.own] : Object.keys(this.entries()));
		if (Object.keys(this.store()).length === 0) delete this.context[KEY];
	}

	private note(entry: Remembered, request: string): void {
		const key = this.keyOf(entry.itemIndex, request);
		this.own.add(key);
		this.entries()[key] = entry;
	}

	private drop(keys: string[]): void {
		const entries = this.entries();
		for (const key of keys) delete entries[key];
		if (Object.keys(entries).length === 0) delete this.store()[this.run];
	}

	private keyOf(itemIndex: number, request: string): string {
		return this.run === 'tool' ? request : `${itemIndex} ${request}`;
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

export function memoryOf(ctx: IExecuteFunctions): SubmissionMemory {
	const run = isToolUse(ctx) ? 'tool' : Number(ctx.evaluateExpression('{{ $runIndex }}', 0));
	return new SubmissionMemory(ctx.getContext('node'), run);
}
