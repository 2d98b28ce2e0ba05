/** Whether a node's saved parameters still mean something to the node, by n8n's own rules. */
import type { INode, INodeParameters, INodeProperties, INodeTypeDescription } from 'n8n-workflow';
import { NodeHelpers } from 'n8n-workflow';
import { KIE_TYPE } from './constants.ts';
import type { NodeJson } from './workflows.ts';

/** A node as the running n8n describes it, ours where nothing else is said. */
export function descriptionOf(
	nodeTypes: unknown,
	type = KIE_TYPE,
	typeVersion?: number,
): INodeTypeDescription {
	const found = (nodeTypes as INodeTypeDescription[]).find(
		({ name, version }) =>
			name === type && (typeVersion === undefined || [version].flat().includes(typeVersion)),
	);
	if (!found) throw new Error(`n8n knows no node ${type}, version ${typeVersion ?? 'any'}.`);
	return found;
}

/** What of the parameters the description does not have, does not show, or does not allow. */
export function faultsOf(node: NodeJson, description: INodeTypeDescription): string[] {
	const { properties } = description;
	const given = node.parameters as INodeParameters;
	const asNode = { ...node, credentials: {} } as unknown as INode;
	const shown =
		NodeHelpers.getNodeParameters(properties, given, true, false, asNode, description) ?? {};
	const known = properties.filter((property) =>
		NodeHelpers.displayParameter(shown, property, asNode, description),
	);
	return [...differences(given, shown, ''), ...choiceFaults(given, known, '')];
}

/** Every given value that n8n dropped or replaced. */
function differences(given: unknown, kept: unknown, path: string): string[] {
	if (typeof given !== 'object' || given === null) {
		return given === kept ? [] : [`${path}: ${JSON.stringify(given)} is not kept`];
	}
	if (typeof kept !== 'object' || kept === null) return [`${path} is unknown or not shown`];
	const there = kept as Record<string, unknown>;
	return Object.entries(given).flatMap(([name, value]) =>
		name in there
			? differences(value, there[name], `${path}${path && '.'}${name}`)
			: [`${path}${path && '.'}${name} is unknown or not shown`],
	);
}

/** n8n takes any value for a choice: what stands in the list is checked here, collections included. */
function choiceFaults(given: object, properties: INodeProperties[], path: string): string[] {
	return Object.entries(given).flatMap(([name, value]) => {
		const named = properties.filter((property) => property.name === name);
		if (named.length === 0) return [`${path}${name} is unknown`];
		const entries = named.flatMap(({ type, options }) =>
			type === 'collection' ? ((options ?? []) as INodeProperties[]) : [],
		);
		if (entries.length > 0) return choiceFaults(Object(value), entries, `${path}${name}.`);
		const choices = named.flatMap(({ type, options }) =>
			type === 'options' ? (options ?? []) : [],
		);
		const isFree = choices.length === 0 || String(value).startsWith('=');
		return isFree || choices.some((one) => 'value' in one && one.value === value)
			? []
			: [`${path}${name}: ${JSON.stringify(value)} is no choice`];
	});
}
