import type { IWebhookFunctions } from 'n8n-workflow';

/** A warning with all in its text, because n8n's console prints nothing else of a line. */
export function warn(
	ctx: IWebhookFunctions,
	what: string,
	taskId: string | null,
	...more: string[]
): void {
	const details = { taskId, node: ctx.getNode().name, workflowId: ctx.getWorkflow().id };
	const text = [
		...(taskId === null ? [] : [`task ${taskId}`]),
		`node '${details.node}'`,
		`workflow ${details.workflowId}`,
		...more,
	].join(', ');
	ctx.logger.warn(`KIE Trigger ${what} (${text})`, details);
}
