import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { NodeOperationError } from 'n8n-workflow';
import type { FailureCause } from '../../shared/kie/failure';
import { resources } from './index';
import { hintAtEarlierTries } from './failures/earlierTries';
import { toFailureItem, toNodeError } from './failures/failureOutput';
import type { Operation, RunEnd } from './operation';
import { allFailed } from './operation';
import { isFailed } from './outcome';
import { Run } from './run';

/** Runs the chosen operation. The only place that decides between an error and an item. */
export async function route(ctx: IExecuteFunctions): Promise<INodeExecutionData[]> {
	const resource = ctx.getNodeParameter('resource', 0) as string;
	const operation = ctx.getNodeParameter('operation', 0) as string;
	const chosen = resources
		.find(({ value }) => value === resource)
		?.operations.find(({ option }) => option.value === operation);
	if (!chosen) {
		throw new NodeOperationError(
			ctx.getNode(),
			`The operation '${operation}' of '${resource}' does not exist`,
			{ description: "Choose 'Resource' and 'Operation' from their lists." },
		);
	}

	const run = new Run(ctx);
	const result = await runAll(run, chosen);
	if (result === 'resting') return [];
	const failures = result.outcomes.filter(isFailed);
	// What happened to an item tells more than that another was not sent or took too long.
	const tellsMost = (...causes: FailureCause[]) =>
		failures.find(({ failure }) => !causes.includes(failure.cause));
	const first = tellsMost('unsent', 'waiting') ?? tellsMost('unsent') ?? failures[0];
	if (first && !run.goesOn) throw toNodeError(ctx, first, result);
	hintAtEarlierTries(run, result.left);
	return result.outcomes.flatMap((outcome) =>
		isFailed(outcome) ? [toFailureItem(ctx, outcome)] : outcome.items,
	);
}

async function runAll(run: Run, operation: Operation): Promise<RunEnd> {
	try {
		return await operation.run(run);
	} catch (cause) {
		const itemIndexes = run.ctx.getInputData().map((_, itemIndex) => itemIndex);
		return { outcomes: allFailed(itemIndexes, cause), isPaid: false, left: [] };
	}
}
