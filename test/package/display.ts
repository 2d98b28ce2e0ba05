import type { INodeParameters, INodeProperties } from 'n8n-workflow';
import { NodeHelpers } from 'n8n-workflow';
import { node } from './properties.ts';

// What n8n shows of the node, by n8n's own rules; of a new node, where no version is named.

export const NEWEST = [node.version].flat().at(-1) ?? 1;

/** All values of a node as n8n completes them, also those of fields that do not show. */
function complete(parameters: INodeParameters, of = node, typeVersion = NEWEST): INodeParameters {
	const version = { typeVersion };
	const values = NodeHelpers.getNodeParameters(of.properties, parameters, true, false, version, of);
	if (values === null) throw new Error('n8n gives this node no parameters');
	return values;
}

/** The fields that a person sees, from top to bottom. */
export function shownFields(parameters: INodeParameters, of = node, typeVersion = NEWEST) {
	const values = complete(parameters, of, typeVersion);
	return shownOf(of.properties, values, of, typeVersion);
}

/** Those of the fields that show with these values. */
export const shownOf = (
	fields: INodeProperties[],
	values: INodeParameters,
	of = node,
	typeVersion = NEWEST,
) => fields.filter((field) => NodeHelpers.displayParameter(values, field, { typeVersion }, of));

export const visible = (parameters: INodeParameters, of = node, typeVersion = NEWEST): string[] =>
	shownFields(parameters, of, typeVersion).map(({ name }) => name);

/** What 'Add option' offers. */
export function offered(parameters: INodeParameters): string[] {
	const values = complete(parameters);
	const options = shownFields(parameters).find(({ name }) => name === 'options');
	const inOptions: INodeParameters = {};
	return (options?.options ?? []).flatMap((entry) =>
		'type' in entry &&
		NodeHelpers.displayParameter(inOptions, entry, { typeVersion: NEWEST }, node, values)
			? [entry.name]
			: [],
	);
}

/** The values the node runs with, where nothing but these was set. */
export const valuesOf = (parameters: INodeParameters): INodeParameters => complete(parameters);
