import { Canceled } from '../cancel';
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

/** What a failure tells a person, and whether to try again. */
export type Advice = Pick<Failure, 'message' | 'description' | 'retryable'>;

/** Carries a Failure through code that cannot return one. */
export class KieFailure extends Error {
	constructor(readonly failure: Failure) {
		super(failure.message);
		this.name = 'KieFailure';
	}
}

/** A failure in our own words. */
export const newFailure = (
	cause: FailureCause,
	message: string,
	description: string,
	more: Partial<Failure> = {},
): Failure => ({
	cause,
	message,
	description,
	errorCode: null,
	errorMessage: null,
	retryable: false,
	...more,
});

export const inputFailure = (message: string, description: string): Failure =>
	newFailure('input', message, description);

/** What was thrown, as a Failure: our own as it is, n8n's (a broken expression) by its words. */
export function failureFrom(thrown: unknown): Failure {
	if (thrown instanceof KieFailure) return thrown.failure;
	const { message, description } = thrown as { message?: unknown; description?: unknown };
	return newFailure(
		thrown instanceof Canceled ? 'waiting' : 'input',
		typeof message === 'string' ? message : 'The node stopped unexpectedly',
		typeof description === 'string'
			? description
			: 'Check the values of the node, then run it again.',
	);
}
