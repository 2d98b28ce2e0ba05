import type { INodeExecutionData } from 'n8n-workflow';
import type { Failure } from '../../shared/kie/failure';

/** What became of one input item. */
export type Outcome = { itemIndex: number; items: INodeExecutionData[] } | FailedOutcome;

export interface FailedOutcome {
	itemIndex: number;
	failure: Failure;
}

export const isFailed = (outcome: Outcome): outcome is FailedOutcome => 'failure' in outcome;

/** A call that wakes an execution at rest. */
export interface Ring {
	executionId: string;
	/** What the call proves itself by: n8n's own token is not in the URLs of every version. */
	secret: string;
}

/** A task that KIE took from this node. */
export interface SubmittedTask {
	taskId: string;
	submittedAt: number;
	/** KIE could not make it: it is not paid for. */
	failed?: boolean | undefined;
	/** Whom KIE calls when it is done. */
	rings?: Ring | undefined;
}

/** What was ordered for an item: a task, or why it is not known whether there is one. */
export type Remembered = {
	itemIndex: number;
	/** How many images it was asked for, where that is more than one. */
	images?: number | undefined;
} & ({ task: SubmittedTask } | { unclear: Failure });
