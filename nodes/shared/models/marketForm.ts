import { z } from 'zod';
import type { Wants } from '../catalogue/wants';
import { wantsSchema } from '../catalogue/wants';
import { isRecord, isTooDeep, parsedJson } from '../kie/json';
import { splitUrls } from '../parameters/imageUrls';
import { numberWhere, optionalSwitch, requiredText, shown, upTo } from '../parameters/values';
import { anything } from '../schemas';
import type { ImageUrls, NamedFile, ValueWithFiles } from './model';

// A form that was made of a model's own schema, as the workflow saved it: the values, and beside them
// what KIE wants each of them to be. Nothing else is asked when the node runs.

const scalar = z.union([z.string(), z.number(), z.boolean()]);

const savedField = z.object({
	id: z.string(),
	displayName: z.string().optional().catch(undefined),
	required: z.boolean().catch(false),
	/** n8n's own; all that there is in a form that was not loaded, but written by hand. */
	type: z.string().optional().catch(undefined),
	options: z
		.array(z.object({ value: scalar }))
		.optional()
		.catch(undefined),
	wants: wantsSchema.optional().catch(undefined),
});

type SavedField = z.output<typeof savedField>;

const savedForm = z.object({
	value: z.custom<Record<string, unknown>>(isRecord).nullish().catch(null),
	schema: z.array(anything).catch([]),
});

/** What the form comes to; or why not, of the field of this label or of the form as a whole. */
export type FormInput =
	| { input(images: ImageUrls): Record<string, unknown>; files: NamedFile[] }
	| { refusal: string; label?: string };

export function readMarketForm(value: unknown): FormInput {
	const saved = savedForm.safeParse(value);
	const given = saved.success ? (saved.data.value ?? {}) : {};
	const fields = (saved.success ? saved.data.schema : []).flatMap((entry) => {
		const field = savedField.safeParse(entry);
		return field.success ? [field.data] : [];
	});
	const names = new Set([...fields.map(({ id }) => id), ...Object.keys(given)]);
	const read = [...names].map((name) => {
		const field = fields.find(({ id }) => id === name) ?? { id: name, required: false };
		return { name, label: field.displayName ?? name, ...readValue(valueIn(given, name), field) };
	});
	const refused = read.find((one) => 'refusal' in one);
	if (refused && 'refusal' in refused) return { refusal: refused.refusal, label: refused.label };
	const values = read.flatMap((one) => ('parts' in one ? [one] : []));
	if (values.length === 0) return { refusal: 'is empty' };
	return {
		files: values.flatMap(({ name, label, parts }) =>
			parts.flatMap((part) =>
				'file' in part ? [{ of: fileOf(name), label, given: part.file }] : [],
			),
		),
		input: (images) =>
			Object.fromEntries(
				values.map(({ name, parts, list }) => {
					const urls = [...(images[fileOf(name)] ?? [])];
					const sent = parts.map((part) => ('file' in part ? urls.shift() : part.value));
					return [name, list ? sent : sent[0]];
				}),
			),
	};
}

/** A field may be named like what every object has, such as 'constructor'. */
const valueIn = (given: Record<string, unknown>, name: string): unknown =>
	Object.hasOwn(given, name) ? given[name] : undefined;

const fileOf = (name: string): ValueWithFiles => `value ${name}`;

type Part = { value: unknown } | { file: unknown };

type ReadValue = { parts: Part[]; list: boolean } | { refusal: string } | { left: true };

function readValue(value: unknown, field: SavedField): ReadValue {
	const wants = field.wants ?? plainlyWanted(field);
	const given = isUntouched(value) ? [] : partsOf(value, wants);
	if (given.length === 0) return field.required ? { refusal: 'is empty' } : { left: true };
	const { list = false, maxItems = Infinity } = wants ?? {};
	if (given.length > (list ? maxItems : 1)) {
		return {
			refusal: list
				? `contains ${given.length} values, but this model accepts at most ${maxItems}`
				: 'must be one value, but it is a list',
		};
	}
	const parts: Part[] = [];
	for (const one of given) {
		if (wants?.file === true && !isAddress(one)) {
			parts.push({ file: one });
			continue;
		}
		const read = schemaFor(wants, field.options ?? []).safeParse(one);
		if (!read.success) return { refusal: read.error.issues[0]?.message ?? 'is not allowed' };
		if (isTooDeep(read.data)) return { refusal: 'is nested too deeply' };
		parts.push({ value: read.data });
	}
	return { parts, list };
}

