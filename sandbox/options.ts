import { parseArgs } from 'node:util';
import { messageOf, SandboxError } from './n8n/errors.ts';

export const DEFAULT_PORT = 5678;

export interface SandboxOptions {
	fresh: boolean;
	help: boolean;
	port: number;
	queue: boolean;
	runExample: boolean;
}

export const HELP = `A real n8n with this package in it, beside a simulator of the KIE API.

  npm start                      set up what is missing, and start
  npm start -- --port 5679       another port than ${DEFAULT_PORT}
  npm start -- --fresh           forget the sandbox's workflows, credentials and executions first
  npm start -- --queue           n8n in queue mode, as large n8ns run: Redis, PostgreSQL, a main process,
                                 one for webhooks, two workers. Nothing of it is kept.
  npm start -- --run-example     run the first example against the real service too (it costs credits)
  npm start -- --help            this text

With KIE_API_KEY set, the real service is used in place of the simulator
(and KIE_WEBHOOK_SECRET, if set, to check what it sends to the trigger).
n8n is installed once, into \${XDG_CACHE_HOME:-~/.cache}/n8n-nodes-kie-image.`;

export function parseOptions(args: string[]): SandboxOptions {
	try {
		const { values } = parseArgs({
			args,
			options: {
				fresh: { type: 'boolean', default: false },
				help: { type: 'boolean', short: 'h', default: false },
				port: { type: 'string', default: String(DEFAULT_PORT) },
				queue: { type: 'boolean', default: false },
				'run-example': { type: 'boolean', default: false },
			},
		});
		const port = Number(values.port);
		if (!Number.isInteger(port) || port < 1 || port > 65_535) {
			throw new Error(`'${values.port}' is not a port: a number from 1 to 65535 is.`);
		}
		const { fresh, help, queue, 'run-example': runExample } = values;
		return { fresh, help, port, queue, runExample };
	} catch (error) {
		throw new SandboxError(messageOf(error), 'npm start -- --help tells what there is.');
	}
}
