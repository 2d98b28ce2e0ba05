/** Stand-ins for the nodes of an example that need somebody's account with a foreign service. */
import type { NodeJson, WorkflowFile } from './workflows.ts';
import { manualTrigger, node, START } from './workflows.ts';

/** Items in the place of what a trigger, or a node that reads, would give. */
export function giving(name: string, ...items: Array<Record<string, unknown>>): NodeJson {
	const jsCode = `return ${JSON.stringify(items)}.map((json) => ({ json }));`;
	return node(name, 'n8n-nodes-base.code', 2, { jsCode });
}

/** A file in the place of what a node would download. */
export function givingFile(name: string, photo: Buffer): NodeJson {
	const data = { data: photo.toString('base64'), mimeType: 'image/png', fileName: 'photo.png' };
	const jsCode = `return $input.all().map(({ json }, item) => ({ json, binary: { data: ${JSON.stringify(data)} }, pairedItem: { item } }));`;
	return node(name, 'n8n-nodes-base.code', 2, { jsCode });
}

/** A service that cannot be reached. */
export function failing(name: string): NodeJson {
	return node(name, 'n8n-nodes-base.stopAndError', 1, { errorMessage: 'It is not there.' });
}

/** Puts out what the service would be sent, as n8n resolves it, and what the service would answer. */
export function noting(
	{ name, parameters }: NodeJson,
	answer: Record<string, string> = {},
): NodeJson {
	const texts = [...textsIn(parameters), ...Object.entries(answer)];
	const assignments = texts.map(([field, value]) => ({
		...{ id: crypto.randomUUID(), name: field, value },
		type: 'string',
	}));
	return node(name, 'n8n-nodes-base.set', 3.4, {
		assignments: { assignments },
		options: { stripBinary: false, ignoreConversionErrors: true },
		// Without any other field n8n drops the files, too.
		includeOtherFields: true,
		include: 'selected',
		includeFields: 'none',
	});
}

/** Every text of the parameters, under its path. */
function textsIn(value: unknown, path = 'sent'): Array<[string, string]> {
	if (typeof value === 'string') return [[path, value]];
	if (typeof value !== 'object' || value === null) return [];
	return Object.entries(value).flatMap(([name, inner]) => textsIn(inner, `${path}_${name}`));
}

/** The workflow with these nodes in place of those of the same names; begun by hand. */
export function withStandIns(file: WorkflowFile, ...standIns: NodeJson[]): WorkflowFile {
	const nodes = file.nodes.map((one) => {
		const { id, position } = one;
		const standIn = standIns.find(({ name }) => name === one.name);
		return standIn ? { ...standIn, id, position } : one;
	});
	const triggers = standIns.filter(({ name }) => !isLinkedTo(file, name));
	const [first] = triggers;
	if (!first || nodes.some(({ type }) => type === manualTrigger().type)) return { ...file, nodes };
	return {
		...file,
		nodes: [...nodes, manualTrigger()],
		connections: {
			...file.connections,
			[START]: { main: [[{ node: first.name, type: 'main', index: 0 }]] },
		},
	};
}

const isLinkedTo = ({ connections }: WorkflowFile, name: string): boolean =>
	Object.values(connections).some((kinds) =>
		Object.values(kinds).some((outputs: Array<Array<{ node: string }>>) =>
			outputs.flat().some((link) => link.node === name),
		),
	);
