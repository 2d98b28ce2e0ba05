import type { INodeProperties } from 'n8n-workflow';
import {
	downloadImages,
	maxFileSize,
	outputDataFieldName,
	outputItems,
} from '../shared/parameters/fields';

export const fields: INodeProperties[] = [
	{
		displayName:
			"Paste the Production URL into 'Callback URL' of a KIE node with 'Wait Until Done' off, or send it as 'callBackUrl' in requests of your own. KIE must be able to reach it from the internet. What you add to it, such as '?order=42', comes back in 'query'.",
		name: 'urlNotice',
		type: 'notice',
		default: '',
	},
	{
		displayName: 'Trigger On',
		name: 'events',
		type: 'multiOptions',
		required: true,
		default: ['success', 'failed'],
		description: 'Which outcomes of a task start the workflow',
		options: [
			{ name: 'Task Failed', value: 'failed', description: 'KIE could not make the images' },
			{ name: 'Task Succeeded', value: 'success', description: 'The images are made' },
		],
	},
	{
		displayName: 'Confirm With KIE',
		name: 'confirmResult',
		type: 'boolean',
		default: true,
		description:
			'Whether to look the task up at KIE and return what KIE says, not what the callback says. Anyone who knows the URL can send a callback.',
	},
	downloadImages,
	outputDataFieldName,
	{
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		placeholder: 'Add option',
		default: {},
		options: [
			{
				displayName: 'Deduplicate',
				name: 'deduplicate',
				type: 'boolean',
				default: true,
				description:
					'Whether to start the workflow only once for each task. KIE may send a callback several times.',
			},
			maxFileSize,
			outputItems,
			{
				displayName: 'Signature Tolerance (Seconds)',
				name: 'toleranceSeconds',
				type: 'number',
				typeOptions: { minValue: 1 },
				default: 300,
				description:
					"How old a signed callback may be. Used only with a 'Webhook Secret' in the credential.",
			},
		],
	},
];
