import type { IExecuteFunctions } from 'n8n-workflow';
import { SubmissionMemory } from '../../../shared/memory';

/** The memory of this node for this run: each round of a loop is a run of its own. */
export function rememberIn(ctx: IExecuteFunctions): SubmissionMemory {
	const runIndex = Number(ctx.evaluateExpression('{{ $runIndex }}', 0));
	return new SubmissionMemory(ctx.getContext('node'), runIndex);
}
