import { Container } from '@n8n/di';
import { Logger } from '@n8n/backend-common';
import { beforeEach, vi } from 'vitest';

/** All that is logged in each test, on every level, details included. */
export function useLogLines(): () => string[] {
	let lines: string[] = [];
	beforeEach(() => {
		lines = [];
		for (const level of ['info', 'warn', 'error', 'debug'] as const) {
			vi.spyOn(Container.get(Logger), level).mockImplementation((message, meta) => {
				lines.push(`${message} ${JSON.stringify(meta)}`);
			});
		}
	});
	return () => lines;
}
