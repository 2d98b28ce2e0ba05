import type { INodeProperties } from 'n8n-workflow';
import { account } from './account';
import { file } from './file';
import { image } from './image';
import { operationField, operationFields } from './resource';

/** In alphabetical order, as n8n's lists are. */
export const resources = [account, file, image];

const resourceField: INodeProperties = {
	displayName: 'Resource',
	name: 'resource',
	type: 'options',
	noDataExpression: true,
	default: 'image',
	options: resources.map(({ name, value }) => ({ name, value })),
};

export const properties: INodeProperties[] = [
	resourceField,
	...resources.map(operationField),
	...resources.flatMap(operationFields),
];
