import type { Played } from '../played.ts';

/** A promise, and how it was broken: nothing where it was kept. */
export interface Invariant {
	name: string;
	broken(played: Played): string[];
}
