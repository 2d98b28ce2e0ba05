import type { Played } from '../played.ts';
import { billing } from './billing.ts';
import { afterEnd, inTime } from './ending.ts';
import { ids } from './ids.ts';
import type { Invariant } from './invariant.ts';
import { linking } from './linking.ts';
import { pace } from './pace.ts';
import { proof } from './proof.ts';
import { secrecy } from './secrecy.ts';
import { truth } from './truth.ts';
import { unclear } from './unclear.ts';
import { unharmed } from './unharmed.ts';

/** What holds whatever goes wrong. */
export const invariants = [
	billing,
	ids,
	unclear,
	linking,
	truth,
	unharmed,
	secrecy,
	proof,
	afterEnd,
	inTime,
	pace,
] as const satisfies Invariant[];

export interface Broken {
	name: string;
	how: string[];
}

export const brokenBy = (played: Played): Broken[] =>
	invariants
		.map((invariant) => ({ name: invariant.name, how: invariant.broken(played) }))
		.filter(({ how }) => how.length > 0);
