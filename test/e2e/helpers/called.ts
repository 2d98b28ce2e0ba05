/** Workflows that a call from outside starts, as in production. */
import type { Credential, N8nClient } from '../../../sandbox/n8n/client.ts';
import { post } from './trigger.ts';
import type { Link, NodeJson } from './workflows.ts';
import { kie, node, workflow } from './workflows.ts';

export const KIE = 'KIE';
const WEBHOOK = 'Webhook';
const ITEMS = 'Items';

/** The KIE node, which generates an image of each item's prompt. */
export const generating = (
	{ id, name }: Credential,
	parameters: Record<string, unknown> = {},
	settings: Record<string, unknown> = {},
): NodeJson =>
	kie(
		KIE,
		{ operation: 'generate', prompt: '={{ $json.prompt }}', ...parameters },
		{ credentials: { kieImageApi: { id, name } }, ...settings },
	);

export interface Called {
	id: string;
	/** Starts so many executions at once, each with an item for each prompt; does not wait for them. */
	call(prompts: string[], count?: number): Promise<void>;
}

/** Webhook → an item for each prompt → the first node → the others, one at each of its outputs. */
export async function publishCalled(
	client: N8nClient,
	/** Of the process that answers webhooks. */
	n8nUrl: string,
	first: NodeJson,
	...behind: NodeJson[]
): Promise<Called> {
	const path = crypto.randomUUID();
	const webhook = { httpMethod: 'POST', path, options: {} };
	const items = { fieldToSplitOut: 'body.items', options: {} };
	const { id } = await client.createWorkflow({
		...workflow(
			[
				node(WEBHOOK, 'n8n-nodes-base.webhook', 2, webhook),
				node(ITEMS, 'n8n-nodes-base.splitOut', 1, items),
				first,
				...behind,
			],
			[
				[WEBHOOK, ITEMS],
				[ITEMS, first.name],
				...behind.map(({ name }, output): Link => [first.name, name, output]),
			],
		),
	});
	await client.activateWorkflow(id);
	const call = async (prompts: string[], count = 1) => {
		const body = { items: prompts.map((prompt) => ({ prompt })) };
		const calls = Array.from(
			{ length: count },
			async () => (await post(`${n8nUrl}/webhook/${path}`, body)).status,
		);
		const refused = (await Promise.all(calls)).filter((status) => status !== 200);
		if (refused.length > 0) throw new Error(`n8n answered ${refused.join(', ')}.`);
	};
	return { id, call };
}
