import type { INodeParameters } from 'n8n-workflow';
import { NodeHelpers } from 'n8n-workflow';
import { node } from './properties.ts';

// What n8n shows of the node, by n8n's own rules.

const version = { typeVersion: 1 };

/** All values of a node as n8n completes them, also those of fields that do not show. */
function complete(parameters: INodeParameters, of = node): INodeParameters {
	const values = NodeHelpers.getNodeParameters(of.properties, parameters, true, false, version, of);
	if (values === null) throw new Error('n8n gives this node no parameters');
	return values;
}

/** The fields that a person sees, from top to bottom. */
export function shownFields(parameters: INodeParameters, of = node) {
	const values = complete(parameters, of);
	return of.properties.filter((field) => NodeHelpers.displayParameter(values, field, version, of));
}

export const visible = (parameters: INodeParameters, of = node): string[] =>
	shownFields(parameters, of).map(({ name }) => name);

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
