import type { INodeExecutionData } from 'n8n-workflow';
import type { Failure } from '../../shared/kie/failure';

/** What became of one input item. */
export type Outcome = { itemIndex: number; items: INodeExecutionData[] } | FailedOutcome;

export interface FailedOutcome {
	itemIndex: number;
	failure: Failure;
}

export const isFailed = (outcome: Outcome): outcome is FailedOutcome => 'failure' in outcome;

/** A task that KIE took from this node. */
export interface SubmittedTask {
	taskId: string;
	submittedAt: number;
	/** KIE could not make it: it is not paid for. */
	failed?: boolean | undefined;
}

/** What was ordered for an item: a task, or why it is not known whether there is one. */
export type Remembered =
	{ itemIndex: number; task: SubmittedTask } | { itemIndex: number; unclear: Failure };
