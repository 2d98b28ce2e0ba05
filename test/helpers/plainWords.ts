import { expect } from 'vitest';
import type { Failure } from '../../nodes/shared/kie/failure.ts';

const UNHELPFUL = /\b(error|problem|failure|mistake)s?\b/i;

/** What holds for everything a user reads. */
export function expectPlainWords(
	{ message, description }: Failure,
	kieSays: string | null = null,
): void {
	expect(message).not.toMatch(UNHELPFUL);
	expect(message).not.toMatch(/[.!]$/);
	expect(message).toMatch(/^['A-Z]/);
	expect(message.length).toBeLessThan(120);
	const own = kieSays === null ? description : description.replace(kieSays, '');
	expect(own).not.toMatch(UNHELPFUL);
	expect(own.length).toBeGreaterThan(20);
	if (kieSays !== null) expect(description).toContain(`“${kieSays}”`);
}
