import type { INodeProperties } from 'n8n-workflow';

export const prompt = (description: string, placeholder: string): INodeProperties => ({
	displayName: 'Prompt',
	name: 'prompt',
	type: 'string',
	typeOptions: { rows: 4 },
	default: '',
	placeholder,
	description,
});

export const imageUrls: INodeProperties = {
	displayName: 'Image URLs',
	name: 'imageUrls',
	type: 'string',
	typeOptions: { rows: 2 },
	default: '',
	required: true,
	placeholder: 'e.g. https://example.com/photo.png',
	description:
		'Up to 5 images that KIE can open without a login: PNG, JPEG or WebP, up to 25 MB each. One URL per line, or a list by expression.',
};

export const mask: INodeProperties[] = [
	{
		displayName: 'Mask',
		name: 'maskSource',
		type: 'options',
		default: 'none',
		description: 'Which part of the image may change',
		options: [
			{ name: 'None', value: 'none', description: 'The whole image may change' },
			{ name: 'URL', value: 'url' },
		],
	},
	{
		displayName: 'Mask URL',
		name: 'maskUrl',
		type: 'string',
		default: '',
		required: true,
		placeholder: 'e.g. https://example.com/mask.png',
		description:
			'An image of the same size and format as the one image to edit. Black is the area to change, white is kept.',
		displayOptions: { show: { maskSource: ['url'] } },
	},
];
