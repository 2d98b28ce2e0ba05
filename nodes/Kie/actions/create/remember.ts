import type { IExecuteFunctions } from 'n8n-workflow';
import { SubmissionMemory } from './memory';
import { isToolUse } from '../toolUse';

export function rememberIn(ctx: IExecuteFunctions): SubmissionMemory {
	const run = isToolUse(ctx) ? 'tool' : Number(ctx.evaluateExpression('{{ $runIndex }}', 0));
	return new SubmissionMemory(ctx.getContext('node'), run);
}
