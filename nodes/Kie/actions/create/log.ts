import type { KieContext } from '../../../shared/context';
import type { Wanted } from './order';

// Where everything else is lost (a canceled run, a killed process), the log has the tasks. All is in
// the text, because n8n's console prints nothing else of a line.

export function logTaken(ctx: KieContext, request: Wanted, taskId: string): void {
	const { text, ...details } = placeOf(ctx, request);
	ctx.logger.info(`KIE accepted an image task: ${taskId} (${text})`, { taskId, ...details });
}

/** Canceling a run cuts off the creates that are under way, and nobody gets their outcome. */
export function logUnclear(ctx: KieContext, request: Wanted): void {
	const { text, ...details } = placeOf(ctx, request);
	const { model } = request.asked;
	ctx.logger.warn(
		`KIE may have accepted an image task, but its response did not arrive: look for the task at https://kie.ai/logs (model ${model}, ${new Date().toISOString()}, ${text})`,
		{ model, ...details },
	);
}

function placeOf(ctx: KieContext, { itemIndex }: Wanted) {
	const node = ctx.getNode().name;
	const workflowId = ctx.getWorkflow().id;
	const executionId = ctx.getExecutionId();
	const text = `item ${itemIndex}, node '${node}', workflow ${workflowId}, execution ${executionId}`;
	return { text, itemIndex, node, workflowId, executionId };
}
