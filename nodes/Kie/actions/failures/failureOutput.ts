import type { IDataObject, IExecuteFunctions, INodeExecutionData, JsonObject } from 'n8n-workflow';
import { NodeApiError } from 'n8n-workflow';
import type { Failure } from '../../../shared/kie/failure';
import { taskJson } from '../../../shared/output/items';
import type { RunResult } from '../operation';
import type { FailedOutcome } from '../outcome';
import { knownTasks } from './knownTasks';
import { summaryOf } from './runSummary';

const textFor = ({ message }: Failure, itemIndex: number) => `${message} [item ${itemIndex}]`;

/** The error of a run: what stopped it, and everything else that is made or on its way. */
export function toNodeError(
	ctx: IExecuteFunctions,
	first: FailedOutcome,
	result: RunResult,
): NodeApiError {
	const tasks = knownTasks(result);
	const { before, after } = summaryOf(result, first, ctx.getInputData().length);
	const error = errorOf(ctx, first, [...before, describe(first.failure), ...after].join(' '));
	// `tasks` is for workflows; of all the context, n8n's editor shows `data`.
	Object.assign(error.context, { tasks }, tasks.length > 0 && { data: { tasks } });
	return error;
}

/** A failure that the workflow goes on after, as an item. */
export function toFailureItem(ctx: IExecuteFunctions, outcome: FailedOutcome): INodeExecutionData {
	const { failure, itemIndex } = outcome;
	const { task, asked } = failure;
	const { progress, ...fields } = taskJson(
		{ ...asked, ...task },
		{ imageUrl: asked?.imageUrl ?? null, imageIndex: null },
	);
	const item: INodeExecutionData = {
		json: withValues({
			...fields,
			progress: task?.progress === undefined ? null : progress,
			status: task?.status === 'pending' ? 'pending' : 'failed',
			errorCode: failure.errorCode,
			errorMessage: failure.errorMessage ?? failure.message,
			error: textFor(failure, itemIndex),
			errorDescription: describe(failure),
			retryable: mayBeSentAgain(failure),
		}),
		pairedItem: { item: itemIndex },
	};
	// `error` is what sends an item to the error output. Were it enumerable, n8n would replace the
	// json with nothing but the message, and the workflow could not act on code and task id.
	if (ctx.getNode().onError === 'continueErrorOutput') {
		const value = errorOf(ctx, outcome, describe(failure));
		Object.defineProperty(item, 'error', { value, enumerable: false });
	}
	return item;
}

function errorOf(
	ctx: IExecuteFunctions,
	{ failure, itemIndex }: FailedOutcome,
	description: string,
): NodeApiError {
	const details: JsonObject = {
		errorCode: failure.errorCode,
		errorMessage: failure.errorMessage,
		retryable: mayBeSentAgain(failure),
		taskId: failure.task?.taskId ?? null,
	};
	const error = new NodeApiError(
		ctx.getNode(),
		{ message: failure.errorMessage ?? failure.message },
		{
			message: textFor(failure, itemIndex),
			description,
			itemIndex,
			...(typeof failure.errorCode === 'number' && { httpCode: String(failure.errorCode) }),
		},
	);
	Object.assign(error.context, details);
	return error;
}

/** A task that may still be made is not to be made and paid for a second time. */
const mayBeSentAgain = ({ retryable, task }: Failure) => retryable && task?.status !== 'pending';

/** n8n puts the item over the input item: an empty value would wipe a field of the user's own. */
const withValues = (json: IDataObject): IDataObject =>
	Object.fromEntries(
		Object.entries(json).filter(
			([, value]) => value !== null && !(Array.isArray(value) && value.length === 0),
		),
	);

/** What to do next, with the task at hand, which the user may have paid for. */
function describe({ description, task, message }: Failure): string {
	if (!task || `${message} ${description}`.includes(task.taskId)) return description;
	return task.status === 'pending'
		? `${description} Task ${task.taskId} may still be running at KIE: look it up with the operation 'Get Status'.`
		: `${description} Task: ${task.taskId}.`;
}
