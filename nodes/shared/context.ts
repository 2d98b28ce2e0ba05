import type { IExecuteFunctions, IWebhookFunctions } from 'n8n-workflow';
import type { CancelSignal } from './cancel';

/** Where the node runs: in a step of a workflow, or as the target of a webhook. */
export type KieContext = IExecuteFunctions | IWebhookFunctions;

/** Ends what is under way when the execution is canceled; a webhook has no execution yet. */
export function cancelSignalOf(ctx: KieContext): CancelSignal {
	return 'getExecutionCancelSignal' in ctx ? ctx.getExecutionCancelSignal() : undefined;
}

/** A stream of n8n's: `stream` itself may not be imported by nodes. */
export type FileStream = Awaited<ReturnType<KieContext['helpers']['getBinaryStream']>>;
