import type { IWebhookFunctions, IWebhookResponseData } from 'n8n-workflow';
import { failureFrom } from '../shared/kie/failure';
import { readCallback } from '../shared/callback/readCallback';
import { isPrivateKie } from '../shared/kie/transport';
import { readCredential } from '../shared/callback/credential';
import { deliver } from './deliver';
import { judge } from './judge';
import { Once } from './once';
import type { TriggerSettings } from './parameters';
import { readSettings } from './parameters';
import type { Refusal, Verdict } from './verdict';
import { refuse } from './verdict';

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
		return turnAway(ctx, refuse(503, 'The callback cannot be taken now.', message));
	}
	if (verdict.kind === 'refuse') return turnAway(ctx, verdict);

	ctx.getResponseObject().status(200).json({ received: true });
	if (verdict.kind === 'ignore') return { noWebhookResponse: true };
	const items = await deliver(ctx, settings, verdict, mayBePrivate);
	once?.save();
	return { workflowData: [items], noWebhookResponse: true };
}

function turnAway(
	ctx: IWebhookFunctions,
	{ status, message, reason }: Refusal,
): IWebhookResponseData {
	const node = ctx.getNode().name;
	const workflowId = ctx.getWorkflow().id;
	const taskId = readCallback(ctx.getBodyData())?.taskId ?? null;
	const task = taskId === null ? '' : `task ${taskId}, `;
	// All is in the text: n8n's console prints nothing else of a line.
	ctx.logger.warn(
		`KIE Trigger turned a callback away: ${reason} (${task}node '${node}', workflow ${workflowId}, answered with ${status})`,
		{ status, taskId, node, workflowId },
	);
	ctx.getResponseObject().status(status).json({ received: false, message });
	return { noWebhookResponse: true };
}
