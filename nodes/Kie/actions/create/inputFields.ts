import type { INodeProperties } from 'n8n-workflow';
import type { InputImages, InputRole } from '../../../shared/models';

export const prompt = (description: string, placeholder: string): INodeProperties => ({
	displayName: 'Prompt',
	name: 'prompt',
	type: 'string',
	typeOptions: { rows: 4 },
	default: '',
	placeholder,
	description,
});

/** The parameters that hold the images of one purpose. */
export const INPUT_NAMES = {
	image: { source: 'imageSource', url: 'imageUrls', binary: 'inputDataFieldName' },
	reference: {
		source: 'referenceImageSource',
		url: 'referenceImageUrls',
		binary: 'referenceDataFieldName',
	},
	mask: { source: 'maskSource', url: 'maskUrl', binary: 'maskDataFieldName' },
} as const satisfies Record<InputRole, Record<'source' | 'url' | 'binary', string>>;

const WORDS = {
	image: {
		source: 'Image Source',
		sourceHelp: 'Where the input images come from',
		url: 'Image URL',
		binary: 'Input Data Field Name',
	},
	reference: {
		source: 'Reference Image Source',
		sourceHelp: 'Where the reference images come from',
		url: 'Reference Image URL',
		binary: 'Reference Data Field Name',
	},
	mask: {
		source: 'Mask Source',
		sourceHelp: 'Where the mask comes from. It marks the part of the image to change.',
		url: 'Mask URL',
		binary: 'Mask Data Field Name',
	},
} as const;

const NONE = {
	image: 'Make the image from the prompt alone',
	reference: 'Make the image from the prompt alone',
	mask: 'The whole image may change',
};

/** Where the images come from in a new node. */
export const sourceByDefault = ({ required }: InputImages) => (required ? 'url' : 'none');

/** Where the images of one purpose come from, and the images themselves. */
export function inputFields(role: InputRole, images: InputImages): INodeProperties[] {
	const names = INPUT_NAMES[role];
	const words = WORDS[role];
	const byDefault = sourceByDefault(images);
	const several = images.max > 1;
	// With a model by expression n8n asks for the required fields of all models.
	const whatEveryModelNeeds = role === 'image' && { required: true };
	// Which color is the area to change decides whether the money is well spent: nobody should have to hover.
	const ruleOfMask = role === 'mask' && { hint: images.description };
	return [
		{
			displayName: words.source,
			name: names.source,
			type: 'options',
			default: byDefault,
			description: words.sourceHelp,
			options: [
				{
					name: 'Binary File',
					value: 'binary',
					description: 'Files of the input item, for example from a form or a cloud drive',
				},
				...(images.required ? [] : [{ name: 'None', value: 'none', description: NONE[role] }]),
				{
					name: 'URL',
					value: 'url',
					description: 'Publicly accessible files that need no login',
				},
			],
		},
		{
			displayName: several ? `${words.url}s` : words.url,
			name: names.url,
			type: 'string',
			...(several && { typeOptions: { rows: 2 } }),
			default: '',
			...whatEveryModelNeeds,
			placeholder: `e.g. https://example.com/${role === 'mask' ? 'mask' : 'photo'}.png`,
			description: several
				? `${images.description} Enter one URL per line, or pass a list with an expression.`
				: images.description,
			...ruleOfMask,
			displayOptions: { show: { [names.source]: ['url'] } },
		},
		{
			displayName: words.binary,
			name: names.binary,
			type: 'string',
			default: 'data',
			...(role !== 'image' && { default: role }),
			required: true,
			placeholder: 'e.g. data',
			hint: `The name of the input binary field that contains the image${several ? '. Separate several names with commas.' : ''}`,
			description: images.description,
			...ruleOfMask,
			displayOptions: { show: { [names.source]: ['binary'] } },
		},
	];
}
