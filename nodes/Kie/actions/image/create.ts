import type { IExecuteFunctions, INodeExecutionData, INodeProperties } from 'n8n-workflow';
import { createFailureOf, failureOf, taskFailureOf } from '../../../shared/advice';
import { isFinalForAccount, mayHaveBeenBilled } from '../../../shared/envelope';
import type { Fault, Reply } from '../../../shared/envelope';
import type { Failure } from '../../../shared/failure';
import { imageDownloader } from '../../../shared/images';
import type { SubmissionMemory } from '../../../shared/memory';
import type { ImageOperation } from '../../../shared/models';
import { taskItems } from '../../../shared/output';
import { submitAll } from '../../../shared/submit';
import type { KieTask } from '../../../shared/task';
import type { Transport } from '../../../shared/transport';
import { connect } from '../../../shared/transport';
import { isStillRunning, pollAll } from '../../../shared/wait/poll';
import type { Operation, Outcome } from '../operation';
import { hintAtMissedFiles, hintAtUnknownTypes } from './hints';
import { rememberIn } from './remember';
import type { ImageRequest } from './prepare';
import { prepareAll } from './prepare';

/** Generate, Edit and Create Variants: prepare all, hand in, wait for all at once, deliver. */
export function createOperation(operation: ImageOperation, fields: INodeProperties[]): Operation {
	return {
		fields,
		run: async (ctx) => await new CreateRun(ctx, operation, fields).outcomes(),
	};
}

class CreateRun {
	/** What is settled, by item. The run is over when every item is here. */
	private readonly settled = new Map<number, Outcome>();

	/** What is handed in and not settled, by item. */
	private readonly open = new Map<number, { taskId: string; submittedAt: number }>();

	private readonly memory: SubmissionMemory;

	constructor(
		private readonly ctx: IExecuteFunctions,
		private readonly operation: ImageOperation,
		private readonly fields: INodeProperties[],
	) {
		this.memory = rememberIn(ctx);
	}

	async outcomes(): Promise<Outcome[]> {
		const { requests, failures } = prepareAll(this.ctx, this.operation, this.fields);
		for (const outcome of failures) this.settle(outcome);
		const mayGoOn = failures.length === 0 || this.ctx.continueOnFail();
		if (mayGoOn && requests.length > 0) {
			hintAtUnknownTypes(this.ctx, requests);
			const transport = await connect(this.ctx);
			await this.submit(transport, requests);
			await this.wait(transport, requests);
			this.tidyMemory();
		}
		return [...this.settled.values()].sort((a, b) => a.itemIndex - b.itemIndex);
	}

	private async submit(transport: Transport, requests: ImageRequest[]): Promise<void> {
		const fresh = requests.filter((request) => !this.takeUp(request));
		const first = requests[0];
		if (fresh.length === 0 || first === undefined) return;
		const { batchSize, batchInterval } = first.settings.options.batching.batch;

		let stoppedBy: Fault | undefined;
		await submitAll(
			transport,
			fresh,
			{ batchSize, batchIntervalMs: batchInterval },
			{
				onSending: ({ itemIndex, payload }) => this.memory.noteSending(itemIndex, payload),
				onReply: (request, reply) => {
					this.noteReply(request, reply);
					if (reply.ok) return true;
					const goesOn = this.ctx.continueOnFail() && !isFinalForAccount(reply.fault);
					if (!goesOn) stoppedBy ??= reply.fault;
					return goesOn;
				},
			},
			this.ctx.getExecutionCancelSignal(),
		);
		if (stoppedBy) this.settleUnsent(requests, stoppedBy);
	}

	/** Continues with what an earlier try of this run handed in; true if nothing is to be sent. */
	private takeUp({ itemIndex, payload }: ImageRequest): boolean {
		const earlier = this.memory.earlier(itemIndex, payload);
		if (earlier === 'nothing') return false;
		if (earlier === 'unclear') this.settle({ itemIndex, failure: UNCLEAR_EARLIER });
		else this.open.set(itemIndex, earlier);
		return true;
	}

