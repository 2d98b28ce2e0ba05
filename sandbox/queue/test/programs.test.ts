import { describe, expect, it } from 'vitest';
import { SandboxError } from '../../n8n/errors.ts';
import { findPrograms } from '../programs.ts';

const having =
	(...there: string[]) =>
	(name: string) =>
		there.includes(name) ? process.execPath : undefined;

describe('what queue mode needs', () => {
	it.each([
		[[], 'Redis and PostgreSQL are missing'],
		[['initdb'], 'Redis is missing'],
		[['redis-server'], 'PostgreSQL is missing'],
	])('with %j there: %s', (there, message) => {
		expect(() => findPrograms(having(...there))).toThrow(SandboxError);
		expect(() => findPrograms(having(...there))).toThrow(message);
	});

	it('tells how to get it', () => {
		const tell = () => findPrograms(having());
		expect(tell).toThrow(
			expect.objectContaining({
				wayOn: expect.stringMatching(/install .*redis.* postgresql/) as string,
			}),
		);
	});

	it('takes what lies in PATH', () => {
		const found = findPrograms(having('redis-server', 'initdb'));
		expect(found.redis).toBe(process.execPath);
	});
});
