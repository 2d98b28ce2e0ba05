import type { INodeProperties } from 'n8n-workflow';
import type { Operation } from '../operation';
import { getCredits } from './getCredits.operation';

export const accountOperations: Record<string, Operation> = { getCredits };

export const accountOperationField: INodeProperties = {
	displayName: 'Operation',
	name: 'operation',
	type: 'options',
	noDataExpression: true,
	displayOptions: { show: { resource: ['account'] } },
	default: 'getCredits',
	options: [
		{
			name: 'Get Credits',
			value: 'getCredits',
			action: 'Get account credits',
			description: 'Get how many credits the KIE account has left',
		},
	],
};
