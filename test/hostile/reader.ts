import { expect } from 'vitest';
import type { Failure } from '../../nodes/shared/kie/failure.ts';

/** One reader of what comes from outside, and what must hold of whatever it is given. */
export interface Reader {
	name: string;
	/** The exports of nodes/ whose property this is, as `shared/kie/json#readText`. */
	of: string[];
	/** What it is meant for: to be damaged. */
	valid: readonly unknown[];
	/** What it is meant to refuse: to be damaged, too. */
	refused?: readonly unknown[];
	/** Throws nothing but what `mayThrow` names. */
	read(given: unknown): unknown;
	/** What holds of a result, whatever was given. */
	sound?(result: never, given: unknown): void;
	/** Beside a KieFailure, which any may throw. */
	mayThrow?: new (...args: never[]) => Error;
	/** Something valid of about so many parts, for each way in which it may be long; or why none can be. */
	long: Record<string, (size: number) => unknown> | string;
	/** How often, where many are read by one. */
	runs?: number;
	/** It is for texts and bytes: there is nothing to nest. */
	flat?: true;
}

/** What n8n can save: nothing in it becomes something else as JSON. */
export function expectPlain(value: unknown): void {
	const ahead: unknown[] = [value];
	while (ahead.length > 0) {
		const next = ahead.pop();
		if (typeof next === 'number') expect(Number.isFinite(next)).toBe(true);
		expect(['function', 'symbol', 'bigint']).not.toContain(typeof next);
		if (typeof next === 'object' && next !== null) ahead.push(...Object.values(next));
	}
}

export function expectTold(failure: Failure): void {
	expect(failure.message).toMatch(/\S/);
	expect(failure.description).toMatch(/\S/);
	const { message, description, errorCode, errorMessage, retryable } = failure;
	expectPlain({ message, description, errorCode, errorMessage, retryable });
}
