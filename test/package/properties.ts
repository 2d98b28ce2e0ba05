import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';
import { KieImageApi } from '../../credentials/KieImageApi.credentials.ts';
import { Kie } from '../../nodes/Kie/Kie.node.ts';
import { KieTrigger } from '../../nodes/KieTrigger/KieTrigger.node.ts';

/** One field as a person meets it, entries of collections included. */
export interface Field {
	path: string;
	field: INodeProperties;
}

/** One entry of a list that a person chooses from. */
export interface Choice {
	path: string;
	option: INodePropertyOptions;
}

function fieldsIn(fields: INodeProperties[], parent: string): Field[] {
	return fields.flatMap((field) => {
		const path = `${parent}${field.name}`;
		return [{ path, field }, ...entriesOf(field, path)];
	});
}

function entriesOf({ options = [] }: INodeProperties, path: string): Field[] {
	return options.flatMap((option) => {
		if ('values' in option) return fieldsIn(option.values, `${path}.${option.name}.`);
		return 'type' in option ? fieldsIn([option], `${path}.`) : [];
	});
}

/** Where a field shows: image/generate and so on. */
function placeOf({ displayOptions }: INodeProperties): string {
	const { resource = [], operation = [] } = displayOptions?.show ?? {};
	return [resource, operation].map((list) => list.join('+')).join('/');
}

export const node = new Kie().description;
export const trigger = new KieTrigger().description;
export const credential = new KieImageApi();

export const nodeFields: Field[] = node.properties.flatMap((field) =>
	fieldsIn([field], `${placeOf(field)}: `),
);
/** Without notices, which are texts and no fields. */
export const triggerFields: Field[] = fieldsIn(
	trigger.properties.filter(({ type }) => type !== 'notice'),
	'trigger: ',
);
export const allFields: Field[] = [
	...nodeFields,
	...triggerFields,
	...fieldsIn(credential.properties, 'credential: '),
];

export const choicesOf = ({ options = [] }: INodeProperties): INodePropertyOptions[] =>
	options.filter(
		(option): option is INodePropertyOptions => !('type' in option || 'values' in option),
	);

export const allChoices: Choice[] = allFields.flatMap(({ path, field }) =>
	choicesOf(field).map((option) => ({ path: `${path} = ${String(option.value)}`, option })),
);
