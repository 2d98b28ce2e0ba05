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

/** Whether a field is of a version of the node. */
function isOfVersion({ displayOptions = {} }: INodeProperties, version: number): boolean {
	const wanted = displayOptions.show?.['@version'] as
		Array<number | { _cnd: { gte: number } }> | undefined;
	return (
		wanted?.some((one) => (typeof one === 'number' ? one === version : one._cnd.gte <= version)) ??
		true
	);
}

/** Whether a field shows for a model; an expression is the model that nobody knows. */
export function showsFor(field: INodeProperties, model: string, version = 1.1): boolean {
	const { displayOptions = {} } = field;
	if (!isOfVersion(field, version)) return false;
	const names = (conditions: Record<string, unknown> = {}) =>
		[conditions.model, conditions['/model']].filter(Array.isArray).flat() as unknown[];
	const isUnknown = model.startsWith('=');
	const isMet = (condition: unknown) =>
		typeof condition === 'string' ? condition === model : isUnknown;
	const show = names(displayOptions.show);
	// n8n does not weigh a condition that depends on an expression, and shows the field.
	if (show.length > 0 && (isUnknown || !show.some(isMet))) return isUnknown;
	return !names(displayOptions.hide).some(isMet);
}

export const node = new Kie().description;
export const trigger = new KieTrigger().description;
export const credential = new KieImageApi();

/** Notices are texts and no fields. */
const isField = ({ type }: INodeProperties) => type !== 'notice';

export const nodeFields: Field[] = node.properties
	.filter(isField)
	.flatMap((field) => fieldsIn([field], `${placeOf(field)}: `));
export const triggerFields: Field[] = fieldsIn(trigger.properties.filter(isField), 'trigger: ');
/** What stands there to be read. */
export const notices: INodeProperties[] = [...node.properties, ...trigger.properties].filter(
	(field) => !isField(field),
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
