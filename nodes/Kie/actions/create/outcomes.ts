import type { IExecuteFunctions } from 'n8n-workflow';
import { taskFailureOf } from '../../../shared/kie/advice';
import type { Failure } from '../../../shared/kie/failure';
import { notesOf } from '../../../shared/files/downloadNotes';
import { imageDownloader, NO_DOWNLOADS } from '../../../shared/output/download';
import type { SubmissionMemory } from './memory';
import { taskItems } from '../../../shared/output/items';
import type { Transport } from '../../../shared/kie/transport';
import { Poller } from './wait/poll';
import type { Outcome } from '../operation';
import { hintAtMissedFiles } from './hints';
import type { OpenTask, Submitted } from './submit';

/** Watches every task until it ends, and fetches its images as soon as it is done. */
export async function waitForTasks(
	ctx: IExecuteFunctions,
	transport: Transport,
	memory: SubmissionMemory,
	{ open, failures }: Submitted,
): Promise<Outcome[]> {
	const waiting = open.filter(({ request }) => request.settings.waitUntilDone);
	const passedOn = open.filter((task) => !waiting.includes(task)).map(pendingOutcome);
	const options = waiting[0]?.request.settings.options;
	if (options === undefined) return passedOn;

	const poller = new Poller(transport, {
		intervalMs: options.pollInterval * 1000,
		deadline: Date.now() + options.maxWait * 1000,
		signal: ctx.getExecutionCancelSignal(),
	});
	const download = imageDownloader(ctx, transport.isPrivate, notesOf(ctx));
	const missedFiles: string[] = [];
	// Files of a run that ends in an error reach nobody.
	let willFail = failures.length > 0 && !ctx.continueOnFail();

	const watch = async (entry: OpenTask): Promise<Outcome> => {
		const { request, task: submitted } = entry;
		const { itemIndex, settings, output } = request;
		const fail = (failure: Failure): Outcome => {
			willFail ||= !ctx.continueOnFail();
			return { itemIndex, failure };
		};

		const result = await poller.watch({ api: request.api, ...submitted });
		if (result.kind === 'timedOut' && settings.options.onTimeout === 'returnPending') {
			return pendingOutcome(entry);
		}
		if (result.kind !== 'done') return fail(result.failure);

		const task = request.complete(result.task);
		if (task.status === 'failed') {
			const failure = taskFailureOf(task);
			// KIE may make it at the next try: then it is a new task.
			if (failure.retryable) memory.forget(itemIndex, request.identity);
			return fail(failure);
		}
		const wanted = settings.downloadImages && !willFail;
		const { files, missed } = wanted
			? await download(task, settings.options.maxFileSize)
			: NO_DOWNLOADS;
		missedFiles.push(...missed);
		return { itemIndex, items: taskItems(task, itemIndex, output, files) };
	};

	const outcomes = await Promise.all(waiting.map(watch));
	hintAtMissedFiles(ctx, missedFiles);
	return [...passedOn, ...outcomes];
}

/** The task as it stands just after it was submitted. */
function pendingOutcome({ request, task: { taskId, submittedAt } }: OpenTask): Outcome {
	const { itemIndex, output, api } = request;
	const task = request.complete({
		taskId,
		api: api.name,
		model: null,
		status: 'pending',
		progress: 0,
		imageUrls: [],
		prompt: null,
		createdAt: new Date(submittedAt).toISOString(),
		completedAt: null,
		creditsUsed: null,
		errorCode: null,
		errorMessage: null,
		raw: {},
	});
	return { itemIndex, items: taskItems(task, itemIndex, output, []) };
}
