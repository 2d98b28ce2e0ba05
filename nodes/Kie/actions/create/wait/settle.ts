import { taskFailureOf } from '../../../../shared/kie/advice';
import { isEarlySuccess } from '../../../../shared/kie/earlySuccess';
import type { KieTask } from '../../../../shared/kie/task';
import { Delivery } from '../../../../shared/output/delivery';
import { notesOf } from '../../../../shared/output/downloadNotes';
import { hintAtMissedFiles } from '../../missedFiles';
import type { Outcome } from '../../outcome';
import type { Run } from '../../run';
import type { SubmissionMemory } from '../memory';
import type { Order } from '../order';
import { completed } from '../order';
import type { WaitResult } from './poll';

/** Turns what became of the tasks of a run into what becomes of its items. */
export class Settlement {
	private readonly delivery: Delivery;

	constructor(
		private readonly run: Run,
		private readonly memory: SubmissionMemory,
		isPrivateKie: boolean,
	) {
		this.delivery = new Delivery(run.ctx, isPrivateKie, notesOf(run.ctx));
	}

	async of(order: Order, result: WaitResult): Promise<Outcome> {
		const { run, memory } = this;
		const { itemIndex, identity, output, asked } = order;
		if (result.kind === 'timedOut' && order.onTimeout === 'returnPending') {
			return await this.ofRunning(order);
		}
		if (result.kind !== 'done') return run.fail(itemIndex, { ...result.failure, asked });

		const task = completed(order, result.task);
		if (task.status === 'failed') {
			const failure = taskFailureOf(task);
			// KIE may make it at the next try: then it is a new task.
			if (failure.retryable) memory.forget(itemIndex, identity);
			else if (!isEarlySuccess(task)) memory.noteFailed(itemIndex, identity, order.task);
			return run.fail(itemIndex, { ...failure, asked });
		}
		const settings = { ...output, downloadImages: output.downloadImages && !run.willFail };
		return { itemIndex, items: await this.delivery.itemsOf(task, itemIndex, settings) };
	}

	/** Nobody waits for it, or no longer. */
	async ofRunning(order: Order): Promise<Outcome> {
		const { itemIndex, output } = order;
		const settings = { ...output, downloadImages: false };
		return { itemIndex, items: await this.delivery.itemsOf(asOrdered(order), itemIndex, settings) };
	}

	/** Tells what is missing. */
	close(): void {
		hintAtMissedFiles(this.run, this.delivery);
	}
}

/** The task as it stands just after it was submitted. */
function asOrdered(order: Order): KieTask {
	const { taskId, submittedAt } = order.task;
	return completed(order, {
		taskId,
		api: order.api,
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
