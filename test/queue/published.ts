/** Workflows that calls to the first webhook process start. */
import { beforeAll } from 'vitest';
import type { Credential, Execution } from '../../sandbox/n8n/client.ts';
import { publishCalled, type Called } from '../e2e/helpers/called.ts';
import type { NodeJson } from '../e2e/helpers/workflows.ts';
import { endedExecutions, executionsSince } from './runs.ts';
import type { Queue } from './stack.ts';

export interface Published extends Called {
	/** Calls it, and gives what the calls came to. */
	run(prompts: string[], count?: number): Promise<Execution[]>;
}

export function usePublished(
	queue: () => Queue,
	nodes: (credential: Credential) => [NodeJson, ...NodeJson[]],
): () => Published {
	let called: Called | undefined;
	beforeAll(async () => {
		const { client, credential, stack } = queue();
		called = await publishCalled(client, stack.webhooks[0]!.url, ...nodes(credential));
	});
	return () => {
		if (!called) throw new Error('It is not published yet.');
		const { id, call } = called;
		const run = async (prompts: string[], count = 1) => {
			const { client } = queue();
			const known = await executionsSince(client, id);
			await call(prompts, count);
			return await endedExecutions(client, id, count, known);
		};
		return { id, call, run };
	};
}
