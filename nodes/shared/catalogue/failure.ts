import { failureOf } from '../kie/advice';
import type { Failure } from '../kie/failure';
import type { Fault } from '../kie/fault';
import { isRateLimit } from '../kie/fault';

/** Describes a question about models that was not answered. */
export function catalogueFailure(fault: Fault): Failure {
	const failure = failureOf(fault);
	if (!isRateLimit(fault)) return failure;
	return {
		...failure,
		message: 'KIE is limiting requests for its list of models',
		description:
			'KIE allows one such request per second for each account. Try again in a few seconds.',
	};
}

/** KIE has no model of this name. */
export const isUnknownModel = (fault: Fault): boolean =>
	fault.kind === 'refusal' && fault.fromKie && [404, 422].includes(fault.code);