	private noteReply({ itemIndex, payload }: ImageRequest, reply: Reply<string>): void {
		if (reply.ok) {
			const task = { taskId: reply.value, submittedAt: Date.now() };
			this.memory.noteTask(itemIndex, payload, task);
			this.open.set(itemIndex, task);
			// Where everything else is lost (cancel, a killed process), the log still has the task.
			this.ctx.logger.info('KIE took an image task', {
				taskId: task.taskId,
				itemIndex,
				node: this.ctx.getNode().name,
			});
			return;
		}
		if (!mayHaveBeenBilled(reply.fault)) this.memory.forget(itemIndex);
		this.settle({ itemIndex, failure: createFailureOf(reply.fault) });
	}

	private settleUnsent(requests: ImageRequest[], fault: Fault): void {
		for (const { itemIndex } of requests) {
			if (this.settled.has(itemIndex) || this.open.has(itemIndex)) continue;
			const { description, ...rest } = failureOf(fault);
			this.settle({
				itemIndex,
				failure: {
					...rest,
					cause: 'refused',
					description: `This item was not sent, because KIE refused one before it. ${description}`,
				},
			});
		}
	}

	private async wait(transport: Transport, requests: ImageRequest[]): Promise<void> {
		const deliver = imageDownloader(this.ctx);
		const left = requests.filter(({ itemIndex }) => this.open.has(itemIndex));
		const waiting = left.filter((request) => request.settings.waitUntilDone);

		for (const request of left) {
			if (request.settings.waitUntilDone) continue;
			this.settleItems(
				request,
				taskItems(this.pendingTask(request), request.itemIndex, request.output, []),
			);
		}
		const options = waiting[0]?.settings.options;
		if (options === undefined) return;

		const results = await pollAll(
			transport,
			waiting.map(({ itemIndex, api }) => ({ api, ...this.openTask(itemIndex) })),
			{
				intervalMs: options.pollInterval * 1000,
				deadline: Date.now() + options.maxWait * 1000,
				signal: this.ctx.getExecutionCancelSignal(),
			},
		);
		let missed = 0;
		await Promise.all(
			waiting.map(async (request, index) => {
				const result = results[index];
				const { itemIndex, settings } = request;
				if (result === undefined) return;
				if (isStillRunning(result) && settings.options.onTimeout === 'returnPending') {
					const pending = this.pendingTask(request);
					this.settleItems(request, taskItems(pending, itemIndex, request.output, []));
				} else if ('failure' in result) {
					this.settle({ itemIndex, failure: result.failure });
				} else if (result.task.status === 'failed') {
					this.settle({ itemIndex, failure: taskFailureOf(request.complete(result.task)) });
				} else {
					const task = request.complete(result.task);
					const downloads = settings.downloadImages
						? await deliver(task)
						: { files: [], missed: 0 };
					missed += downloads.missed;
					this.settleItems(request, taskItems(task, itemIndex, request.output, downloads.files));
				}
			}),
		);
		hintAtMissedFiles(this.ctx, missed);
	}

	/** What a later try may send anew is forgotten, and all of it once no try can follow. */
	private tidyMemory(): void {
		const failures = [...this.settled.values()].filter((outcome) => 'failure' in outcome);
		if (failures.length === 0) this.memory.forgetAll();
		for (const { itemIndex, failure } of failures) {
			if (failure.cause === 'task' && failure.retryable) this.memory.forget(itemIndex);
		}
	}

	private openTask(itemIndex: number): { taskId: string; submittedAt: number } {
		return this.open.get(itemIndex) ?? { taskId: '', submittedAt: 0 };
	}

	private pendingTask(request: ImageRequest): KieTask {
		const { taskId, submittedAt } = this.openTask(request.itemIndex);
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

	private settle(outcome: Outcome): void {
		this.settled.set(outcome.itemIndex, outcome);
	}

	private settleItems({ itemIndex }: ImageRequest, items: INodeExecutionData[]): void {
		this.settle({ itemIndex, items });
	}
}

const UNCLEAR_EARLIER: Failure = {
	cause: 'unclear',
	message: 'KIE did not answer an earlier try, so the image may have been billed',
	description:
		"The node did not send it again, to not pay twice. Look at https://kie.ai/logs whether the task exists: if so, pick it up with the operation 'Get Status'; if not, run the workflow anew.",
	errorCode: null,
	errorMessage: null,
	retryable: false,
};
