/** What an input file is for; a callback address is not fetched. */
export type FileRole = 'image' | 'mask' | 'reference';

/** What the live catalogue says of a field beyond its values. */
interface Notes {
	required?: true;
	/** The default its schema names; most name none. */
	preset?: unknown;
	deprecated?: true;
	/** The field's name in the schema, where that is not quite its name. */
	schemaName?: string;
	/** How many its schema allows, where its text allows fewer. */
	schemaMax?: number;
}

/** The values one field accepts. */
export type Rule = Notes &
	(
		| { type: 'text'; min?: number; max?: number }
		| { type: 'choice'; of: readonly (string | number)[] }
		| { type: 'flag' }
		| { type: 'integer'; min?: number; max?: number }
		| { type: 'number'; min?: number; max?: number }
		| { type: 'link' }
		| { type: 'file'; role: FileRole }
		| { type: 'files'; role: FileRole; min?: number; max?: number }
		| { type: 'list'; of: Rule; min?: number; max?: number }
		| { type: 'record'; fields: Fields }
	);

export type Fields = Readonly<Record<string, Rule>>;
export type Values = Readonly<Record<string, unknown>>;

/** What one field demands of another: what is wrong, or undefined. */
export type Check = (values: Values) => string | undefined;

export const megabyte = 1024 * 1024;

export const prompt = (max?: number, min = 1): Rule => ({
	...text(max),
	min,
	required: true,
});
export const text = (max?: number): Rule & { type: 'text' } =>
	max === undefined ? { type: 'text' } : { type: 'text', max };
export const choice = (...of: readonly (string | number)[]): Rule => ({ type: 'choice', of });
export const flag: Rule = { type: 'flag' };
export const integer: Rule = { type: 'integer' };
export const from = (min: number, max: number): Rule => ({ type: 'integer', min, max });
export const number = (min: number, max: number): Rule => ({ type: 'number', min, max });
export const link: Rule = { type: 'link' };
export const file = (role: FileRole): Rule => ({ type: 'file', role });
/** At least one where they are required: an empty list is no files. */
export const files = (role: FileRole, max?: number): Rule =>
	max === undefined ? { type: 'files', role } : { type: 'files', role, max };
export const list = (of: Rule, min: number, max?: number): Rule =>
	max === undefined ? { type: 'list', of, min } : { type: 'list', of, min, max };
export const record = (fields: Fields): Rule => ({ type: 'record', fields });
export const required = (rule: Rule): Rule => ({ ...rule, required: true });
export const preset = (value: unknown, rule: Rule): Rule => ({ ...rule, preset: value });

export const filled = (value: unknown): boolean =>
	Array.isArray(value) ? value.length > 0 : value !== undefined && value !== null && value !== '';
