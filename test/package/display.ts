import type { INodeParameters } from 'n8n-workflow';
import { NodeHelpers } from 'n8n-workflow';
import { node } from './properties.ts';

// What n8n shows of the node, by n8n's own rules.

const version = { typeVersion: 1 };

/** All values of a node as n8n completes them, also those of fields that do not show. */
function complete(parameters: INodeParameters): INodeParameters {
	const values = NodeHelpers.getNodeParameters(
		node.properties,
		parameters,
		true,
		false,
		version,
		node,
	);
	if (values === null) throw new Error('n8n gives this node no parameters');
	return values;
}

/** The fields that a person sees, from top to bottom. */
export function shownFields(parameters: INodeParameters) {
	const values = complete(parameters);
	return node.properties.filter((field) =>
		NodeHelpers.displayParameter(values, field, version, node),
	);
}

export const visible = (parameters: INodeParameters): string[] =>
	shownFields(parameters).map(({ name }) => name);

/** What 'Add option' offers. */
export function offered(parameters: INodeParameters): string[] {
	const values = complete(parameters);
	const options = shownFields(parameters).find(({ name }) => name === 'options');
	const inOptions: INodeParameters = {};
	return (options?.options ?? []).flatMap((entry) =>
		'type' in entry && NodeHelpers.displayParameter(inOptions, entry, version, node, values)
			? [entry.name]
			: [],
	);
}

/** The values the node runs with, where nothing but these was set. */
export const valuesOf = (parameters: INodeParameters): INodeParameters => complete(parameters);
