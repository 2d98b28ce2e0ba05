import type { Invariant } from './invariant.ts';

/** A call without the secret, or without a signature where one is due, changes nothing. */
export const proof: Invariant = {
	name: 'who calls without proof is turned away',
	broken({ scenario, calls }) {
		return calls
			.filter(
				({ kind }) => kind === 'forged' || (kind === 'unsigned' && scenario.settings.isSigned),
			)
			.filter(({ status }) => status < 400)
			.map(({ kind, status }) => `a call that is ${kind} was answered with ${status}`);
	},
};
