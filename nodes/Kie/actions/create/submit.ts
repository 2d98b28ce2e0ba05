import type { IExecuteFunctions } from 'n8n-workflow';
import { createFailureOf } from '../../../shared/kie/advice';
import type { Reply } from '../../../shared/kie/fault';
import { isFinalForAccount, mayHaveBeenBilled } from '../../../shared/kie/fault';
import type { Failure } from '../../../shared/kie/failure';
import type { SubmissionMemory, SubmittedTask } from './memory';
import { submitAll } from './submitPaced';
import type { Transport } from '../../../shared/kie/transport';
import type { FailedOutcome } from '../operation';
import { logTaken, logUnclear } from './log';
import type { ImageRequest } from './prepare';

export interface OpenTask {
	request: ImageRequest;
	task: SubmittedTask;
}

export interface Submitted {
	/** KIE has these, from this try or an earlier one. */
	open: OpenTask[];
	failures: FailedOutcome[];
}

/** What an earlier try submitted, and what is still to be. */
export function takeUp(
	memory: SubmissionMemory,
	requests: ImageRequest[],
): Submitted & { fresh: ImageRequest[] } {
	const taken: Submitted & { fresh: ImageRequest[] } = { open: [], failures: [], fresh: [] };
	for (const request of requests) {
		const earlier = memory.earlier(request.itemIndex, request.identity);
		if (earlier === null) taken.fresh.push(request);
		else if ('task' in earlier) taken.open.push({ request, task: earlier.task });
		else taken.failures.push({ itemIndex: request.itemIndex, failure: earlier.unclear });
	}
	return taken;
}

/** Submits requests while nothing speaks against it, be it a failure that was there before. */
export async function submitRequests(
	ctx: IExecuteFunctions,
	transport: Transport,
	memory: SubmissionMemory,
	fresh: ImageRequest[],
	before: FailedOutcome[],
): Promise<Submitted> {
	const open: OpenTask[] = [];
	const failures: FailedOutcome[] = [];
	/** Why nothing more is submitted: the run must fail, or KIE refuses the whole account. */
	let stoppedBy = ctx.continueOnFail() ? undefined : before[0]?.failure;
	const fail = ({ itemIndex }: ImageRequest, failure: Failure) => {
		failures.push({ itemIndex, failure });
		if (!ctx.continueOnFail()) stoppedBy ??= failure;
	};

	const note = (request: ImageRequest, reply: Reply<string>) => {
		const { itemIndex, identity } = request;
		if (reply.ok) {
			const task = { taskId: reply.value, submittedAt: Date.now() };
			open.push({ request, task });
			memory.noteTask(itemIndex, identity, task);
			logTaken(ctx, request, task.taskId);
			return;
		}
		const failure = createFailureOf(reply.fault);
		if (mayHaveBeenBilled(reply.fault)) {
			memory.noteUnclear(itemIndex, identity, failure);
			logUnclear(ctx, request);
		}
		if (isFinalForAccount(reply.fault)) stoppedBy ??= failure;
		fail(request, failure);
	};

	if (!stoppedBy) {
		await submitAll(
			transport,
			fresh,
			batchingOf(fresh),
			(request, reply) => {
				note(request, reply);
				return !stoppedBy;
			},
			ctx.getExecutionCancelSignal(),
		);
	}
	if (stoppedBy) failures.push(...unsent(fresh, open, failures, stoppedBy));
	return { open, failures };
}

/** One pace for the whole run: that of its first item, as in n8n's HTTP Request node. */
function batchingOf([first]: ImageRequest[]) {
	const { batchSize = 1, batchInterval = 0 } = first?.settings.options.batching.batch ?? {};
	return { batchSize, batchIntervalMs: batchInterval };
}

function unsent(
	fresh: ImageRequest[],
	open: OpenTask[],
	failures: FailedOutcome[],
	reason: Failure,
): FailedOutcome[] {
	const answered = new Set([
		...open.map(({ request }) => request.itemIndex),
		...failures.map(({ itemIndex }) => itemIndex),
	]);
	const { task, ...rest } = reason;
	const failure: Failure = {
		...rest,
		cause: 'unsent',
		description: `This item was not sent, because of one before it. ${reason.description}`,
	};
	return fresh
		.filter(({ itemIndex }) => !answered.has(itemIndex))
		.map(({ itemIndex }) => ({ itemIndex, failure }));
}
