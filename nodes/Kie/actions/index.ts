import type { INodeProperties } from 'n8n-workflow';
import { accountOperationField, accountOperations } from './account';
import { fileOperationField, fileOperations } from './file';
import { imageOperationField, imageOperations } from './image';
import type { Operation } from './operation';

export const resources: Record<string, Record<string, Operation>> = {
	image: imageOperations,
	file: fileOperations,
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
		{ name: 'File', value: 'file' },
		{ name: 'Image', value: 'image' },
	],
};

export const properties: INodeProperties[] = [
	resourceField,
	imageOperationField,
	fileOperationField,
	accountOperationField,
	...Object.values(resources).flatMap((operations) =>
		Object.values(operations).flatMap(({ fields }) => fields),
	),
];
