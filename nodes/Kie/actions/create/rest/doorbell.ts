import { timingSafeEqual } from 'crypto';
import type { IWebhookFunctions, IWebhookResponseData } from 'n8n-workflow';
import { z } from 'zod';
import { checkOrigin } from '../../../../shared/callback/origin';
import { readCallback } from '../../../../shared/callback/readCallback';
import { failureFrom } from '../../../../shared/kie/failure';
import { readNumber } from '../../../../shared/kie/json';
import { connect } from '../../../../shared/kie/transport';
import { anything } from '../../../../shared/schemas';
import type { Wanted } from '../order';
import type { Verdict } from './callForOrder';
import { callForOrder } from './callForOrder';
import { callForOrphan } from './callForOrphan';
import { stateOf, wake } from './execution';
import { Known } from './known';

const SIGNATURE_TOLERANCE_SECONDS = 300;

const querySchema = z.object({ item: anything.transform(readNumber), secret: anything });

/**
 * KIE's call to an execution at rest. It is a doorbell: what it says is not believed, but looked up.
 * n8n keeps nothing of a call that does not wake the execution.
 */
export async function answerDoorbell(ctx: IWebhookFunctions): Promise<IWebhookResponseData> {
	let verdict: Verdict;
	try {
		verdict = await judge(ctx);
	} catch (cause) {
		// Thrown on, n8n would drop all that the execution has done.
		verdict = { kind: 'reject', status: 503, reason: failureFrom(cause).message };
	}
	if (verdict.kind === 'wake') {
		const { state } = verdict;
		const known = new Known(state);
		if (known.claimWake()) {
			known.forgetEnds(state);
			return wake(ctx, state);
		}
		verdict = { kind: 'reject', status: 503, reason: 'another call is already resuming it' };
	}
	if (verdict.kind === 'restOn') return { webhookResponse: { received: true } };
	const { status, reason } = verdict;
	const { name } = ctx.getNode();
	ctx.logger.warn(
		`The KIE node rejected a call to a suspended execution: ${reason} (node '${name}', execution ${ctx.getExecutionId()}, answered with ${status})`,
	);
	ctx.getResponseObject().status(status).json({ received: false });
	return { noWebhookResponse: true };
}

async function judge(ctx: IWebhookFunctions): Promise<Verdict> {
	const state = stateOf(ctx);
	const { data: query } = querySchema.safeParse(ctx.getQueryData());
	const isCalled = ({ itemIndex }: Wanted) => itemIndex === query?.item;
	const order = state?.ordered.orders.find(isCalled);
	const orphan = state?.ordered.orphans.find(isCalled);
	const { secret } = order?.task.rings ?? orphan?.rings ?? {};
	if (!state || secret === undefined || !isSame(query?.secret, secret)) {
		return { kind: 'reject', status: 404, reason: 'nothing is waiting for this call' };
	}

	const named = readCallback(ctx.getBodyData())?.taskId ?? null;
	const taskId = order?.task.taskId ?? named;
	const origin = await checkOrigin(ctx, taskId, SIGNATURE_TOLERANCE_SECONDS);
	if (origin !== 'good') {
		return { kind: 'reject', status: 401, reason: `its signature is ${origin}` };
	}
	const transport = await connect(ctx);
	if (order) return await callForOrder(transport, state, order);
	if (orphan && named !== null) return await callForOrphan(ctx, transport, state, orphan, named);
	return { kind: 'reject', status: 404, reason: 'it contains no task ID' };
}

/** Compares in constant time, so that timing reveals nothing. */
function isSame(given: unknown, expected: string): boolean {
	if (typeof given !== 'string') return false;
	const [a, b] = [Buffer.from(given), Buffer.from(expected)];
	return a.length === b.length && timingSafeEqual(a, b);
}
