/** Workflows as n8n's editor saves them, built of n8n's own nodes and ours. */
import { KIE_TYPE } from './constants.ts';

export interface NodeJson {
	id: string;
	name: string;
	type: string;
	typeVersion: number;
	position: [number, number];
	parameters: Record<string, unknown>;
	credentials?: Record<string, { id: string; name: string }>;
	[setting: string]: unknown;
}

export interface WorkflowFile {
	name: string;
	nodes: NodeJson[];
	connections: Record<
		string,
		{ main: Array<Array<{ node: string; type: 'main'; index: number }>> }
	>;
	settings: Record<string, unknown>;
}

/** From a node to a node, by one of its outputs. */
export type Link = [from: string, to: string, output?: number];

export const START = 'Start';

/** The shortest the node allows: the simulator is faster than life. */
export const QUICK = { pollInterval: 0.35 };

export function node(
	name: string,
	type: string,
	typeVersion: number,
	parameters: Record<string, unknown> = {},
	settings: Record<string, unknown> = {},
): NodeJson {
	return {
		id: crypto.randomUUID(),
		name,
		type,
		typeVersion,
		position: [0, 0],
		parameters,
		...settings,
	};
}

/** The KIE node; waits with short pauses where it waits at all. */
export function kie(
	name: string,
	parameters: Record<string, unknown>,
	settings: Record<string, unknown> = {},
): NodeJson {
	const { options, ...rest } = parameters as { options?: object };
	const waits = ['generate', 'edit', 'variants'].includes(String(parameters.operation));
	const all = {
		resource: 'image',
		...rest,
		...((waits || options) && { options: { ...(waits && QUICK), ...(options ?? {}) } }),
	};
	return node(name, KIE_TYPE, 1.1, all, {
		credentials: { kieImageApi: { id: '', name: 'KIE account' } },
		...settings,
	});
}

export const manualTrigger = () => node(START, 'n8n-nodes-base.manualTrigger', 1);

export const noOp = (name: string) => node(name, 'n8n-nodes-base.noOp', 1);

/** Fields as expressions or texts, as the Edit Fields node has them. */
export function setFields(name: string, fields: Record<string, string>): NodeJson {
	const assignments = Object.entries(fields).map(([field, value]) => ({
		id: crypto.randomUUID(),
		name: field,
		value,
		type: 'string',
	}));
	return node(name, 'n8n-nodes-base.set', 3.4, { assignments: { assignments }, options: {} });
}

const LIST = 'List';
/** What puts out the items of `startWith`. */
export const ITEMS = 'Items';

/** Manual trigger → one item for each of `items`: the beginning of a workflow. */
export function startWith(items: Array<Record<string, unknown>>): {
	nodes: NodeJson[];
	links: Link[];
} {
	const nodes = [
		manualTrigger(),
		node(LIST, 'n8n-nodes-base.set', 3.4, {
			mode: 'raw',
			jsonOutput: JSON.stringify({ items }),
			options: {},
		}),
		node(ITEMS, 'n8n-nodes-base.splitOut', 1, { fieldToSplitOut: 'items', options: {} }),
	];
	return {
		nodes,
		links: [
			[START, LIST],
			[LIST, ITEMS],
		],
	};
}

let made = 0;

export function workflow(nodes: NodeJson[], links: Link[], title = 'e2e'): WorkflowFile {
	const connections: WorkflowFile['connections'] = {};
	for (const [from, to, output = 0] of links) {
		const { main } = (connections[from] ??= { main: [] });
		while (main.length <= output) main.push([]);
		main[output]?.push({ node: to, type: 'main', index: 0 });
	}
	const placed = nodes.map((one, index) => ({
		...one,
		position: [index * 220, 0] as [number, number],
	}));
	made += 1;
	return {
		name: `${title} ${made}`,
		nodes: placed,
		connections,
		settings: { executionOrder: 'v1' },
	};
}

/** Start → these items → the nodes, one after the other. */
export function chain(items: Array<Record<string, unknown>>, ...nodes: NodeJson[]): WorkflowFile {
	const start = startWith(items);
	const links = nodes.map((one, index): Link => [nodes[index - 1]?.name ?? ITEMS, one.name]);
	return workflow([...start.nodes, ...nodes], [...start.links, ...links], nodes[0]?.name);
}
