import { createFailureOf } from '../../../shared/kie/advice';
import { apis } from '../../../shared/kie/apis';
import type { Failure } from '../../../shared/kie/failure';
import type { Reply } from '../../../shared/kie/fault';
import { isFinalForAccount, mayHaveBeenBilled } from '../../../shared/kie/fault';
import { changed } from '../../../shared/kie/json';
import type { Transport } from '../../../shared/kie/transport';
import type { FailedOutcome } from '../outcome';
import type { Run } from '../run';
import { logTaken, logUnclear } from './log';
import type { SubmissionMemory } from './memory';
import type { Order, Orphan } from './order';
import { wantedOf } from './order';
import type { ImageRequest } from './request';
import { submitPaced } from './submitPaced';

interface Submitted {
	/** KIE has these, from this try or an earlier one. */
	orders: Order[];
	failures: FailedOutcome[];
}

/** What an earlier try submitted, and what is still to be. */
export function takeUp(
	run: Run,
	memory: SubmissionMemory,
	requests: ImageRequest[],
): Submitted & { fresh: ImageRequest[] } {
	const taken: Submitted & { fresh: ImageRequest[] } = { orders: [], failures: [], fresh: [] };
	for (const request of requests) {
		const earlier = memory.earlier(request.itemIndex, request.identity);
		if (earlier === null) taken.fresh.push(request);
		else if ('task' in earlier) taken.orders.push({ ...wantedOf(request), task: earlier.task });
		else taken.failures.push(run.fail(request.itemIndex, earlier.unclear));
	}
	return taken;
}

/** Submits requests while nothing in the run speaks against it. */
export async function submitRequests(
	run: Run,
	transport: Transport,
	memory: SubmissionMemory,
	fresh: ImageRequest[],
): Promise<Submitted & { orphans: Orphan[] }> {
	const { ctx } = run;
	const orders: Order[] = [];
	const failures: FailedOutcome[] = [];
	const orphans: Orphan[] = [];

	const note = (request: ImageRequest, reply: Reply<string>) => {
		const { itemIndex, identity, images, rings } = request;
		if (reply.ok) {
			const task = { taskId: reply.value, submittedAt: Date.now(), ...(rings && { rings }) };
			orders.push({ ...wantedOf(request), task });
			memory.noteTask(itemIndex, identity, task, images);
			logTaken(ctx, request, task.taskId);
			return;
		}
		const failure = createFailureOf(reply.fault);
		if (mayHaveBeenBilled(reply.fault)) {
			memory.noteUnclear(itemIndex, identity, failure, images);
			logUnclear(ctx, request);
			if (rings) orphans.push({ ...wantedOf(request), rings, sentAt: Date.now() });
		}
		if (isFinalForAccount(reply.fault)) run.refuseAll(failure);
		failures.push(run.fail(itemIndex, failure));
	};

	if (!run.stoppedBy) {
		const submissions = fresh.map((request) => ({
			request,
			send: async () => await send(transport, request),
		}));
		await submitPaced(
			submissions,
			batchingOf(fresh),
			({ request }, reply) => {
				note(request, reply);
				return !run.stoppedBy;
			},
			ctx.getExecutionCancelSignal(),
		);
	}
	if (run.stoppedBy) failures.push(...unsent(fresh, orders, failures, run.stoppedBy));
	return { orders, failures, orphans };
}

async function send(transport: Transport, request: ImageRequest): Promise<Reply<string>> {
	const { api, inputs, callBackUrl } = request;
	const reply = await apis[api].submit(transport, request.bodyWith(inputs), callBackUrl);
	if (reply.ok || callBackUrl === undefined) return reply;
	// It may carry a secret of the workflow's own, and what KIE says of it goes to items.
	return changed(reply, { text: (text) => text.replaceAll(callBackUrl, '[callback URL]') });
}

/** One pace for the whole run: that of its first item, as in n8n's HTTP Request node. */
function batchingOf([first]: ImageRequest[]) {
	const { batchSize = 1, batchInterval = 0 } = first?.options.batching.batch ?? {};
	return { batchSize, batchIntervalMs: batchInterval };
}

function unsent(
	fresh: ImageRequest[],
	orders: Order[],
	failures: FailedOutcome[],
	reason: Failure,
): FailedOutcome[] {
	const answered = new Set([
		...orders.map(({ itemIndex }) => itemIndex),
		...failures.map(({ itemIndex }) => itemIndex),
	]);
	const { task, ...rest } = reason;
	const failure: Failure = {
		...rest,
		cause: 'unsent',
		description: `This item was not sent because an earlier item did not succeed. ${reason.description}`,
	};
	return fresh
		.filter(({ itemIndex }) => !answered.has(itemIndex))
		.map(({ itemIndex }) => ({ itemIndex, failure }));
}