const isUntouched = (value: unknown): boolean =>
	value === undefined || value === null || (typeof value === 'string' && value.trim() === '');

const N8N_TYPES: ReadonlyMap<string | undefined, Wants> = new Map<string, Wants>([
	['number', { type: 'number' }],
	['boolean', { type: 'switch' }],
	['array', { type: 'any', list: true }],
	['object', { type: 'object' }],
]);

const plainlyWanted = ({ type }: SavedField): Wants | undefined => N8N_TYPES.get(type);

/** The values of a list, also where one alone stands for it. */
function partsOf(value: unknown, wants: Wants | undefined): unknown[] {
	const { list = false, file = false } = wants ?? {};
	const known = list && typeof value === 'string' ? (listIn(value, file) ?? value) : value;
	const parts = Array.isArray(known) && (list || file) ? known : [known];
	return parts.filter((part) => !isUntouched(part));
}

/** A list as text: JSON or, of files, URLs and names of binary fields. */
function listIn(text: string, ofFiles: boolean): unknown[] | undefined {
	const parsed = parsedJson(text);
	if (Array.isArray(parsed)) return parsed;
	if (!ofFiles) return undefined;
	return splitUrls(text).flatMap((part) => (isAddress(part) ? [part] : part.split(',')));
}

/** What has no scheme is the name of a binary field. */
const isAddress = (value: unknown): boolean =>
	typeof value === 'string' && /^\s*[a-z][a-z\d+.-]*:/i.test(value);

type Options = Array<{ value: string | number | boolean }>;

/** How a value goes: KIE takes none that is of another type, such as "5" for 5. */
function schemaFor(wants: Wants | undefined, options: Options): z.ZodType<unknown> {
	if (options.length > 0) return oneOf(options);
	if (!wants) return anything;
	const { type, maxLength = Infinity } = wants;
	if (type === 'text') {
		return requiredText
			.transform((text) => (wants.file === true ? text.trim() : text))
			.transform(upTo(maxLength));
	}
	if (type === 'number' || type === 'integer') return number(wants);
	if (type === 'switch') return optionalSwitch;
	return type === 'object' ? object : anyValue;
}

/** As the schema has it, also where the expression gives 4 as "4". */
const oneOf = (options: Options) =>
	anything.transform((value, ctx) => {
		const found = options.find((option) => String(option.value) === String(value));
		if (found) return found.value;
		const names = options.slice(0, MAX_SHOWN).map((option) => String(option.value).slice(0, 40));
		const more = options.length - names.length;
		const others = more > 0 ? `, or one of ${more} others` : '';
		const message = `must be one of ${names.join(', ')}${others}, not ${shown(value)}`;
		ctx.addIssue({ code: 'custom', message });
		return z.NEVER;
	});

const MAX_SHOWN = 12;

function number({ type, min = -Infinity, max = Infinity }: Wants) {
	const bounds = [
		type === 'integer' ? 'a whole number' : 'a number',
		...(min > -Infinity ? [`from ${min}`] : []),
		...(max < Infinity ? [min > -Infinity ? `to ${max}` : `of at most ${max}`] : []),
	];
	const fits = (value: number) =>
		value >= min && value <= max && (type === 'number' || Number.isInteger(value));
	return numberWhere(fits, bounds.join(' '));
}

const object = anything.transform((value, ctx) => {
	const read = typeof value === 'string' ? parsedJson(value) : value;
	if (isRecord(read)) return read;
	ctx.addIssue({ code: 'custom', message: 'must be a JSON object such as { "name": "value" }' });
	return z.NEVER;
});

/** Of what KIE takes in several forms, text stays text unless it is a list or an object. */
const anyValue = anything.transform((value) => {
	const parsed = typeof value === 'string' ? parsedJson(value) : undefined;
	return typeof parsed === 'object' && parsed !== null ? parsed : value;
});
