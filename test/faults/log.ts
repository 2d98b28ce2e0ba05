import { inspect } from 'node:util';
import { Logger } from '@n8n/backend-common';
import { Container } from '@n8n/di';
import { LoggerProxy } from 'n8n-workflow';
import { vi } from 'vitest';

export interface LogLine {
	level: 'info' | 'warn' | 'error' | 'debug';
	message: string;
	/** All that n8n was given along with it. */
	meta: Record<string, unknown>;
	/** All of it, as a person could get to see it. */
	text: string;
}

const DEPTH = 8;

/** Takes down what the node and n8n's engine write into n8n's log. */
export function watchLog(): LogLine[] {
	const lines: LogLine[] = [];
	const logger = Container.get(Logger);
	for (const level of ['info', 'warn', 'error', 'debug'] as const) {
		vi.spyOn(logger, level).mockImplementation((message, meta = {}) => {
			// What an error carries is not in its JSON.
			const all = inspect(meta, { depth: DEPTH, showHidden: true, maxStringLength: null });
			lines.push({ level, message, meta, text: `${message} ${all}` });
		});
	}
	// What n8n's engine itself logs with.
	LoggerProxy.init(logger);
	return lines;
}
