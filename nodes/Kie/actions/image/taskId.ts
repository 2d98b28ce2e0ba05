import type { INodeProperties } from 'n8n-workflow';

/** What it is for, each operation says itself. */
export const taskIdField: INodeProperties = {
	displayName: 'Task ID',
	name: 'taskId',
	type: 'string',
	default: '',
	placeholder: 'e.g. ee9c2715375b7837f8bb51d641ff5863',
};
