import type { INodeProperties } from 'n8n-workflow';
import type { Operation } from '../operation';
import { upload } from './upload.operation';

export const fileOperations: Record<string, Operation> = { upload };

export const fileOperationField: INodeProperties = {
	displayName: 'Operation',
	name: 'operation',
	type: 'options',
	noDataExpression: true,
	displayOptions: { show: { resource: ['file'] } },
	default: 'upload',
	options: [
		{
			name: 'Upload',
			value: 'upload',
			action: 'Upload file',
			description: 'Put a file where KIE can read it, for at least 24 hours',
		},
	],
};
