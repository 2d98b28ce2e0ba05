import type { IDataObject, IExecuteFunctions, INodeExecutionData, JsonObject } from 'n8n-workflow';
import { NodeApiError } from 'n8n-workflow';
import type { Failure } from '../../shared/failure';
import { taskJson } from '../../shared/output';
import type { FailedOutcome, Outcome } from './operation';

const textFor = ({ message }: Failure, itemIndex: number) => `${message} [item ${itemIndex}]`;

/** The error of a run: what stopped it, and every other task that is made or on its way. */
export function toNodeError(
	ctx: IExecuteFunctions,
	{ failure, itemIndex }: FailedOutcome,
	outcomes: Outcome[],
): NodeApiError {
	const tasks = outcomes.flatMap(knownTasks);
	const others = tasks.filter((task) => task.itemIndex !== itemIndex);
	const description = [describe(failure), ...alsoIn(outcomes, others, itemIndex)].join(' ');
	const details: JsonObject = {
		errorCode: failure.errorCode,
		errorMessage: failure.errorMessage,
		retryable: failure.retryable,
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
	Object.assign(error.context, details, { tasks });
	return error;
}

/** A failure that the workflow goes on after, as an item. */
export function toFailureItem(ctx: IExecuteFunctions, outcome: FailedOutcome): INodeExecutionData {
	const { failure, itemIndex } = outcome;
	const item: INodeExecutionData = {
		json: {
			...taskJson(failure.task ?? {}, { imageUrl: null, imageIndex: null }),
			status: 'failed',
			errorCode: failure.errorCode,
			errorMessage: failure.errorMessage ?? failure.message,
			error: textFor(failure, itemIndex),
			errorDescription: describe(failure),
			retryable: failure.retryable,
		},
		pairedItem: { item: itemIndex },
	};
	// `error` is what sends an item to the error output. Were it enumerable, n8n would replace the
	// json with nothing but the message, and the workflow could not act on code and task id.
	if (ctx.getNode().onError === 'continueErrorOutput') {
		Object.defineProperty(item, 'error', {
			value: toNodeError(ctx, outcome, []),
			enumerable: false,
		});
	}
	return item;
}

/** How to get on, with the task at hand, which the user may have paid for. */
function describe({ description, task, message }: Failure): string {
	if (!task || `${message} ${description}`.includes(task.taskId)) return description;
	return task.status === 'pending'
		? `${description} Task ${task.taskId} goes on at KIE: look it up with the operation 'Get Status'.`
		: `${description} (Task ${task.taskId})`;
}

/** Whatever else a person needs to know of the run. */
function alsoIn(outcomes: Outcome[], others: KnownTask[], itemIndex: number): string[] {
	const refused = outcomes.flatMap((outcome) =>
		'failure' in outcome &&
		outcome.itemIndex !== itemIndex &&
		outcome.failure.cause !== 'unsent' &&
		!outcome.failure.task
			? [`${textFor(outcome.failure, outcome.itemIndex)}.`]
			: [],
	);
	const tasks =
		others.length === 0 ? [] : [`Other tasks of this run: ${others.map(shown).join('; ')}.`];
	return [...refused, ...tasks];
}

interface KnownTask extends IDataObject {
	itemIndex: number;
	taskId: string;
	status: string;
	imageUrls: string[];
}

function knownTasks(outcome: Outcome): KnownTask[] {
	const { itemIndex } = outcome;
	if ('failure' in outcome) {
		const { task } = outcome.failure;
		if (!task) return [];
		const { taskId, status = 'pending', imageUrls = [] } = task;
		return [{ itemIndex, taskId, status, imageUrls }];
	}
	const json = outcome.items[0]?.json;
	if (typeof json?.taskId !== 'string' || typeof json.status !== 'string') return [];
	const imageUrls = Array.isArray(json.imageUrls) ? json.imageUrls.map(String) : [];
	return [{ itemIndex, taskId: json.taskId, status: json.status, imageUrls }];
}

const shown = ({ itemIndex, taskId, status, imageUrls }: KnownTask) =>
	`[item ${itemIndex}] ${taskId} (${[status, ...imageUrls].join(' ')})`;
