import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';
import { updateDisplayOptions } from 'n8n-workflow';

/** The fields that one model has, in the order in which they show. */
interface Offered {
	model: string;
	fields: INodeProperties[];
}

interface Variant {
	field: INodeProperties;
	models: string[];
}

/** What the editor puts for an expression that it cannot resolve yet. */
const UNRESOLVED = '';
/** What the model is while nobody knows it. */
const UNKNOWN = [UNRESOLVED, { _cnd: { startsWith: '=' } }];

/**
 * The fields of all models in one list, each shown for its models. A model by expression brings out
 * the fields of every model: of those that differ between models then only one shows, which allows
 * what any of them does, and is required only where every model requires it.
 */
export function fieldsOfModels(
	offered: Offered[],
	everyModel: string[],
	parameter: 'model' | '/model' = 'model',
): INodeProperties[] {
	const slots = merged(offered.map(({ fields }) => fields.map(slotOf)));
	return slots.flatMap((slot) => {
		const variants = variantsOf(slot, offered);
		const [only, ...more] = variants;
		if (!only) return [];
		const isForAll = variants.flatMap(({ models }) => models).length === offered.length;
		if (more.length === 0 && (isForAll || only.field.required !== true)) {
			return updateDisplayOptions({ show: { [parameter]: [...only.models, UNRESOLVED] } }, [
				only.field,
			]);
		}
		const ofModels = variants.flatMap(({ field, models }) => {
			const others = everyModel.filter((model) => !models.includes(model));
			return updateDisplayOptions({ hide: { [parameter]: [...others, ...UNKNOWN] } }, [field]);
		});
		const ofAny = ofAnyModel(
			variants.map(({ field }) => field),
			isForAll,
		);
		return [...ofModels, ...updateDisplayOptions({ show: { [parameter]: UNKNOWN } }, [ofAny])];
	});
}

/** What makes fields one field: the name, and of which versions of the node it is. */
const slotOf = ({ name, displayOptions }: INodeProperties): string =>
	JSON.stringify([name, displayOptions?.show?.['@version']]);

/** The different fields of one slot, each with the models that have it. */
function variantsOf(slot: string, offered: Offered[]): Variant[] {
	const variants = new Map<string, Variant>();
	for (const { model, fields } of offered) {
		const field = fields.find((candidate) => slotOf(candidate) === slot);
		if (!field) continue;
		const key = JSON.stringify(field);
		const { models } = variants.get(key) ?? { models: [] };
		variants.set(key, { field, models: [...models, model] });
	}
	return [...variants.values()];
}

const valuesOf = ({ options = [] }: INodeProperties): INodePropertyOptions[] =>
	options.filter((option): option is INodePropertyOptions => 'value' in option);

function ofAnyModel(fields: INodeProperties[], isForAll: boolean): INodeProperties {
	const [base] = [...fields].sort((a, b) => b.displayName.length - a.displayName.length);
	if (!base) throw new TypeError('A field without variants');
	const { required, ...rest } = base;
	const isAlike = fields.every(({ description }) => description === base.description);
	const options = fields.flatMap(valuesOf);
	const anyOption = (option: INodePropertyOptions): INodePropertyOptions =>
		options.every(({ value, name }) => value !== option.value || name === option.name)
			? option
			: { value: option.value, name: withoutDetail(option.name) };
	const ofValue = new Map(options.map((option) => [option.value, anyOption(option)]));
	const byName = [...ofValue.values()].sort((a, b) => a.name.localeCompare(b.name));
	return {
		...rest,
		...(isForAll && fields.every((field) => field.required) && { required: true }),
		...(!isAlike && { description: 'The allowed values depend on the model' }),
		...(byName.length > 0 && { options: byName, default: commonDefault(fields) }),
	};
}

/** 'Basic (2K)', where it is 1K with another model. */
const withoutDetail = (name: string) => name.replace(/ \([^)]*\)$/, '');

/**
 * What asks for nothing, and what the shape has been. n8n does not save a default: with another one, as
 * the next model in the list might bring it, saved workflows would make other images.
 */
const KEPT_DEFAULTS = ['none', 'auto', '16:9'];

/** A default that no model refuses. */
function commonDefault(fields: INodeProperties[]): INodeProperties['default'] {
	const defaults = fields.map((field) => field.default);
	const isAllowed = (value: INodeProperties['default']) =>
		fields.every((field) => valuesOf(field).some((option) => option.value === value));
	const kept = KEPT_DEFAULTS.find((value) => defaults.includes(value));
	return kept ?? defaults.find(isAllowed) ?? defaults[0];
}

/** One order that keeps the order of every list. */
function merged(lists: string[][]): string[] {
	const order: string[] = [];
	let left = lists.filter((list) => list.length > 0);
	while (left.length > 0) {
		const heads = left.flatMap(([head]) => head ?? []);
		const next = heads.find((head) => left.every((list) => list.indexOf(head) <= 0)) ?? heads[0];
		if (next === undefined) break;
		order.push(next);
		left = left
			.map((list) => list.filter((name) => name !== next))
			.filter((list) => list.length > 0);
	}
	return order;
}
