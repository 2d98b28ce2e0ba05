import type { INodeProperties } from 'n8n-workflow';
import type { ImageModel, ImageOperation, InputRole, ModelOperation } from '../../../shared/models';
import { descriptionOf, models, PRICES_OF } from '../../../shared/models';
import { INPUT_NAMES, inputFields } from './inputFields';
import { fieldsOfModels } from './modelFields';
import { runFields } from './runSettings';

const INPUT_ROLES = Object.keys(INPUT_NAMES) as InputRole[];

/** What all operations that make images have in common, around the fields of the model. */
export function createFields(
	operation: ImageOperation,
	prompt?: INodeProperties,
): INodeProperties[] {
	const offered = models.flatMap((model) => {
		const own = model.operations[operation];
		return own ? [{ model, own }] : [];
	});
	const isChoice = offered.length > 1;
	const everyModel = models.map(({ value }) => value);
	const ofModels = (
		fieldsOf: (own: ModelOperation) => INodeProperties[],
		parameter?: '/model',
	): INodeProperties[] =>
		isChoice
			? fieldsOfModels(
					offered.map(({ model, own }) => ({ model: model.value, fields: fieldsOf(own) })),
					everyModel,
					parameter,
				)
			: offered.flatMap(({ own }) => fieldsOf(own));

	return [
		...(isChoice ? [modelField(offered.map(({ model }) => model))] : []),
		...ofModels(({ prompt: { is } }) =>
			is === 'none' || !prompt ? [] : [{ ...prompt, ...(is === 'required' && { required: true }) }],
		),
		...INPUT_ROLES.flatMap((role) =>
			ofModels(({ inputs: { [role]: images } }) => (images ? inputFields(role, images) : [])),
		),
		...ofModels(({ fields }) => fields),
		...runFields(ofModels(({ options }) => options, '/model')),
	];
}

const modelField = (offered: ImageModel[]): INodeProperties => {
	const field: INodeProperties = {
		displayName: 'Model',
		name: 'model',
		type: 'options',
		default: 'gpt4o-image',
		description: `Which model makes the image. Prices are for one image, as of ${PRICES_OF}.`,
		options: offered.map((model) => ({
			name: model.option.name,
			value: model.value,
			description: descriptionOf(model),
		})),
	};
	const values = offered.map(({ value }) => value);
	const [first = ''] = values;
	return values.includes('gpt4o-image') ? field : { ...field, default: first };
};
