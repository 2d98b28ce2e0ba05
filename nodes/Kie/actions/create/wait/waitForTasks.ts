import { taskFailureOf } from '../../../../shared/kie/advice';
import { isEarlySuccess } from '../../../../shared/kie/earlySuccess';
import type { KieTask } from '../../../../shared/kie/task';
import type { Transport } from '../../../../shared/kie/transport';
import { Delivery } from '../../../../shared/output/delivery';
import { notesOf } from '../../../../shared/output/downloadNotes';
import { hintAtMissedFiles } from '../../missedFiles';
import type { Outcome } from '../../outcome';
import type { Run } from '../../run';
import type { SubmissionMemory } from '../memory';
import type { OpenTask } from '../submit';
import { Poller } from './poll';

/** Watches every task until it ends, and fetches its images as soon as it is done. */
export async function waitForTasks(
	run: Run,
	transport: Transport,
	memory: SubmissionMemory,
	open: OpenTask[],
): Promise<Outcome[]> {
	const { ctx } = run;
	const delivery = new Delivery(ctx, transport.isPrivate, notesOf(ctx));
	const pending = async (entry: OpenTask): Promise<Outcome> => {
		const { itemIndex, output } = entry.request;
		const settings = { ...output, downloadImages: false };
		return { itemIndex, items: await delivery.itemsOf(pendingTask(entry), itemIndex, settings) };
	};

	const waiting = open.filter(({ request }) => request.waitUntilDone);
	const passedOn = await Promise.all(open.filter((task) => !waiting.includes(task)).map(pending));
	const options = waiting[0]?.request.options;
	if (options === undefined) return passedOn;

	const poller = new Poller(transport, {
		intervalMs: options.pollInterval * 1000,
		deadline: Date.now() + options.maxWait * 1000,
		signal: ctx.getExecutionCancelSignal(),
	});
	const watch = async (entry: OpenTask): Promise<Outcome> => {
		const { request, task: submitted } = entry;
		const { itemIndex, output } = request;
		const result = await poller.watch({ api: request.api, ...submitted });
		if (result.kind === 'timedOut' && request.options.onTimeout === 'returnPending') {
			return await pending(entry);
		}
		if (result.kind !== 'done') return run.fail(itemIndex, result.failure);

		const task = request.complete(result.task);
		if (task.status === 'failed') {
			const failure = taskFailureOf(task);
			// KIE may make it at the next try: then it is a new task.
			if (failure.retryable) memory.forget(itemIndex, request.identity);
			else if (!isEarlySuccess(task)) memory.noteFailed(itemIndex, request.identity, submitted);
			return run.fail(itemIndex, failure);
		}
		const settings = { ...output, downloadImages: output.downloadImages && !run.willFail };
		return { itemIndex, items: await delivery.itemsOf(task, itemIndex, settings) };
	};

	const outcomes = await Promise.all(waiting.map(watch));
	hintAtMissedFiles(ctx, delivery);
	return [...passedOn, ...outcomes];
}

/** The task as it stands just after it was submitted. */
function pendingTask({ request, task: { taskId, submittedAt } }: OpenTask): KieTask {
	return request.complete({
		taskId,
		api: request.api.name,
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
}
