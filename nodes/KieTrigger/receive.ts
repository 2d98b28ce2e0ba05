import type { IWebhookFunctions, IWebhookResponseData } from 'n8n-workflow';
import { readCredential } from '../shared/callback/credential';
import { readCallback } from '../shared/callback/readCallback';
import { failureFrom } from '../shared/kie/failure';
import { isPrivateKie } from '../shared/kie/transport';
import { deliver } from './deliver';
import { judge } from './judge';
import { warn } from './log';
import { Once } from './once';
import type { TriggerSettings } from './parameters';
import { readSettings } from './parameters';
import type { Rejection, Verdict } from './verdict';
import { reject } from './verdict';

/**
 * Judge, answer, deliver: in this order, because KIE waits 15 s for an answer and pictures may take
 * longer. n8n itself would answer only after all of it.
 */
export async function receive(ctx: IWebhookFunctions): Promise<IWebhookResponseData> {
	let settings: TriggerSettings;
	let once: Once | null;
	let verdict: Verdict;
	let mayBePrivate: boolean;
	try {
		settings = readSettings(ctx);
		const { deduplicate } = settings.options;
		// Who tests sends the same task again and again.
		once = deduplicate && ctx.getMode() !== 'manual' ? new Once(ctx) : null;
		mayBePrivate = settings.downloadImages && isPrivateKie((await readCredential(ctx)).baseUrl);
		verdict = await judge(ctx, settings, once);
	} catch (cause) {
		const { message } = failureFrom(cause);
		return turnAway(ctx, reject(503, 'The callback cannot be processed right now.', message));
	}
	if (verdict.kind === 'reject') return turnAway(ctx, verdict);

	ctx.getResponseObject().status(200).json({ received: true });
	if (verdict.kind === 'ignore') return { noWebhookResponse: true };
	const items = await deliver(ctx, settings, verdict, mayBePrivate);
	once?.save();
	return { workflowData: [items], noWebhookResponse: true };
}

function turnAway(
	ctx: IWebhookFunctions,
	{ status, message, reason }: Rejection,
): IWebhookResponseData {
	const taskId = readCallback(ctx.getBodyData())?.taskId ?? null;
	warn(ctx, `rejected a callback: ${reason}`, taskId, `answered with ${status}`);
	ctx.getResponseObject().status(status).json({ received: false, message });
	return { noWebhookResponse: true };
}
