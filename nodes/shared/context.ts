import type { IExecuteFunctions, ILoadOptionsFunctions, IWebhookFunctions } from 'n8n-workflow';
import type { CancelSignal } from './cancel';

/** Where the node runs: in a step of a workflow, or as the target of a webhook. */
export type KieContext = IExecuteFunctions | IWebhookFunctions;

/** Where KIE is asked: also for the editor, which fills lists and forms of an open node. */
export type AskingContext = KieContext | ILoadOptionsFunctions;

/** Neither a webhook nor the editor. */
export const isExecution = (ctx: AskingContext): ctx is IExecuteFunctions =>
	'getExecutionCancelSignal' in ctx;

/** Ends what is under way when the execution is canceled; webhooks and the editor have none. */
export const cancelSignalOf = (ctx: AskingContext): CancelSignal =>
	isExecution(ctx) ? ctx.getExecutionCancelSignal() : undefined;

/** A stream of n8n's: `stream` itself may not be imported by nodes. */
export type FileStream = Awaited<ReturnType<KieContext['helpers']['getBinaryStream']>>;
