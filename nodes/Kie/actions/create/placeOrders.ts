import type { Transport } from '../../../shared/kie/transport';
import { allFailed } from '../operation';
import type { FailedOutcome } from '../outcome';
import type { Run } from '../run';
import { hintAtCallbackUrls, refuseCallbackUrls } from './callbackUrl';
import { hintAtMaskFormats, hintAtUnseenImages } from './hints';
import { checkInputs } from './inputs/checkInputs';
import { uploadInputs } from './inputs/uploadInputs';
import type { SubmissionMemory } from './memory';
import type { OrderedRun } from './order';
import type { Prepared } from './prepare';
import type { ImageRequest } from './request';
import { hangBell } from './rest/bell';
import { refuseSpending } from './spending';
import { submitRequests, takeUp } from './submit';

/** Sends what is prepared, except what an earlier try has sent. */
export async function placeOrders(
	run: Run,
	memory: SubmissionMemory,
	prepared: Prepared,
): Promise<OrderedRun> {
	if (run.willFail || prepared.requests.length === 0) return nothing(prepared.failures);
	let transport: Transport;
	try {
		transport = await run.connect();
	} catch (cause) {
		const itemIndexes = prepared.requests.map(({ itemIndex }) => itemIndex);
		const failures = withAsked(allFailed(itemIndexes, cause), prepared.requests);
		return nothing([...prepared.failures, ...failures]);
	}

	const requests = hangBell(run, prepared.requests);
	hintAtCallbackUrls(run, requests, transport.isPrivate);
	const earlier = takeUp(run, memory, requests);
	const affordable = await refuseSpending(run, transport, memory, {
		requests,
		fresh: earlier.fresh,
	});
	const ready = await readyInputs(run, transport, affordable.requests);
	const submitted = await submitRequests(run, transport, memory, ready.requests);
	const failures = [earlier, affordable, ready, submitted].flatMap((part) => part.failures);
	const orders = [...earlier.orders, ...submitted.orders];

	const waiting = requests.find(({ waitUntilDone }) => waitUntilDone);
	const { pollInterval = 0, maxWait = 0 } = waiting?.options ?? {};
	return {
		orders,
		orphans: submitted.orphans,
		failures: [...prepared.failures, ...withAsked(failures, requests)],
		ended: [],
		intervalMs: pollInterval * 1000,
		deadline: Date.now() + maxWait * 1000,
		rests: waiting?.rings !== undefined,
	};
}

const nothing = (failures: FailedOutcome[]): OrderedRun => ({
	orders: [],
	orphans: [],
	failures,
	ended: [],
	intervalMs: 0,
	deadline: 0,
	rests: false,
});

/** Failures with what was asked for, so that it can be seen and sent again. */
function withAsked(failures: FailedOutcome[], requests: ImageRequest[]): FailedOutcome[] {
	const askedBy = new Map(requests.map(({ itemIndex, asked }) => [itemIndex, { asked }]));
	return failures.map(({ itemIndex, failure }) => ({
		itemIndex,
		failure: { ...failure, ...askedBy.get(itemIndex) },
	}));
}

/** Checks where KIE calls and what goes in, and uploads it. */
async function readyInputs(
	run: Run,
	transport: Transport,
	requests: ImageRequest[],
): Promise<{ requests: ImageRequest[]; failures: FailedOutcome[] }> {
	if (run.willFail) return { requests, failures: [] };
	const callable = refuseCallbackUrls(run, requests, transport.isPrivate);
	const checked = await checkInputs(run, callable.requests, transport.isPrivate);
	hintAtUnseenImages(run, checked.unseen);
	hintAtMaskFormats(run, checked.maskFormats);
	const failures = [...callable.failures, ...checked.failures];
	if (run.willFail) return { requests: checked.requests, failures };
	const uploaded = await uploadInputs(run, transport, checked.requests);
	return { requests: uploaded.requests, failures: [...failures, ...uploaded.failures] };
}
