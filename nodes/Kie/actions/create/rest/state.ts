import type { NodeExecutionHint } from 'n8n-workflow';
import { z } from 'zod';
import { isRecord } from '../../../../shared/kie/json';
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

const listOf = <T>() => z.array(z.custom<T>(isRecord));

const orderedSchema: z.ZodType<OrderedRun, z.ZodTypeDef, unknown> = z.object({
	orders: listOf<OrderedRun['orders'][number]>(),
	failures: listOf<OrderedRun['failures'][number]>(),
	orphans: listOf<OrderedRun['orphans'][number]>(),
	intervalMs: z.number(),
	deadline: z.number(),
	rests: z.boolean(),
	ended: listOf<OrderedRun['ended'][number]>(),
});

// The node itself wrote it; only its outline is checked.
export const restStateSchema: z.ZodType<RestState, z.ZodTypeDef, unknown> = z.object({
	version: z.literal(STATE_VERSION),
	executionId: z.string(),
	id: z.string(),
	ordered: orderedSchema,
	remembered: z.array(z.string()),
	hints: listOf<NodeExecutionHint>(),
});
