import type { INodeExecutionData } from 'n8n-workflow';
import type { DueCall } from './calls.ts';
import type { Ledger } from './kie/ledger.ts';
import type { LogLine } from './log.ts';
import type { Scenario } from './scenario.ts';

/** The error that ended a run, as n8n keeps it. */
export interface RunError {
	message: string;
	description: string;
	context: Record<string, unknown>;
}

/** What was seen of a scenario that was played: all that a promise is judged by. */
export interface Played {
	scenario: Scenario;
	ledger: Ledger;
	/** `endless` where the clock ran out. */
	status: string;
	error: RunError | null;
	/** What the node gave out: as items, and at its error output. */
	outputs: [INodeExecutionData[], INodeExecutionData[]];
	hints: string[];
	logs: LogLine[];
	/** What the database holds of the execution in the end. */
	stored: string;
	/** By KIE's clock, which nobody sets. */
	startedAt: number;
	endedAt: number;
	/** How many requests there were by then. */
	requestsAtEnd: number;
	/** How often n8n's own clock woke it. */
	wokenByTimer: number;
	/** How the calls to it were answered. */
	calls: Array<{ kind: DueCall['kind']; status: number }>;
	/** When somebody canceled it while it ran. */
	canceledAt: number | null;
	/** What nobody may read anywhere. */
	secrets: string[];
}

/** All that a person gets to see of a run without looking into a log. */
export const shown = ({ error, outputs, hints }: Played): string =>
	JSON.stringify([error?.message, error?.description, error?.context, outputs, hints]);
