import type { INodeProperties } from 'n8n-workflow';
import { ID_EXAMPLE, locatorOf } from './marketModel';
import { inVersion1, sinceVersion11 } from './versions';

// The fields of 'Other Market Model'. Version 1 of the node has the two that it always had; its saved
// workflows hold plain text, which the newer fields of the same names must never be given.

/** The method of the node that gives the form of a model. */
export const FORM_METHOD = 'getMarketFields';

const marketModelAsText: INodeProperties = {
	displayName: 'Market Model',
	name: 'marketModel',
	type: 'string',
	required: true,
	default: '',
	placeholder: ID_EXAMPLE,
	description:
		'The exact name of the model, as shown on its page in <a href="https://docs.kie.ai">KIE\'s documentation</a>',
	displayOptions: { show: inVersion1 },
};

const marketModel: INodeProperties = {
	...locatorOf('Market Model'),
	description:
		"A model from KIE's own list, with today's price. Models that fit the operation come first; search to find all others.",
	displayOptions: { show: sinceVersion11 },
};

const marketInputMode: INodeProperties = {
	displayName: 'Input',
	name: 'marketInputMode',
	type: 'options',
	noDataExpression: true,
	default: 'form',
	description: "How to enter the model's settings",
	builderHint: {
		propertyHint: "Use 'json': the form is filled in from KIE's live description in the editor",
	},
	options: [
		{
			name: 'Form',
			value: 'form',
			description: "A field for each setting, based on KIE's description of the model",
		},
		{
			name: 'JSON',
			value: 'json',
			description:
				'All settings as one JSON object. Also works if the model differs from item to item.',
		},
	],
	displayOptions: { show: sinceVersion11 },
};

const inForm = { ...sinceVersion11, marketInputMode: ['form'] };

const marketFormNotice: INodeProperties = {
	displayName:
		'KIE explains the settings on the model\'s page at <a href="https://kie.ai/market" target="_blank">kie.ai/market</a>. If a setting takes a file, enter the URL of the file or the name of a binary field, such as data.',
	name: 'marketFormNotice',
	type: 'notice',
	default: '',
	displayOptions: { show: inForm, hide: { marketModel: [''] } },
};

const marketFields: INodeProperties = {
	displayName: 'Model Settings',
	name: 'marketFields',
	type: 'resourceMapper',
	noDataExpression: true,
	default: { mappingMode: 'defineBelow', value: null },
	description: "The model's settings, based on KIE's description of the model",
	typeOptions: {
		loadOptionsDependsOn: ['marketModel.value'],
		resourceMapper: {
			resourceMapperMethod: FORM_METHOD,
			mode: 'add',
			valuesLabel: 'Model Settings',
			fieldWords: { singular: 'setting', plural: 'settings' },
			supportAutoMap: false,
			// Otherwise a form that could not be loaded at first would send every default.
			addAllFields: false,
			// So that new choices come in; what was filled in stays.
			refreshIncompleteSchemaOnOpen: true,
		},
	},
	displayOptions: { show: inForm },
};

const marketInput: INodeProperties = {
	displayName: 'Model Input',
	name: 'marketInput',
	type: 'json',
	typeOptions: { rows: 6 },
	default: '{\n  "prompt": ""\n}',
	description:
		"The model's input, as its page in KIE's documentation shows it under 'input': JSON, or an object from an expression. KIE checks the values, not the node.",
};

export const otherFields: INodeProperties[] = [
	marketModelAsText,
	marketModel,
	marketInputMode,
	marketFormNotice,
	marketFields,
	{ ...marketInput, displayOptions: { show: inVersion1 } },
	{ ...marketInput, displayOptions: { show: { ...sinceVersion11, marketInputMode: ['json'] } } },
];
