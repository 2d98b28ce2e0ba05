import type { Model, Values } from '../catalogue/index.ts';
import type { Occasion } from '../faults/faults.ts';
import type { LedgerTask } from '../ledger.ts';
import type { Plan } from './plan.ts';

export interface Made {
	resultUrls: string[];
	originUrl?: string | undefined;
	/** What stands in the record in place of `resultUrls`. */
	own?: Record<string, unknown>;
}

export type Ending =
	| ({ ok: true; at: number } & Made)
	| { ok: false; at: number; code: number | null; msg: string; refusedInputs: boolean };

export interface Task {
	id: string;
	model: Model;
	/** The request as it came. */
	request: Values;
	/** The fields of the model: the request itself, or its `input` in the market. */
	values: Values;
	prompt: string;
	callBackUrl: string | undefined;
	/** Whose it is: other accounts do not see it. */
	key: string;
	plan: Plan;
	createdAt: number;
	/** The record cannot be read before this moment. */
	visibleAt: number;
	endsAt: number;
	ending: Ending | undefined;
	entry: LedgerTask;
}

/** What a fault's `match` sees of a task. */
export const occasionOf = ({ id, model, prompt }: Task): Occasion => ({
	api: model.api,
	model: model.id,
	prompt,
	taskId: id,
});
