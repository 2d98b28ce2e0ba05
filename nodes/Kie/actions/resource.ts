import type { INodeProperties } from 'n8n-workflow';
import { shownWhen } from '../../shared/parameters/parameter';
import type { Operation } from './operation';

/** What a person chooses first, with what can be done to it. */
export interface Resource {
	name: string;
	value: string;
	/** In alphabetical order, as n8n's lists are. */
	operations: Operation[];
	/** The operation that a new node has. */
	byDefault: string;
}

export const operationField = ({ value, operations, byDefault }: Resource): INodeProperties => ({
	displayName: 'Operation',
	name: 'operation',
	type: 'options',
	noDataExpression: true,
	displayOptions: { show: { resource: [value] } },
	default: byDefault,
	options: operations.map(({ option }) => option),
});

/**
 * The fields of all its operations, each shown for its own. n8n shows a field, whatever its other
 * conditions, as soon as it meets one that depends on an expression: so these two come first.
 */
export const operationFields = ({ value: resource, operations }: Resource): INodeProperties[] =>
	operations.flatMap(({ option, fields }) =>
		fields.map((field) => shownWhen({ resource: [resource], operation: [option.value] }, field)),
	);
