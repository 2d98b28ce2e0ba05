import type { INodeProperties } from 'n8n-workflow';
import { accountOperationField, accountOperations } from './account';
import { imageOperationField, imageOperations } from './image';
import type { Operation } from './operation';

export const resources: Record<string, Record<string, Operation>> = {
	image: imageOperations,
	account: accountOperations,
};

const resourceField: INodeProperties = {
	displayName: 'Resource',
	name: 'resource',
	type: 'options',
	noDataExpression: true,
	default: 'image',
	options: [
		{ name: 'Account', value: 'account' },
		{ name: 'Image', value: 'image' },
	],
};

export const properties: INodeProperties[] = [
	resourceField,
	imageOperationField,
	accountOperationField,
	...Object.values(resources).flatMap((operations) =>
		Object.values(operations).flatMap(({ fields }) => fields),
	),
];
