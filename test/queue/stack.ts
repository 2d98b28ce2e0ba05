/** n8n in queue mode and a KIE that signs what it sends, for the tests of a file. */
import { join } from 'node:path';
import { afterAll, beforeAll, inject } from 'vitest';
import { OWNER } from '../../sandbox/account.ts';
import { N8nClient, type Credential } from '../../sandbox/n8n/client.ts';
import {
	QUICK_STALLS,
	startQueueStack,
	type QueueOptions,
	type QueueStack,
} from '../../sandbox/queue/stack.ts';
import type { Simulator } from '../../sandbox/simulator/index.ts';
import { ARTEFACTS, WEBHOOK_SECRET } from '../e2e/helpers/constants.ts';
import { createCredential, startSigningSimulator } from '../e2e/helpers/trigger.ts';

export interface Queue {
	stack: QueueStack;
	client: N8nClient;
	kie: Simulator;
	credential: Credential;
}

/** Starts it before the tests of a file; the function gives what there is. */
export function useQueue(options: Partial<QueueOptions> = {}): () => Queue {
	let queue: Queue | undefined;
	let stack: QueueStack | undefined;
	let kie: Simulator | undefined;

	beforeAll(async () => {
		const began = Date.now();
		const say = (text: string) =>
			console.log(`queue ${Math.round((Date.now() - began) / 1000)} s: ${text}`);
		kie = await startSigningSimulator();
		stack = await startQueueStack({
			folder: join(ARTEFACTS, 'queue'),
			tarball: inject('tarball'),
			onProgress: say,
			...options,
			env: { ...QUICK_STALLS, ...options.env },
		});
		const client = new N8nClient(stack.main.url);
		await client.ensureOwner(OWNER);
		const credential = await createCredential(client, 'KIE account', kie.url, {
			secret: WEBHOOK_SECRET,
		});
		queue = { stack, client, kie, credential };
		say(`all of it runs:\n${usageText(stack)}`);
	});
	afterAll(async () => {
		if (stack) console.log(`queue at the end:\n${usageText(stack)}`);
		await stack?.stop();
		await kie?.close();
	});

	return () => {
		if (!queue) throw new Error('It is not started yet.');
		return queue;
	};
}

function usageText(stack: QueueStack): string {
	return stack
		.usage()
		.map(({ name, pid, residentBytes, cpuMs }) => {
			const megabytes = Math.round(residentBytes / 1024 / 1024);
			return `  ${name.padEnd(10)} process ${pid}, ${megabytes} MB, ${(cpuMs / 1000).toFixed(1)} s of CPU`;
		})
		.join('\n');
}
