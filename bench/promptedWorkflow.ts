import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Execution, N8nClient } from '../sandbox/n8n/client.ts';
import { N8nHttpError } from '../sandbox/n8n/client.ts';
import type { Link, NodeJson } from '../test/e2e/helpers/workflows.ts';
import { node, noOp, workflow } from '../test/e2e/helpers/workflows.ts';
import { median } from './report.ts';

/** The most that n8n lists at once. */
const LISTED = 250;
// n8n has to answer each look.
const LOOK_MS = 500;
const LIMIT_MS = 180_000;
const EMPTY_RUNS = 5;
const OVER = ['success', 'error', 'canceled', 'crashed'];

/** The node that puts out an item for each prompt. */
export const PROMPTS = 'Prompts';

const chainOf = (names: string[]): Link[] =>
	names.slice(1).map((name, nth): Link => [names[nth]!, name]);

/** Published: a call with a list of prompts starts an execution with an item for each of them. */
export class PromptedWorkflow {
	private constructor(
		private readonly client: N8nClient,
		private readonly id: string,
		private readonly path: string,
	) {}

	/** The nodes stand one after the other, or as the links have them, which begin at `PROMPTS`. */
	static async publish(
		client: N8nClient,
		nodes: NodeJson[],
		links: Link[] = chainOf([PROMPTS, ...nodes.map(({ name }) => name)]),
	): Promise<PromptedWorkflow> {
		const path = randomUUID();
		const all = [
			node('Webhook', 'n8n-nodes-base.webhook', 2, { httpMethod: 'POST', path, options: {} }),
			node(PROMPTS, 'n8n-nodes-base.splitOut', 1, {
				fieldToSplitOut: 'body.prompts',
				options: { destinationFieldName: 'prompt' },
			}),
			...nodes,
		];
		const { id } = await client.createWorkflow({
			...workflow(all, [['Webhook', PROMPTS], ...links], 'bench'),
		});
		await client.activateWorkflow(id);
		return new PromptedWorkflow(client, id, path);
	}

	/** Starts so many executions at once; the moment at which it began to. */
	async start(executions: number, prompts: string[]): Promise<number> {
		const began = Date.now();
		await Promise.all(
			Array.from({ length: executions }, async () => {
				const response = await fetch(`${this.client.url}/webhook/${this.path}`, {
					method: 'POST',
					headers: { 'content-type': 'application/json' },
					body: JSON.stringify({ prompts }),
				});
				if (!response.ok) throw new Error(`n8n answered a call with ${response.status}.`);
			}),
		);
		return began;
	}

	/** The executions, once so many are over; all have to be a success. */
	async ended(executions: number, limitMs = LIMIT_MS): Promise<Execution[]> {
		const deadline = Date.now() + limitMs;
		for (;;) {
			const found = await this.look();
			const over = found.filter(({ status }) => OVER.includes(status));
			const other = over.find(({ status }) => status !== 'success');
			if (other) throw new Error(`Execution ${other.id} ended with '${other.status}'.`);
			if (over.length === executions) return over;
			if (Date.now() > deadline)
				throw new Error(`${over.length} of ${executions} executions have ended, and no more do.`);
			await sleep(LOOK_MS);
		}
	}

	/** None while n8n is too busy to tell. */
	private async look(): Promise<Execution[]> {
		try {
			return await this.client.executions(this.id, LISTED);
		} catch (error) {
			if (error instanceof N8nHttpError && error.status === 503) return [];
			throw error;
		}
	}

	async unpublish(): Promise<void> {
		await this.client.deactivateWorkflow(this.id);
	}
}

/** When the last of them ended, by n8n's own book. */
export const endOf = (executions: Execution[]): number =>
	Math.max(...executions.map(({ stoppedAt }) => Date.parse(stoppedAt ?? '')));

/** What n8n takes for one execution with the list of prompts alone. */
export async function timeOfNothing(client: N8nClient, prompts: string[]): Promise<number> {
	const empty = await PromptedWorkflow.publish(client, [noOp('Nothing')]);
	const times: number[] = [];
	while (times.length < EMPTY_RUNS) {
		const began = await empty.start(1, prompts);
		times.push(endOf(await empty.ended(times.length + 1)) - began);
	}
	await empty.unpublish();
	return median(times);
}
