import type { INodeProperties } from 'n8n-workflow';
import type { Operation } from '../operation';
import { edit } from './edit.operation';
import { generate } from './generate.operation';
import { getDownloadUrl } from './getDownloadUrl.operation';
import { getStatus } from './getStatus.operation';
import { variants } from './variants.operation';

export const imageOperations: Record<string, Operation> = {
	generate,
	edit,
	variants,
	getStatus,
	getDownloadUrl,
};

export const imageOperationField: INodeProperties = {
	displayName: 'Operation',
	name: 'operation',
	type: 'options',
	noDataExpression: true,
	displayOptions: { show: { resource: ['image'] } },
	default: 'generate',
	options: [
		{
			name: 'Create Variants',
			value: 'variants',
			action: 'Create image variants',
			description: 'Make several new images from one',
		},
		{
			name: 'Edit',
			value: 'edit',
			action: 'Edit image',
			description: 'Change an image, or part of it, by a prompt',
		},
		{
			name: 'Generate',
			value: 'generate',
			action: 'Generate image',
			description: 'Make an image from a prompt',
		},
		{
			name: 'Get Download URL',
			value: 'getDownloadUrl',
			action: 'Get image download URL',
			description: 'Get links to images that anyone can open for 20 minutes',
		},
		{
			name: 'Get Status',
			value: 'getStatus',
			action: 'Get image status',
			description: 'Look up a task, with its images when they are done',
		},
	],
};
