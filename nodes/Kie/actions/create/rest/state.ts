import type { NodeExecutionHint } from 'n8n-workflow';
import { z } from 'zod';
import { newFailure } from '../../../../shared/kie/failure';
import { isRecord } from '../../../../shared/kie/json';
import type { KieTask } from '../../../../shared/kie/task';
import { API_NAMES } from '../../../../shared/kie/task';
import { otherwise } from '../../../../shared/schemas';
import { keptFailure, keptTask } from '../memory';
import type { OrderedRun, Wanted } from '../order';

/** Another with every change of what stands in it: the package may be updated during a rest. */
export const STATE_VERSION = 2;

// In place of what cannot be read: the defaults of the fields.
const INTERVAL_MS = 5_000;
const WAIT_MS = 900_000;
const DEFAULT_MAX_FILE_SIZE = 200 * 1024 * 1024;

/** Nothing is submitted again: the tasks from before the suspension are paid for, so they are reported. */
export const UNREADABLE = newFailure(
	'waiting',
	'The node was updated during the wait and cannot read its saved progress',
	"Nothing was submitted again. Find the tasks at https://kie.ai/logs and get their images with the operation 'Get Status'.",
);

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

// What lies in a database may be damaged, and what is paid for must not be lost with one detail: each is
// taken by itself, and one that cannot be read is as if nobody had set it. Nothing is left out but what
// does not say which task it is, of which API, for which item: see `rest.ts` for its item.

/** A list; what cannot be read of it is left out. */
const listOf = <T>(schema: z.ZodType<T, z.ZodTypeDef, unknown>) =>
	z.array(z.unknown()).transform((list) =>
		list.flatMap((value) => {
			const { success, data } = schema.safeParse(value);
			return success ? [data] : [];
		}),
	);

const orNone = <T>(schema: z.ZodType<T[], z.ZodTypeDef, unknown>) => otherwise(schema, () => []);

const text = (inPlace: string) => otherwise(z.string(), () => inPlace);
const number = (inPlace: () => number) => otherwise(z.number(), inPlace);
const flag = (inPlace: boolean) => otherwise(z.boolean(), () => inPlace);

const itemIndex = z.number().int().nonnegative();
const apiName = z.enum(API_NAMES);

const output = z.object({
	downloadImages: flag(false),
	maxFileSize: number(() => DEFAULT_MAX_FILE_SIZE),
	fileName: text(''),
	outputItems: otherwise(z.enum(['perImage', 'perTask']), () => 'perImage' as const),
	includeRaw: flag(false),
	binaryName: text('data'),
});

const wanted = {
	itemIndex,
	api: apiName,
	identity: text(''),
	asked: otherwise(
		z.custom<Wanted['asked']>((value) => isRecord(value) && typeof value.model === 'string'),
		() => ({ model: '' }),
	),
	givesImages: flag(true),
	images: number(() => 1),
	waitUntilDone: flag(true),
	onTimeout: otherwise(z.enum(['error', 'returnPending']), () => 'error' as const),
	output: otherwise(output, () => output.parse({})),
};

const orNull = z.string().nullable();
const endedOutline = z.object({
	taskId: z.string(),
	api: apiName,
	model: orNull,
	status: z.enum(['success', 'failed']),
	progress: z.number(),
	imageUrls: z.array(z.string()),
	prompt: orNull,
	errorCode: z.union([z.number(), z.string()]).nullable(),
	errorMessage: orNull,
	raw: z.record(z.string(), z.unknown()),
});
const ended = z.custom<KieTask>((value) => endedOutline.safeParse(value).success);

const orderedSchema: z.ZodType<OrderedRun, z.ZodTypeDef, unknown> = z.object({
	orders: listOf(z.object({ ...wanted, task: keptTask })),
	failures: orNone(listOf(z.object({ itemIndex, failure: keptFailure(UNREADABLE) }))),
	orphans: orNone(
		listOf(
			z.object({
				...wanted,
				rings: z.object({ executionId: z.string(), secret: z.string() }),
				sentAt: z.number(),
			}),
		),
	),
	intervalMs: number(() => INTERVAL_MS),
	deadline: number(() => Date.now() + WAIT_MS),
	rests: flag(false),
	// What is not known to have ended is looked at again.
	ended: orNone(listOf(ended)),
});

export const restStateSchema: z.ZodType<RestState, z.ZodTypeDef, unknown> = z.object({
	version: z.literal(STATE_VERSION),
	executionId: text(''),
	id: text(''),
	ordered: orderedSchema,
	remembered: orNone(listOf(z.string())),
	hints: orNone(
		listOf(
			z.custom<NodeExecutionHint>((value) => isRecord(value) && typeof value.message === 'string'),
		),
	),
});
