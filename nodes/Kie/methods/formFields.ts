import type { FieldType, INodePropertyOptions, ResourceMapperField } from 'n8n-workflow';
import type { InputField } from '../../shared/catalogue/inputField';
import { isExpression, plainText } from '../../shared/catalogue/plainText';
import type { Wants } from '../../shared/catalogue/wants';
import { isTooDeep } from '../../shared/kie/json';

const MAX_DEFAULT = 2_000;

/** A field of the form. n8n saves what it does not know, too: a run reads it there. */
interface FormField extends ResourceMapperField {
	wants: Wants;
}

/** The fields of a model as n8n shows them. */
export function formFields(fields: InputField[]): FormField[] {
	const labels = fields.map(({ name, wants }) => labelOf(name, wants));
	return fields.map((field, nth) => {
		const { name, required, wants, choices } = field;
		const label = labels[nth] ?? name;
		const isTaken = labels.indexOf(label) !== labels.lastIndexOf(label);
		const defaultValue = defaultOf(field);
		return {
			id: name,
			displayName: isTaken ? plainText(name, 60) : label,
			required,
			defaultMatch: false,
			display: true,
			type: choices.length > 0 ? 'options' : typeOf(wants),
			...(choices.length > 0 && { options: choices.map(optionOf) }),
			...(defaultValue !== undefined && { defaultValue }),
			// Optional settings start hidden. A setting that is shown is always sent, even an untouched switch.
			removed: !required,
			wants,
		};
	});
}

const optionOf = (value: string | number | boolean): INodePropertyOptions => ({
	name: plainText(String(value), 60) || String(value),
	value,
});

/** URLs are plain text in a list, too: one of them, or the name of a binary field, then needs no brackets. */
function typeOf({ type, list, file }: Wants): FieldType {
	if (list === true) return file === true ? 'string' : 'array';
	if (type === 'number' || type === 'integer') return 'number';
	if (type === 'switch') return 'boolean';
	return type === 'object' ? 'object' : 'string';
}

function defaultOf({ wants, choices, default: value }: InputField) {
	if (value === undefined || value === null || value === '') return undefined;
	const type = choices.length > 0 ? typeof value : typeOf(wants);
	if (type === 'number') return typeof value === 'number' ? value : undefined;
	if (type === 'boolean') return typeof value === 'boolean' ? value : undefined;
	if (typeof value === 'object' && Object.keys(value).length === 0) return undefined;
	if (isTooDeep(value)) return undefined;
	const text = typeof value === 'string' ? value : JSON.stringify(value);
	return isExpression(text) || text.length > MAX_DEFAULT ? undefined : text;
}

const ACRONYMS: ReadonlyMap<string, string> = new Map(
	Object.entries({
		ai: 'AI',
		api: 'API',
		id: 'ID',
		ids: 'IDs',
		nsfw: 'NSFW',
		url: 'URL',
		urls: 'URLs',
	}),
);

/** "image_urls" as "Image URLs or Files". */
function labelOf(name: string, { list, file }: Wants): string {
	const words = name
		.replace(/([a-z\d])([A-Z])/g, '$1 $2')
		.split(/[\s_-]+/)
		.filter(Boolean)
		.map(
			(word) => ACRONYMS.get(word.toLowerCase()) ?? word.charAt(0).toUpperCase() + word.slice(1),
		);
	const label = plainText(words.join(' '), 60) || name;
	if (file !== true) return label;
	const [url, orFile] = list === true ? ['URLs', 'or Files'] : ['URL', 'or File'];
	return /\bURLs?$/.test(label) ? `${label} ${orFile}` : `${label} (${url} ${orFile})`;
}
