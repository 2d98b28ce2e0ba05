import type { Fields, Model, Rule, Values } from '../catalogue/index.ts';
import { invalid } from '../refusal.ts';
import { complain } from './complaint.ts';
import type { Complaint } from './complaint.ts';

export const isObject = (value: unknown): value is Record<string, unknown> =>
	typeof value === 'object' && value !== null && !Array.isArray(value);

const isLink = (value: unknown): boolean =>
	typeof value === 'string' && /^https?:\/\/\S+$/i.test(value) && URL.canParse(value);

const isMissing = (value: unknown): boolean => value === undefined || value === null;

type Wrong = Omit<Complaint, 'field'> | undefined;

const wrongType = (says: string): Wrong => ({ kind: 'type', says });
const beyond = (says: string): Wrong => ({ kind: 'limit', says });

/** What is wrong with one value, or undefined. No value is converted: "5" is not 5. */
function wrongWith(value: unknown, rule: Rule): Wrong {
	switch (rule.type) {
		case 'text':
			return wrongText(value, rule);
		case 'choice': {
			if (rule.of.some((allowed) => allowed === value)) return undefined;
			const says = `must be one of ${rule.of.map((allowed) => JSON.stringify(allowed)).join(', ')}`;
			return typeof value === typeof rule.of[0] ? { kind: 'option', says } : wrongType(says);
		}
		case 'flag':
			return typeof value === 'boolean' ? undefined : wrongType('must be true or false');
		case 'integer':
			if (!Number.isInteger(value)) return wrongType('must be an integer');
			return outside(Number(value), rule);
		case 'number':
			if (typeof value !== 'number') return wrongType('must be a number');
			return outside(value, rule);
		case 'link':
		case 'file':
			if (rule.required && value === '') return { kind: 'missing', says: 'is required' };
			return isLink(value) ? undefined : wrongType('must be a valid URL');
		case 'files':
			if (!Array.isArray(value)) return wrongType('must be an array of URLs');
			if (!value.every(isLink)) return wrongType('must contain valid URLs only');
			return tooFewOrMany(value.length, rule, 'URL');
		case 'list':
			if (!Array.isArray(value)) return wrongType('must be an array');
			return (
				tooFewOrMany(value.length, rule, 'value') ??
				value.map((inner) => wrongWith(inner, rule.of)).find(Boolean)
			);
		case 'record':
			return isObject(value)
				? wrongFields(value, rule.fields).find(Boolean)
				: wrongType('must be an object');
	}
}

function wrongText(value: unknown, { required, min, max }: Rule & { type: 'text' }): Wrong {
	if (typeof value !== 'string') return wrongType('must be a string');
	if (required && value.trim() === '') return { kind: 'missing', says: 'is required' };
	const length = [...value].length;
	if (max !== undefined && length > max) return beyond(`must not be longer than ${max} characters`);
	if (min !== undefined && value !== '' && length < min)
		return beyond(`must not be shorter than ${min} characters`);
	return undefined;
}

function outside(value: number, { min = -Infinity, max = Infinity }: Bounds): Wrong {
	return value >= min && value <= max ? undefined : beyond(`must be from ${min} to ${max}`);
}

interface Bounds {
	required?: true;
	min?: number;
	max?: number;
}

function tooFewOrMany(length: number, { required, min, max }: Bounds, thing: string): Wrong {
	const least = min ?? (required ? 1 : 0);
	if (length < least && least === 1) return beyond(`must contain at least one ${thing}`);
	if (length < least) return beyond(`must contain at least ${least} ${thing}s`);
	if (max !== undefined && length > max)
		return beyond(`must not contain more than ${max} ${thing}s`);
	return undefined;
}

/** What is wrong with each field that has something wrong. */
function wrongFields(values: Values, fields: Fields): Complaint[] {
	return Object.entries(fields).flatMap(([field, rule]) => {
		const value = values[field];
		if (isMissing(value))
			return rule.required ? [{ field, kind: 'missing' as const, says: 'is required' }] : [];
		const wrong = wrongWith(value, rule);
		return wrong ? [{ field, ...wrong }] : [];
	});
}

/** A model whose fields are filled in in one of several ways, in none of them. */
function noForm({ forms }: Model, values: Values): Complaint | undefined {
	const isComplete = ({ required }: { required: readonly string[] }) =>
		required.every((name) => !isMissing(values[name]) && values[name] !== '');
	if (!forms || forms.of.some(isComplete)) return undefined;
	const ways = forms.of.map(({ required }) => required.join(' and '));
	return { field: ways.join(', or '), kind: 'missing', says: 'is required' };
}

/** Refuses what the model's table does not allow. */
export function validate(model: Model, values: Values): void {
	const [wrong] = wrongFields(values, model.fields);
	if (wrong) throw complain(model.api, wrong);
	const incomplete = noForm(model, values);
	if (incomplete) throw complain(model.api, incomplete);
	const [stranger] = strangers(model, values);
	if (stranger !== undefined && model.api !== 'market')
		throw invalid(`${stranger} is not a parameter of ${model.id}`);
	for (const check of model.checks ?? []) {
		const says = check(values);
		if (says) throw complain(model.api, { field: '', kind: 'limit', says });
	}
}

/** The fields the model does not have. The market ignores them without a word. */
export const strangers = (model: Model, values: Values): string[] =>
	Object.keys(values).filter((name) => !Object.hasOwn(model.fields, name));

/** A string parameter of the request itself, such as `taskId`. */
export function requireText(values: Values, name: string): string {
	const value = values[name];
	if (typeof value !== 'string' || value.trim() === '') throw invalid(`${name} is required`);
	return value;
}

export function checkCallBackUrl(value: unknown): string | undefined {
	if (isMissing(value)) return undefined;
	if (!isLink(value)) throw invalid('callBackUrl must be a valid URL');
	return String(value);
}
