import type { INodeExecutionData } from 'n8n-workflow';
import type { Failure } from '../../shared/kie/failure';

/** What became of one input item. */
export type Outcome = { itemIndex: number; items: INodeExecutionData[] } | FailedOutcome;

export interface FailedOutcome {
	itemIndex: number;
	failure: Failure;
}

export const isFailed = (outcome: Outcome): outcome is FailedOutcome => 'failure' in outcome;
