import { readText } from '../kie/json';
import { anything } from '../schemas';
import { choiceParameter, numberParameter, parameter, switchParameter } from './parameter';
import { numberAbove } from './values';

// What becomes of the images of a task, wherever one is given out.

export const downloadImages = switchParameter({
	displayName: 'Download Images',
	name: 'downloadImages',
	type: 'boolean',
	default: true,
	description:
		'Whether to download the image files so that the next nodes can use them. The URLs are always returned.',
	// An agent gets text alone.
	displayOptions: { hide: { '@tool': [true] } },
});

const DATA = 'data';

export const outputDataFieldName = parameter(
	{
		displayName: 'Output Data Field Name',
		name: 'outputDataFieldName',
		type: 'string',
		default: DATA,
		placeholder: 'e.g. data',
		hint: 'The name of the output binary field to put the file in',
		displayOptions: { show: { downloadImages: [true] } },
	},
	anything.transform((value) => (typeof value === 'string' && value.trim()) || DATA),
);

export const includeRaw = switchParameter({
	displayName: 'Include Raw Record',
	name: 'includeRaw',
	type: 'boolean',
	default: false,
	description: "Whether to add KIE's own record of the task as the field 'raw'",
});

const BYTES_PER_MB = 1_048_576;

const megabytes = numberParameter(
	{
		displayName: 'Max File Size (MB)',
		name: 'maxFileSize',
		type: 'number',
		typeOptions: { minValue: 1 },
		default: 200,
		description: 'Larger files are not downloaded. The item still contains their URL.',
		displayOptions: { show: { '/downloadImages': [true] } },
	},
	numberAbove(0, 'MB'),
);

/** Shown in megabytes, read in bytes. */
export const maxFileSize = parameter(
	megabytes.field,
	megabytes.schema.transform((value) => value * BYTES_PER_MB),
);

export const fileName = parameter(
	{
		displayName: 'File Name',
		name: 'fileName',
		type: 'string',
		default: '',
		placeholder: 'e.g. {{ $json.sku }}',
		description:
			'The name of the downloaded file, without the file extension. Additional images of the same item get -2, -3 and so on. Leave it empty to use the model and the task ID.',
		displayOptions: { show: { '/downloadImages': [true] } },
	},
	// Whoever names the ending, too, gets it once.
	anything.transform((value) => (readText(value) ?? '').replace(/\.(png|jpe?g|webp)$/i, '')),
);

export const outputItems = choiceParameter({
	displayName: 'Output Items',
	name: 'outputItems',
	type: 'options',
	default: 'perImage',
	description: 'How to return tasks that made several images',
	options: [
		{ name: 'One for Each Image', value: 'perImage' },
		{
			name: 'One for Each Task',
			value: 'perTask',
			description: 'All images in one item: data, data_1, data_2 and so on',
		},
	],
});
