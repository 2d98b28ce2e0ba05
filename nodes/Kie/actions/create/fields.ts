import type { INodeProperties } from 'n8n-workflow';
import type { ImageOperation, InputRole, ModelOperation } from '../../../shared/models';
import { models } from '../../../shared/models';
import { INPUT_NAMES, inputFields } from './inputFields';
import { fieldsOfModels } from './modelFields';
import { runFields } from './runSettings';

const INPUT_ROLES = Object.keys(INPUT_NAMES) as InputRole[];

/** What Generate, Edit and Create Variants have in common, around the fields of the model. */
export function createFields(
	operation: ImageOperation,
	prompt: INodeProperties,
): INodeProperties[] {
	const offered = models.flatMap((model) => {
		const own = model.operations[operation];
		return own ? [{ model, own }] : [];
	});
	const everyModel = models.map(({ value }) => value);
	const ofModels = (
		fieldsOf: (own: ModelOperation) => INodeProperties[],
		parameter?: '/model',
	): INodeProperties[] =>
		fieldsOfModels(
			offered.map(({ model, own }) => ({ model: model.value, fields: fieldsOf(own) })),
			everyModel,
			parameter,
		);

	return [
		{
			displayName: 'Model',
			name: 'model',
			type: 'options',
			default: 'gpt4o-image',
			description: 'Which model makes the image',
			options: offered.map(({ model: { option, value } }) => ({ ...option, value })),
		},
		...ofModels(({ prompt: { is } }) =>
			is === 'none' ? [] : [{ ...prompt, ...(is === 'required' && { required: true }) }],
		),
		...INPUT_ROLES.flatMap((role) =>
			ofModels(({ inputs: { [role]: images } }) => (images ? inputFields(role, images) : [])),
		),
		...ofModels(({ fields }) => fields),
		...runFields(ofModels(({ options }) => options, '/model')),
	];
}
