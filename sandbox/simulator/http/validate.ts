import type { Model, Rule, Values } from '../catalogue/index.ts';
import { invalid } from '../refusal.ts';

export const isObject = (value: unknown): value is Record<string, unknown> =>
	typeof value === 'object' && value !== null && !Array.isArray(value);

const isLink = (value: unknown): boolean =>
	typeof value === 'string' && /^https?:\/\/\S+$/i.test(value) && URL.canParse(value);

/** What is wrong with one value, or undefined. */
function complaint(value: unknown, rule: Rule): string | undefined {
	switch (rule.type) {
		case 'text':
			if (typeof value !== 'string') return 'must be a string';
			if (rule.required && value.trim() === '') return 'is required';
			if (rule.max !== undefined && [...value].length > rule.max)
				return `must not be longer than ${rule.max} characters`;
			return undefined;
		case 'choice':
			return rule.of.some((allowed) => allowed === value)
				? undefined
				: `must be one of ${rule.of.map((allowed) => JSON.stringify(allowed)).join(', ')}`;
		case 'flag':
			return typeof value === 'boolean' ? undefined : 'must be true or false';
		case 'integer':
			if (!Number.isInteger(value)) return 'must be an integer';
			return outside(Number(value), rule.min, rule.max);
		case 'number':
			if (typeof value !== 'number') return 'must be a number';
			return outside(value, rule.min, rule.max);
		case 'link':
		case 'file':
			return isLink(value) ? undefined : 'must be a valid URL';
		case 'files':
			if (!Array.isArray(value)) return 'must be an array of URLs';
			if (value.length === 0) return 'must contain at least one URL';
			if (rule.max !== undefined && value.length > rule.max)
				return `must not contain more than ${rule.max} URLs`;
			return value.every(isLink) ? undefined : 'must contain valid URLs only';
	}
}

function outside(value: number, min = -Infinity, max = Infinity): string | undefined {
	if (value >= min && value <= max) return undefined;
	return `must be from ${min} to ${max}`;
}

/** Refuses what the model's table does not allow. */
export function validate(model: Model, values: Values): void {
	for (const [name, rule] of Object.entries(model.fields)) {
		const value = values[name];
		if (value === undefined || value === null) {
			if (rule.required) throw invalid(`${name} is required`);
			continue;
		}
		const reason = complaint(value, rule);
		if (reason) throw invalid(`${name} ${reason}`);
	}
	if (!model.lenient) {
		const stranger = Object.keys(values).find((name) => !Object.hasOwn(model.fields, name));
		if (stranger) throw invalid(`${stranger} is not a parameter of ${model.id}`);
	}
	for (const check of model.checks ?? []) {
		const reason = check(values);
		if (reason) throw invalid(reason);
	}
}

/** A string parameter of the request itself, such as `taskId`. */
export function requireText(values: Values, name: string): string {
	const value = values[name];
	if (typeof value !== 'string' || value.trim() === '') throw invalid(`${name} is required`);
	return value;
}

export function checkCallBackUrl(value: unknown): string | undefined {
	if (value === undefined || value === null) return undefined;
	if (!isLink(value)) throw invalid('callBackUrl must be a valid URL');
	return String(value);
}
