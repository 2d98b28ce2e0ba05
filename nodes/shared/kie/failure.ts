import type { ApiName, KieTask } from './task';

/**
 * Why something did not work, as far as the next step depends on it:
 * - `input`: the workflow's own values; nothing was sent
 * - `unsent`: another item of the run failed first; nothing was sent
 * - `refused`: KIE said no; nothing was made or billed
 * - `unreached`: the request surely never arrived
 * - `unclear`: the answer was lost, so the task may exist and be billed
 * - `task`: KIE took the task and could not finish it
 * - `waiting`: KIE has the task, but the node could not or no longer watch it
 */
export type FailureCause =
	'input' | 'unsent' | 'refused' | 'unreached' | 'unclear' | 'task' | 'waiting';

/** What is known without a task: what was asked for. */
export interface Asked {
	api?: ApiName;
	model?: string;
	prompt?: string;
	taskId?: string;
	imageUrl?: string;
}

/** The one description of what went wrong, for thrown and for continued failures alike. */
export interface Failure {
	cause: FailureCause;
	/** What happened, in the user's words, without a final period. */
	message: string;
	/** How to get on. */
	description: string;
	/** KIE's code where there is one. */
	errorCode: number | string | null;
	/** KIE's own text, passed on as it is. */
	errorMessage: string | null;
	/** Whether the same request may work when sent again. */
	retryable: boolean;
	/** The task concerned, as far as it is known. */
	task?: Partial<KieTask> & { taskId: string };
	asked?: Asked;
}

/** Carries a Failure through code that cannot return one. */
export class KieFailure extends Error {
	constructor(readonly failure: Failure) {
		super(failure.message);
		this.name = 'KieFailure';
	}
}

export function inputFailure(message: string, description: string): Failure {
	return {
		cause: 'input',
		message,
		description,
		errorCode: null,
		errorMessage: null,
		retryable: false,
	};
}
