import type { IExecuteFunctions } from 'n8n-workflow';

/**
 * Whether a language model called the node. It is then given JSON alone. Agents run the tool variant
 * of a node in either of two ways, and n8n says so itself in only one of them.
 */
export function isToolUse(ctx: IExecuteFunctions): boolean {
	// n8n 1 has no such function.
	const isSaid = 'isToolExecution' in ctx && ctx.isToolExecution();
	return isSaid || ctx.getNode().type.endsWith('Tool');
}
