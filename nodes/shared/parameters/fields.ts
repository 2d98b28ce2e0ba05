import type { INodeProperties } from 'n8n-workflow';

export const taskId: INodeProperties = {
	displayName: 'Task ID',
	name: 'taskId',
	type: 'string',
	default: '',
	placeholder: 'e.g. ee9c2715375b7837f8bb51d641ff5863',
};

export const downloadImages: INodeProperties = {
	displayName: 'Download Images',
	name: 'downloadImages',
	type: 'boolean',
	default: true,
	description:
		'Whether to fetch the image files, so that the next nodes can use them. The URLs are given in any case.',
};

export const outputDataFieldName: INodeProperties = {
	displayName: 'Output Data Field Name',
	name: 'outputDataFieldName',
	type: 'string',
	default: 'data',
	placeholder: 'e.g. data',
	hint: 'The name of the output binary field to put the file in',
	displayOptions: { show: { downloadImages: [true] } },
};

export const includeRaw: INodeProperties = {
	displayName: 'Include Raw Record',
	name: 'includeRaw',
	type: 'boolean',
	default: false,
	description: "Whether to add KIE's own record of the task as the field 'raw'",
};

export const outputItems: INodeProperties = {
	displayName: 'Output Items',
	name: 'outputItems',
	type: 'options',
	default: 'perImage',
	description: 'How to return a task that made several images',
	options: [
		{ name: 'One for Each Image', value: 'perImage' },
		{
			name: 'One for Each Task',
			value: 'perTask',
			description: 'With all images in one item: data, data_1, data_2 and so on',
		},
	],
};

export const maxFileSize: INodeProperties = {
	displayName: 'Max File Size (MB)',
	name: 'maxFileSize',
	type: 'number',
	typeOptions: { minValue: 1 },
	default: 200,
	description: 'Files larger than this are not downloaded. The item has their URL.',
	displayOptions: { show: { '/downloadImages': [true] } },
};
