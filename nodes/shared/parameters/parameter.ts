import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';
import { z } from 'zod';
import { anything } from '../schemas';
import { numberFrom, oneOfTexts, switchOf } from './values';

// A parameter of a node: its field and its schema, side by side. What both must say, such as the
// default, stands in the field, and the schema is made from that. The field stands there whole, since
// n8n's lint judges only what it sees at once.

type Schema<T> = z.ZodType<T, z.ZodTypeDef, unknown>;

export interface Parameter<T = unknown> {
	field: INodeProperties;
	/** What may stand in it. */
	schema: Schema<T>;
}

/** Under the names of their fields. */
type Named = Record<string, Parameter>;

export const parameter = <T>(field: INodeProperties, schema: Schema<T>): Parameter<T> => ({
	field,
	schema,
});

interface NumberField extends INodeProperties {
	type: 'number';
	default: number;
}

export const numberParameter = (field: NumberField, schema: Schema<number>): Parameter<number> => ({
	field,
	schema: schema.default(field.default),
});

interface BoundedField extends NumberField {
	typeOptions: { minValue: number; maxValue: number; numberPrecision: number };
}

/** A number within the bounds of its field, and a whole one where the field has no decimals. */
export const boundedParameter = (field: BoundedField): Parameter<number> => {
	const { minValue, maxValue, numberPrecision } = field.typeOptions;
	return numberParameter(field, numberFrom(minValue, maxValue, { whole: numberPrecision === 0 }));
};

export interface SwitchField extends INodeProperties {
	type: 'boolean';
	default: boolean;
}

export const switchParameter = (field: SwitchField) => ({
	field,
	schema: switchOf(field.default),
});

interface ChoiceField<V extends string> extends INodeProperties {
	type: 'options';
	default: NoInfer<V>;
	options: Array<INodePropertyOptions & { value: V }>;
}

export const choiceParameter = <const V extends string>(field: ChoiceField<V>): Parameter<V> => ({
	field,
	// n8n reads a field that does not show as null.
	schema: anything
		.transform((value) => value ?? field.default)
		.pipe(oneOfTexts(field.options.map(({ value }) => value))),
});

/** The collection that n8n puts all into which few people need. */
export const optionsOf = <P extends Named>(parameters: P) => ({
	field: optionsField(fieldsOf(parameters)),
	schema: schemaOf(parameters),
});

export const optionsField = (entries: INodeProperties[]): INodeProperties => ({
	displayName: 'Options',
	name: 'options',
	type: 'collection',
	placeholder: 'Add option',
	default: {},
	options: [...entries].sort((a, b) => a.displayName.localeCompare(b.displayName)),
});

export const fieldsOf = (parameters: Named): INodeProperties[] =>
	Object.values(parameters).map(({ field }) => field);

/** Reads all of them together. */
export const schemaOf = <P extends Named>(parameters: P) =>
	z.object(
		Object.fromEntries(Object.entries(parameters).map(([name, { schema }]) => [name, schema])) as {
			[Name in keyof P]: P[Name]['schema'];
		},
	);

/** The same field, shown only where other parameters have these values, whatever else it asks for. */
export const shownWhen = (
	show: Record<string, Array<string | boolean>>,
	field: INodeProperties,
): INodeProperties => ({
	...field,
	displayOptions: { ...field.displayOptions, show: { ...show, ...field.displayOptions?.show } },
});
