import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';
import { createFailureOf, taskFailureOf } from '../../../shared/advice';
import { isFinalForAccount, mayHaveBeenBilled } from '../../../shared/envelope';
import type { Reply } from '../../../shared/envelope';
import type { Failure } from '../../../shared/failure';
import { imageDownloader } from '../../../shared/images';
import type { SubmissionMemory } from '../../../shared/memory';
import type { ImageOperation } from '../../../shared/models';
import { taskItems } from '../../../shared/output';
import { submitAll } from '../../../shared/submit';
import type { Transport } from '../../../shared/transport';
import { connect } from '../../../shared/transport';
import type { WaitResult } from '../../../shared/wait/poll';
import { isStillRunning, Poller } from '../../../shared/wait/poll';
import type { FailedOutcome, Operation, Outcome } from '../operation';
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

	private missedFiles = 0;

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
		if (!this.willStop && requests.length > 0) {
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
		if (this.willStop) this.settleUnsent(fresh);
		if (this.willStop || fresh.length === 0 || first === undefined) return;
		const { batchSize, batchInterval } = first.settings.options.batching.batch;

		await submitAll(
			transport,
			fresh,
			{ batchSize, batchIntervalMs: batchInterval },
			{
				onSending: ({ itemIndex, payload }) => this.memory.noteSending(itemIndex, payload),
				onReply: (request, reply) => {
					this.noteReply(request, reply);
					return !this.willStop && (reply.ok || !isFinalForAccount(reply.fault));
				},
			},
			this.ctx.getExecutionCancelSignal(),
		);
		this.settleUnsent(fresh);
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

	/** Whatever was left out because of a failure before it has the same failure. */
	private settleUnsent(requests: ImageRequest[]): void {
		const reason = this.failures[0]?.failure;
		if (!reason) return;
		for (const { itemIndex } of requests) {
			if (this.settled.has(itemIndex) || this.open.has(itemIndex)) continue;
			const { task, ...failure } = reason;
			const description = `This item was not sent, because of one before it. ${reason.description}`;
			this.settle({ itemIndex, failure: { ...failure, cause: 'unsent', description } });
		}
	}

	private async wait(transport: Transport, requests: ImageRequest[]): Promise<void> {
		const left = requests.filter(({ itemIndex }) => this.open.has(itemIndex));
		const waiting = left.filter(({ settings }) => settings.waitUntilDone);
		for (const request of left) {
			if (!waiting.includes(request)) this.settlePending(request);
		}
		const options = waiting[0]?.settings.options;
		if (options === undefined) return;

		const poller = new Poller(transport, {
			intervalMs: options.pollInterval * 1000,
			deadline: Date.now() + options.maxWait * 1000,
			signal: this.ctx.getExecutionCancelSignal(),
		});
		const download = imageDownloader(this.ctx);
		await Promise.all(
			waiting.map(async (request) => {
				const { api, itemIndex } = request;
				const result = await poller.watch({ api, ...this.openTask(itemIndex) });
				await this.settleResult(request, result, download);
			}),
		);
		hintAtMissedFiles(this.ctx, this.missedFiles);
	}

	private async settleResult(
		request: ImageRequest,
		result: WaitResult,
		download: ReturnType<typeof imageDownloader>,
	): Promise<void> {
		const { itemIndex, settings, output } = request;
		if (isStillRunning(result) && settings.options.onTimeout === 'returnPending') {
			return this.settlePending(request);
		}
		if ('failure' in result) return this.settle({ itemIndex, failure: result.failure });

		const task = request.complete(result.task);
		if (task.status === 'failed') return this.settle({ itemIndex, failure: taskFailureOf(task) });
		// Files of a run that ends in an error reach nobody.
		const wanted = settings.downloadImages && !this.willStop;
		const { files, missed } = wanted ? await download(task) : { files: [], missed: 0 };
		this.missedFiles += missed;
		this.settle({ itemIndex, items: taskItems(task, itemIndex, output, files) });
	}

	/** What a later try may send anew is forgotten, and all of it once no try can follow. */
	private tidyMemory(): void {
		if (this.failures.length === 0) this.memory.forgetAll();
		for (const { itemIndex, failure } of this.failures) {
			if (failure.cause === 'task' && failure.retryable) this.memory.forget(itemIndex);
		}
	}

	private get failures(): FailedOutcome[] {
		return [...this.settled.values()].filter((outcome) => 'failure' in outcome);
	}

	/** The run will end in an error, so nothing more should be paid or fetched for it. */
	private get willStop(): boolean {
		return this.failures.length > 0 && !this.ctx.continueOnFail();
	}

	private openTask(itemIndex: number): { taskId: string; submittedAt: number } {
		return this.open.get(itemIndex) ?? { taskId: '', submittedAt: 0 };
	}

	private settlePending(request: ImageRequest): void {
		const { itemIndex, output, api } = request;
		const { taskId, submittedAt } = this.openTask(itemIndex);
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
		this.settle({ itemIndex, items: taskItems(task, itemIndex, output, []) });
	}

	private settle(outcome: Outcome): void {
		this.settled.set(outcome.itemIndex, outcome);
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
