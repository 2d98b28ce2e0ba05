import type {
	IExecuteFunctions,
	INode,
	IWebhookFunctions,
	IWebhookResponseData,
} from 'n8n-workflow';
import { z } from 'zod';
import { isRecord } from '../../../../shared/kie/json';
import { otherwise } from '../../../../shared/schemas';
import type { RestState } from './state';
import { restStateSchema } from './state';

// How an execution is put to rest and woken. This file alone leans on what n8n does not promise:
// - The entry that runs stands outside the stack of a running execution, and first in it at rest.
// - Waking it, n8n switches off the first entry's node and passes on what that entry has as input.
// So the first entry is left with nothing to pass on, and behind it stands a second one for the same
// node, which runs `execute` once more: with the state of the run in its metadata, and with all that
// n8n does for a node, from 'On Error' to 'Retry On Fail'. test/e2e/resting/resting.test.ts tells when an
// n8n does it differently.

const STATE = 'kieRest';

type Metadata = Record<string, unknown>;

interface Entry {
	node: INode;
	metadata?: Metadata | undefined;
}

const entrySchema = z.custom<Entry>(
	(value) => isRecord(value) && isRecord(value.node) && typeof value.node.id === 'string',
);

// As they are, not copied: n8n goes on with what is changed in them.
const executionSchema = z.object({
	executionData: z.object({ nodeExecutionStack: z.custom<unknown[]>(Array.isArray) }),
});

/** n8n counts the tries of Retry On Fail anew after a rest. */
const triesSchema = z.object({
	/** How often the entry was run, the try that rests included. */
	made: z.number(),
	/** How often the settings of the node allow. */
	allowed: z.number(),
});

const notedSchema = z.object({
	state: restStateSchema,
	tries: otherwise(triesSchema, () => ({ made: 1, allowed: 1 })),
});

function stackOf(ctx: IExecuteFunctions | IWebhookFunctions): unknown[] | null {
	const given = 'runExecutionData' in ctx ? ctx.runExecutionData : undefined;
	const { data } = executionSchema.safeParse(given);
	return data?.executionData.nodeExecutionStack ?? null;
}

/** The entry that runs now; null where this n8n shows none. */
function entryOf(ctx: IExecuteFunctions): Entry | null {
	const { data } = entrySchema.safeParse(ctx.getExecuteData());
	return data?.node.id === ctx.getNode().id ? data : null;
}

/** Whether this n8n works as this file expects. */
export const canRest = (ctx: IExecuteFunctions): boolean =>
	stackOf(ctx) !== null && entryOf(ctx) !== null;

const tries = new WeakMap<Entry, number>();

/** Entries that another version of this package put to rest. */
const unreadable = new WeakSet<Entry>();

/** What the run had when it was put to rest; null where it runs from its beginning. */
export function takeState(ctx: IExecuteFunctions): RestState | 'unreadable' | null {
	const entry = entryOf(ctx);
	if (!entry) return null;
	const noted = entry.metadata?.[STATE];
	// Once: a further try begins anew, and finds in the memory of the node what is ordered.
	delete entry.metadata?.[STATE];
	const { data } = notedSchema.safeParse(noted);
	if (noted !== undefined && !data) unreadable.add(entry);
	if (unreadable.has(entry)) return 'unreadable';
	tries.set(entry, data?.tries.made ?? (tries.get(entry) ?? 0) + 1);
	// A retry from the list has all of them again.
	if (data) entry.node = { ...entry.node, ...withTries(data.tries.allowed) };
	return data?.state ?? null;
}

export async function layDown(
	ctx: IExecuteFunctions,
	state: RestState,
	until: number,
): Promise<void> {
	const [entry, stack] = [entryOf(ctx), stackOf(ctx)];
	if (!entry || !stack) throw new Error('This version of n8n cannot suspend the execution.');
	const { node, metadata } = entry;
	const made = tries.get(entry) ?? 1;
	const allowed = triesOf(node);
	stack.unshift({
		...entry,
		// The try that rests goes on after it, so it counts among those that are left.
		node: { ...node, ...withTries(allowed - made + 1) },
		metadata: { ...metadata, [STATE]: { state, tries: { made, allowed } } },
	});
	// A node that always gives out data would do so when it is woken, too.
	Object.assign(entry, { node: { ...node, alwaysOutputData: false }, data: { main: [] } });
	await ctx.putExecutionToWait(new Date(until));
}

/** As n8n reads it. */
const triesOf = ({ retryOnFail, maxTries }: INode): number =>
	retryOnFail ? Math.min(5, Math.max(2, maxTries || 3)) : 1;

const withTries = (count: number): Partial<INode> =>
	count < 2 ? { retryOnFail: false } : { retryOnFail: true, maxTries: count };

/** The state of the execution that a call came for; null where none rests. */
export function stateOf(ctx: IWebhookFunctions): RestState | null {
	const { data } = notedSchema.safeParse(restingEntry(ctx)?.metadata?.[STATE]);
	return data?.state ?? null;
}

/** Has n8n go on with the execution, in this state. */
export function wake(ctx: IWebhookFunctions, state: RestState): IWebhookResponseData {
	const entry = restingEntry(ctx);
	const { data: noted } = notedSchema.safeParse(entry?.metadata?.[STATE]);
	if (entry && noted) entry.metadata = { ...entry.metadata, [STATE]: { ...noted, state } };
	return { workflowData: [], webhookResponse: { received: true } };
}

function restingEntry(ctx: IWebhookFunctions): Entry | null {
	const [first, second] = (stackOf(ctx) ?? []).map((entry) => entrySchema.safeParse(entry).data);
	const nodeId = ctx.getNode().id;
	return first?.node.id === nodeId && second?.node.id === nodeId ? second : null;
}
