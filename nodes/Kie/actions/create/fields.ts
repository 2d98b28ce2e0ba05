import type { INodeProperties } from 'n8n-workflow';
import { updateDisplayOptions } from 'n8n-workflow';
import type { ImageOperation, InputRole, ModelOperation } from '../../../shared/models';
import { models } from '../../../shared/models';
import {
	downloadImages,
	includeRaw,
	maxFileSize,
	outputDataFieldName,
	outputItems,
} from '../../../shared/parameters/fields';
import { INPUT_NAMES, inputFields } from './inputFields';
import { fieldsOfModels } from './modelFields';

const byName = (a: INodeProperties, b: INodeProperties) =>
	a.displayName.localeCompare(b.displayName);

const whenWaiting = { show: { '/waitUntilDone': [true] } };

const runOptions: INodeProperties[] = [
	{
		displayName: 'Batching',
		name: 'batching',
		type: 'fixedCollection',
		placeholder: 'Add Batching',
		default: { batch: {} },
		typeOptions: { multipleValues: false },
		description:
			'How fast to submit many items. KIE accepts 20 requests in 10 seconds per account.',
		options: [
			{
				displayName: 'Batching',
				name: 'batch',
				values: [
					{
						displayName: 'Items per Batch',
						name: 'batchSize',
						type: 'number',
						typeOptions: { minValue: -1 },
						default: 20,
						description: 'How many items to submit within one interval. -1 for no limit.',
					},
					{
						displayName: 'Batch Interval (Ms)',
						name: 'batchInterval',
						type: 'number',
						typeOptions: { minValue: 0 },
						default: 10000,
						description:
							'How long one interval lasts, in milliseconds. The first item decides for all.',
					},
				],
			},
		],
	},
	includeRaw,
	{
		...maxFileSize,
		displayOptions: { show: { '/waitUntilDone': [true], '/downloadImages': [true] } },
	},
	{
		displayName: 'Max Wait (Seconds)',
		name: 'maxWait',
		type: 'number',
		typeOptions: { minValue: 1 },
		default: 900,
		description:
			'How long to wait for the images, counted from the last request. The first item decides for all.',
		displayOptions: whenWaiting,
	},
	{
		displayName: 'On Timeout',
		name: 'onTimeout',
		type: 'options',
		default: 'error',
		description: "What to do when 'Max Wait (Seconds)' is over and an image is not done",
		displayOptions: whenWaiting,
		options: [
			{
				name: 'Return the Pending Task',
				value: 'returnPending',
				description: "Return the task ID with the status 'pending', for a later Get Status",
			},
			{ name: 'Stop With an Error', value: 'error', description: 'The text names every task ID' },
		],
	},
	{ ...outputItems, displayOptions: whenWaiting },
	{
		displayName: 'Poll Interval (Seconds)',
		name: 'pollInterval',
		type: 'number',
		typeOptions: { minValue: 0.35, numberPrecision: 2 },
		default: 5,
		description:
			'How often to check whether an image is done, which costs nothing. The first item decides for all.',
		displayOptions: whenWaiting,
	},
];

const INPUT_ROLES = Object.keys(INPUT_NAMES) as InputRole[];

/** What Generate, Edit and Create Variants have in common, around the fields of the model. */
export function createFields(
	operation: ImageOperation,
	prompt: INodeProperties,
): INodeProperties[] {
	const offered = models.flatMap((model) => {
		const own = model.operations[operation];
		return own ? [{ model: model.value, own }] : [];
	});
	const everyModel = models.map(({ value }) => value);
	const ofModels = (fieldsOf: (own: ModelOperation) => INodeProperties[]) =>
		fieldsOfModels(
			offered.map(({ model, own }) => ({ model, fields: fieldsOf(own) })),
			everyModel,
		);

	const promptFields = ofModels(({ prompt: { is } }) =>
		is === 'none' ? [] : [{ ...prompt, ...(is === 'required' && { required: true }) }],
	);
	const inputs = INPUT_ROLES.flatMap((role) =>
		ofModels(({ inputs: { [role]: images } }) => (images ? inputFields(role, images) : [])),
	);
	const modelOptions = fieldsOfModels(
		offered.map(({ model, own }) => ({ model, fields: own.options })),
		everyModel,
		'/model',
	);

	const fields: INodeProperties[] = [
		{
			displayName: 'Model',
			name: 'model',
			type: 'options',
			default: 'gpt4o-image',
			description: 'Which model makes the image',
			options: models
				.filter((model) => model.operations[operation])
				.map(({ option, value }) => ({ ...option, value })),
		},
		...promptFields,
		...inputs,
		...ofModels((own) => own.fields),
		{
			displayName: 'Wait Until Done',
			name: 'waitUntilDone',
			type: 'boolean',
			default: true,
			description:
				'Whether to wait for the finished images. Otherwise the node returns the task ID at once.',
		},
		{
			displayName: 'Callback URL',
			name: 'callBackUrl',
			type: 'string',
			default: '',
			placeholder: 'e.g. https://n8n.example.com/webhook/kie',
			description:
				'Where KIE sends the result when it is done. It must be reachable from the internet. Leave it empty to look the task up later with Get Status.',
			displayOptions: { show: { waitUntilDone: [false] } },
		},
		...updateDisplayOptions({ show: { waitUntilDone: [true] } }, [
			downloadImages,
			outputDataFieldName,
		]),
		{
			displayName: 'Options',
			name: 'options',
			type: 'collection',
			placeholder: 'Add option',
			default: {},
			options: [...runOptions, ...modelOptions].sort(byName),
		},
	];
	return updateDisplayOptions(
		{ show: { resource: ['image'], operation: [operation] } },
		fields,
	).map(modelLast);
}

/**
 * n8n shows a field, whatever its other conditions, as soon as it meets one that depends on an
 * expression. A model by expression must not bring out the fields of the other operations.
 */
function modelLast(field: INodeProperties): INodeProperties {
	const { model, ...show } = field.displayOptions?.show ?? {};
	return model ? { ...field, displayOptions: { show: { ...show, model } } } : field;
}
