import { isRecord } from '../kie/json';
import type { Schema, SchemaReader } from './jsonSchema';
import { isExpression, plainText } from './plainText';
import type { Wants } from './wants';

export type Scalar = string | number | boolean;

/** One value that a model takes, under KIE's name. */
export interface InputField {
	name: string;
	required: boolean;
	wants: Wants;
	/** What it is one of; empty where it is not out of a few. */
	choices: Scalar[];
	default: unknown;
}

const MAX_CHOICES = 300;
// JSON Schema has seven.
const MAX_TYPES = 20;
const MAX_NAME = 100;

/** Null for what a person is not asked for. */
export function readInputField(
	reader: SchemaReader,
	spelled: string,
	schemas: unknown[],
	required: boolean,
): InputField | null {
	// Some schemas have a blank at the end of a name, where KIE's own examples have none.
	const name = spelled.trim();
	if (!isUsableName(name)) return null;
	const forms = schemas
		.flatMap((schema) => reader.alternatives(schema))
		.filter(({ type }) => type !== 'null');
	const isLeftOut = ({ deprecated, readOnly }: Schema) => deprecated === true || readOnly === true;
	if (!required && forms.length > 0 && forms.every(isLeftOut)) return null;
	const wants = wantsOf(reader, name, forms);
	const choices = wants.list === true ? [] : choicesOf(forms);
	return { name, required, wants, choices, default: defaultOf(forms, choices) };
}

/** KIE calls back where the node says, and n8n saves the name as that of a field. */
const isUsableName = (name: string): boolean =>
	name !== '' &&
	name !== '__proto__' &&
	name.length <= MAX_NAME &&
	!isExpression(name) &&
	!/\p{Cc}/u.test(name) &&
	!/^callbackurl$/i.test(name);

type Type = Wants['type'];

const TYPES: Readonly<Record<string, Type>> = {
	string: 'text',
	number: 'number',
	integer: 'integer',
	boolean: 'switch',
	object: 'object',
};

const typeOf = (value: unknown): string => (isRecord(value) ? 'object' : typeof value);

/** The names of the types of a schema, from what else it says where it names none. */
function typeNames({ type, enum: values, const: only, properties, items }: Schema): string[] {
	const named = (Array.isArray(type) ? type.slice(0, MAX_TYPES) : [type]).filter(
		(one): one is string => typeof one === 'string' && one !== 'null',
	);
	if (named.length > 0) return named;
	if (Array.isArray(values)) {
		return [...new Set(values.slice(0, MAX_CHOICES).filter(isScalar).map(typeOf))];
	}
	if (only !== undefined) return [typeOf(only)];
	if (isRecord(items)) return ['array'];
	return isRecord(properties) ? ['object'] : [];
}

function wantsOf(reader: SchemaReader, name: string, forms: Schema[]): Wants {
	const lists = forms.filter((form) => typeNames(form).includes('array'));
	const entries = lists.flatMap(({ items }) => reader.alternatives(items));
	const singles = forms.filter((form) => !lists.includes(form));
	const type = oneTypeOf(lists.length > 0 ? entries : singles);
	// Where KIE takes one value or a list of such, a list is right for both.
	const isList = lists.length > 0 && (singles.length === 0 || oneTypeOf(singles) === type);
	const wanted: Wants = {
		type: lists.length > 0 && !isList ? 'any' : type,
		...(isList && { list: true }),
		...(type === 'text' && isFile(name, [...forms, ...entries]) && { file: true }),
	};
	const [only, ...more] = forms;
	if (!only || more.length > 0) return wanted;
	return { ...wanted, ...boundsOf(only) };
}

/** The type that all have in common. */
function oneTypeOf(forms: Schema[]): Type {
	const names = new Set(forms.flatMap(typeNames));
	if (names.has('number')) names.delete('integer');
	const [name, ...more] = names;
	if (name === undefined || more.length > 0) return 'any';
	return Object.hasOwn(TYPES, name) ? (TYPES[name] ?? 'any') : 'any';
}

const BOUNDS = {
	min: 'minimum',
	max: 'maximum',
	maxLength: 'maxLength',
	maxItems: 'maxItems',
} as const;

const boundsOf = (form: Schema): Partial<Wants> =>
	Object.fromEntries(
		Object.entries(BOUNDS).flatMap(([own, name]) => {
			const bound = form[name];
			return typeof bound === 'number' && Number.isFinite(bound) ? [[own, bound]] : [];
		}),
	);

/** Only where every form has some: elsewhere another value may be right, too. */
function choicesOf(forms: Schema[]): Scalar[] {
	const lists = forms.map(({ enum: values, const: only }) =>
		(Array.isArray(values) ? values : [only]).slice(0, MAX_CHOICES).filter(isScalar),
	);
	if (lists.some((list) => list.length === 0)) return [];
	const choices = lists.flat().filter((choice) => choice !== '' && !isExpression(String(choice)));
	return [...new Set(choices)].slice(0, MAX_CHOICES);
}

const isScalar = (value: unknown): value is Scalar =>
	['string', 'number', 'boolean'].includes(typeof value);

function defaultOf(forms: Schema[], choices: Scalar[]): unknown {
	const given = forms.map((form) => form.default).find((value) => value !== undefined);
	if (choices.length === 0) return given;
	const [only, ...more] = choices;
	return choices.find((choice) => choice === given) ?? (more.length === 0 ? only : undefined);
}

const MEDIA = /image|photo|picture|mask|frame|video|audio|voice|music|sound|media|file/i;

/** Whether the text is the URL of a file, by all that the schema says of it. */
function isFile(name: string, forms: Schema[]): boolean {
	if (forms.some(({ enum: values }) => Array.isArray(values))) return false;
	const words = forms.map(({ description }) => plainText(description, 500)).join(' ');
	const isUrl =
		/ur[il]s?($|[^a-z])/i.test(name) ||
		forms.some(({ format }) => format === 'uri' || format === 'url');
	if (isUrl) return MEDIA.test(name) || MEDIA.test(words);
	return MEDIA.test(name) && /\bURLs?\b/i.test(words);
}
