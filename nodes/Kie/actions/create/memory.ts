import type { IContextObject, IExecuteFunctions } from 'n8n-workflow';
import { z } from 'zod';
import type { Failure } from '../../../shared/kie/failure';
import { newFailure } from '../../../shared/kie/failure';
import { isRecord } from '../../../shared/kie/json';
import { otherwise } from '../../../shared/schemas';
import type { Remembered, SubmittedTask } from '../outcome';
import { isToolUse } from '../toolUse';

/** Of a failure that n8n has kept: what the words to a person are made of. */
const failureOutline = z.object({
	cause: z.string(),
	message: z.string().min(1),
	description: z.string().min(1),
	errorCode: z.union([z.number(), z.string()]).nullable(),
	errorMessage: z.string().nullable(),
	retryable: z.boolean(),
	task: z.object({ taskId: z.string() }).optional(),
});

/** Fallback if the stored failure cannot be read: a request of unknown outcome is never sent again. */
const UNKNOWN = newFailure(
	'unclear',
	'An earlier attempt may already have requested this image',
	"To avoid paying twice, the node did not send it again. Look for the task at https://kie.ai/logs: if it is there, get it with the operation 'Get Status'; if not, run the workflow again for this item.",
);

/** A failure that n8n has kept, as it is. */
export const keptFailure = (inPlace: Failure) =>
	otherwise(
		z.custom<Failure>((value) => failureOutline.safeParse(value).success),
		() => inPlace,
	);

/** A task that n8n has kept: of all that may be damaged, only its ID is needed. */
export const keptTask: z.ZodType<SubmittedTask, z.ZodTypeDef, unknown> = z.object({
	taskId: z.string().min(1),
	submittedAt: otherwise(z.number(), () => Date.now()),
	failed: otherwise(z.boolean().optional(), () => undefined),
	rings: otherwise(
		z.object({ executionId: z.string(), secret: z.string() }).optional(),
		() => undefined,
	),
});

const entrySchema = z.object({
	images: otherwise(z.number().optional(), () => undefined),
	task: otherwise(keptTask.nullable(), () => null),
	unclear: keptFailure(UNKNOWN),
});

/** What an earlier try did with the same request. */
export type Earlier = { task: SubmittedTask } | { unclear: Failure } | null;

const KEY = 'submitted';
const KEY_OF_ITEM = /^\d+ /;

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
		const entry = this.read(key);
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

	/** Goes on with what it had before a rest; a task of which it knows no more is left. */
	claim(keys: string[], isKnown: (taskId: string) => boolean): void {
		for (const key of keys) {
			const entry = this.read(key);
			if (!entry || !('task' in entry) || isKnown(entry.task.taskId)) this.own.add(key);
		}
	}

	/** What earlier tries ordered and this one did not ask for, as a prompt with the time in it. */
	left(): Remembered[] {
		// Of a tool these are other calls.
		if (this.run === 'tool') return [];
		return Object.keys(this.entries()).flatMap((key) => {
			const entry = this.own.has(key) ? null : this.read(key);
			return entry && !('task' in entry && entry.task.failed) ? [entry] : [];
		});
	}

	/** Nothing of this run will be tried again; of a tool, nothing of this call. */
	forgetAll(): void {
		this.drop(this.run === 'tool' ? [...this.own] : Object.keys(this.entries()));
		if (Object.keys(this.store()).length === 0) delete this.context[KEY];
	}

	/** Whatever lies under a key of ours was sent, and may be paid for. */
	private read(key: string): Remembered | null {
		const value = this.entries()[key];
		if (value === undefined || !(this.run === 'tool' || KEY_OF_ITEM.test(key))) return null;
		const { images, task, unclear } = entrySchema.parse(isRecord(value) ? value : {});
		const itemIndex = Number.parseInt(key);
		return { itemIndex, images, ...(task ? { task } : { unclear }) };
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
