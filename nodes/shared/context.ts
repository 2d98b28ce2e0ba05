import type { IExecuteFunctions, ILoadOptionsFunctions, IWebhookFunctions } from 'n8n-workflow';
import type { CancelSignal } from './cancel';

/** Where the node runs: in a step of a workflow, or as the target of a webhook. */
export type KieContext = IExecuteFunctions | IWebhookFunctions;

/** Where KIE is asked: also for the editor, which fills lists and forms of an open node. */
export type AskingContext = KieContext | ILoadOptionsFunctions;

/** Ends what is under way when the execution is canceled; webhooks and the editor have none. */
export function cancelSignalOf(ctx: AskingContext): CancelSignal {
	return 'getExecutionCancelSignal' in ctx ? ctx.getExecutionCancelSignal() : undefined;
}

/** A stream of n8n's: `stream` itself may not be imported by nodes. */
export type FileStream = Awaited<ReturnType<KieContext['helpers']['getBinaryStream']>>;
