/** Which of KIE's three APIs carries a model. */
export type Api = 'gpt4oImage' | 'fluxKontext' | 'market';

/** What an input file is for; a callback address is not fetched. */
export type FileRole = 'image' | 'mask' | 'reference';

/** The values one field accepts. */
export type Rule = { required?: true } & (
	| { type: 'text'; max?: number }
	| { type: 'choice'; of: readonly (string | number)[] }
	| { type: 'flag' }
	| { type: 'integer'; min?: number; max?: number }
	| { type: 'number'; min: number; max: number }
	| { type: 'link' }
	| { type: 'file'; role: FileRole }
	| { type: 'files'; role: FileRole; max?: number }
);

export type Fields = Readonly<Record<string, Rule>>;
export type Values = Readonly<Record<string, unknown>>;

/** What one field demands of another: what is wrong, or undefined. */
export type Check = (values: Values) => string | undefined;

export type FileType = 'png' | 'jpeg' | 'jpg' | 'webp' | 'mp4';

export interface Model {
	id: string;
	api: Api;
	fields: Fields;
	checks?: readonly Check[];
	/** Extras of the market take any field. */
	lenient?: true;
	/** The largest input file in bytes. */
	inputBytes: number;
	/** Credits for one picture; only 4o's price (about 6) is documented, the others are plausible. */
	credits: number;
	/** Seconds from submit to result, from quick to slow. */
	takes: readonly [number, number];
	/** The field that says how many pictures are made. */
	countField?: string;
	/** The fields that say which shape, the first one present wins. */
	shapeFields: readonly string[];
	/** The shape when no field says one; an edit follows its input. */
	shape: string;
	/** What it makes instead of pictures: the masks of a picture's parts. */
	makes?: 'segments';
	/** A fixed file type, or what `output_format` says. */
	fileType: FileType | { field: string; otherwise: FileType };
}

export const megabyte = 1024 * 1024;

export const prompt = (max: number): Rule => ({ type: 'text', max, required: true });
export const text = (max?: number): Rule =>
	max === undefined ? { type: 'text' } : { type: 'text', max };
export const choice = (...of: (string | number)[]): Rule => ({ type: 'choice', of });
export const flag: Rule = { type: 'flag' };
export const integer: Rule = { type: 'integer' };
export const link: Rule = { type: 'link' };
export const file = (role: FileRole): Rule => ({ type: 'file', role });
export const files = (role: FileRole, max?: number): Rule =>
	max === undefined ? { type: 'files', role } : { type: 'files', role, max };
export const required = (rule: Rule): Rule => ({ ...rule, required: true });
