import type { INodeExecutionData, INodeProperties, INodePropertyOptions } from 'n8n-workflow';
import { throwIfCanceled } from '../../shared/cancel';
import { failureFrom } from '../../shared/kie/failure';
import { limiter } from '../../shared/pacing';
import type { FailedOutcome, Outcome, Remembered } from './outcome';
import type { Run } from './run';

/** What became of a run: of every item, and of what earlier tries had ordered. */
export interface RunResult {
	outcomes: Outcome[];
	/** What the run made or ordered is paid for. */
	isPaid: boolean;
	/** What earlier tries submitted, and no outcome of this one tells of. */
	left: Remembered[];
}

/** A run that rests goes on later, in another run of the node. */
export type RunEnd = RunResult | 'resting';

/** How n8n's list of operations shows one; n8n's search shows the action. */
export interface OperationOption<Value extends string = string> extends Required<
	Pick<INodePropertyOptions, 'name' | 'action' | 'description'>
> {
	/** What saved workflows hold. */
	value: Value;
}

/** One operation: its entry in the list, its fields, and what it does with all input items. */
export interface Operation {
	option: OperationOption;
	/** Where they show is decided by the resource. */
	fields: INodeProperties[];
	run(run: Run): Promise<RunEnd>;
}

const CONCURRENCY = 5;

/** Runs an operation that looks at each item by itself; a fault of one leaves the others alone. */
export async function forEachItem(
	run: Run,
	work: (itemIndex: number) => Promise<INodeExecutionData[]>,
): Promise<RunResult> {
	const { ctx } = run;
	const slot = limiter(CONCURRENCY);
	const one = async (itemIndex: number): Promise<Outcome> => {
		throwIfCanceled(ctx.getExecutionCancelSignal());
		if (run.willFail) return { itemIndex, items: [] };
		try {
			return { itemIndex, items: await work(itemIndex) };
		} catch (cause) {
			return run.fail(itemIndex, failureFrom(cause));
		}
	};
	const outcomes = await Promise.all(
		ctx.getInputData().map(async (_, itemIndex) => await slot(async () => await one(itemIndex))),
	);
	return { outcomes, isPaid: false, left: [] };
}

/** What stops a run as a whole, such as an empty credential, is true of every item. */
export function allFailed(itemIndexes: number[], thrown: unknown): FailedOutcome[] {
	const failure = failureFrom(thrown);
	return itemIndexes.map((itemIndex) => ({ itemIndex, failure }));
}
