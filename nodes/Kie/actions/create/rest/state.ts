import type { NodeExecutionHint } from 'n8n-workflow';
import { z } from 'zod';
import { API_NAMES } from '../../../../shared/kie/task';
import { failureOutline } from '../memory';
import type { OrderedRun } from '../order';

/** Another with every change of what stands in it: the package may be updated during a rest. */
export const STATE_VERSION = 2;

/** What rests with an execution in n8n's database. */
export interface RestState {
	version: typeof STATE_VERSION;
	executionId: string;
	/** Tells rests apart. */
	id: string;
	ordered: OrderedRun;
	/** What the memory of the node holds of this run. */
	remembered: string[];
	/** What was told so far: n8n forgets the hints of a node that waits. */
	hints: NodeExecutionHint[];
}

/** A list of such, as they are: what is looked at is no more than what later steps take for granted. */
const listOf = <T>(outline: z.ZodTypeAny) =>
	z.array(z.custom<T>((value) => outline.safeParse(value).success));

const itemIndex = z.number().int();
const apiName = z.enum(API_NAMES);
const rings = z.object({ executionId: z.string(), secret: z.string() });

const wanted = z.object({
	itemIndex,
	api: apiName,
	identity: z.string(),
	asked: z.object({ model: z.string() }),
	onTimeout: z.string(),
	output: z.object({ binaryName: z.string(), outputItems: z.string(), maxFileSize: z.number() }),
});

const taken = z.object({
	taskId: z.string(),
	submittedAt: z.number(),
	rings: rings.optional(),
});

const ended = z.object({
	taskId: z.string(),
	api: apiName,
	status: z.enum(['pending', 'success', 'failed']),
	imageUrls: z.array(z.string()),
});

const orderedSchema: z.ZodType<OrderedRun, z.ZodTypeDef, unknown> = z.object({
	orders: listOf<OrderedRun['orders'][number]>(wanted.extend({ task: taken })),
	failures: listOf<OrderedRun['failures'][number]>(
		z.object({ itemIndex, failure: failureOutline }),
	),
	orphans: listOf<OrderedRun['orphans'][number]>(wanted.extend({ rings, sentAt: z.number() })),
	intervalMs: z.number(),
	deadline: z.number(),
	rests: z.boolean(),
	ended: listOf<OrderedRun['ended'][number]>(ended),
});

export const restStateSchema: z.ZodType<RestState, z.ZodTypeDef, unknown> = z.object({
	version: z.literal(STATE_VERSION),
	executionId: z.string(),
	id: z.string(),
	ordered: orderedSchema,
	remembered: z.array(z.string()),
	hints: listOf<NodeExecutionHint>(z.object({ message: z.string() })),
});
