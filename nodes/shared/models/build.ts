import type { INodeProperties } from 'n8n-workflow';
import { z } from 'zod';
import { KieFailure } from '../kie/failure';
import { labelsOf, refusedValue } from '../parameters/labels';
import { atLeast, requiredText, upTo } from '../parameters/values';
import type { ImageSize } from '../imageShape';
import { anything, collectionOf } from '../schemas';
import type {
	CreateRequest,
	ImageUrls,
	InputImages,
	InputRole,
	ModelOperation,
	RequestWith,
} from './model';
import type { Setting } from './settings';

/** Images that go in, and under which name KIE takes them. */
export interface TakenImages extends InputImages {
	key: string;
	/** KIE wants a list, also of one; or the one URL itself. */
	as: 'list' | 'one';
}

/** A parameter that only other models have: what it must be here, as nothing can be done about it. */
interface Refused {
	/** The value that asks for nothing more than this model does anyway. */
	unless: string;
	because: string;
}

/** What KIE asks of a value beside others, or beside the images. */
export interface Rule {
	/** The name of the field that is told of. */
	field: string;
	/** How a person learns of it before; a sentence. */
	says: string;
	/** Why the values, by the names of their fields, do not go: completes "'Resolution' …". */
	refusal: (given: Record<string, unknown>, images: ImageUrls) => string | undefined;
}

interface Recipe {
	kieId: string;
	/** The most characters of the prompt; without it the model takes none. */
	maxPrompt?: number;
	minPrompt?: number;
	settings: Setting[];
	rules?: Rule[];
	/** Entries of the Options collection: sent where a person added them. */
	options?: Setting[];
	inputs?: Partial<Record<InputRole, TakenImages>>;
	/** How long the sides of the images may be, by the values. */
	maxSide?: (given: Record<string, unknown>) => number;
	refuses?: Record<string, Refused>;
	/** What is sent, from the values under KIE's names. */
	toBody: (values: Record<string, unknown>) => CreateRequest['body'];
}

type Given = Record<string, unknown> & {
	prompt?: string | undefined;
	options: Record<string, unknown>;
};

/** One operation of a model that takes a prompt or none, its settings and images. */
export function operationOf(recipe: Recipe): ModelOperation {
	const { kieId, settings, rules = [], options = [], inputs = {}, refuses = {}, toBody } = recipe;
	const prompt = promptOf(recipe);
	const fields = settings.map(({ field }) => withRules(field, rules));
	const labels = labelsOf(fields);
	const schema = z.object({
		prompt: prompt.schema,
		...schemasOf(settings),
		...Object.fromEntries(
			Object.entries(refuses).map(([name, { unless, because }]) => [
				name,
				anything.refine((value) => isLike(value ?? unless, unless), because),
			]),
		),
		options: collectionOf(schemasOf(options)),
	});
	const toRequest =
		(given: Given): RequestWith =>
		(images, size) => {
			for (const { field, refusal } of rules) {
				const reason = refusal(given, images);
				if (reason !== undefined) throw new KieFailure(refusedValue(labels[field], reason));
			}
			const values = {
				...(given.prompt !== undefined && { prompt: given.prompt }),
				...named(inputs, images),
				...sent(settings, given, size),
				...sent(options, given.options),
			};
			return {
				body: toBody(values),
				prompt: given.prompt ?? null,
				...(recipe.maxSide && { maxSide: recipe.maxSide(given) }),
			};
		};
	return {
		kieId,
		prompt: prompt.rule,
		fields,
		rules: rules.map(({ says }) => says),
		options: options.map(({ field }) => field),
		inputs,
		refuses: Object.keys(refuses),
		schema: schema.transform(toRequest),
	};
}

/** A number or a switch is as good as its text. */
const isLike = (value: unknown, text: string): boolean =>
	['string', 'number', 'boolean'].includes(typeof value) && String(value) === text;

function promptOf({ minPrompt: min, maxPrompt: max }: Recipe) {
	if (max === undefined) {
		return { rule: { is: 'none' as const }, schema: anything.transform(() => undefined) };
	}
	const text = min === undefined ? requiredText : requiredText.transform(atLeast(min));
	return {
		rule: { is: 'required' as const, max, ...(min !== undefined && { min }) },
		schema: text.transform(upTo(max)),
	};
}

const sentence = (text: string) => (text.endsWith('.') ? text : `${text}.`);

function withRules(field: INodeProperties, rules: Rule[]): INodeProperties {
	const own = rules.filter((rule) => rule.field === field.name).map(({ says }) => says);
	return own.length === 0
		? field
		: { ...field, description: [sentence(field.description ?? ''), ...own].join(' ') };
}

const schemasOf = (settings: Setting[]) =>
	Object.fromEntries(settings.map(({ field, schema }) => [field.name, schema]));

/** What of the settings goes to KIE, under KIE's names. */
const sent = (settings: Setting[], given: Record<string, unknown>, size?: ImageSize | null) =>
	Object.fromEntries(
		settings
			.filter(({ field, assumed }) => ![undefined, assumed].includes(given[field.name]))
			.map(({ field, key, ofImage }) => {
				const value = given[field.name];
				return [key, ofImage && size !== undefined && value === 'auto' ? ofImage(size) : value];
			}),
	);

/** The images under KIE's names. */
const named = (inputs: Partial<Record<InputRole, TakenImages>>, images: ImageUrls) =>
	Object.fromEntries(
		Object.entries(inputs).flatMap(([role, { key, as }]) => {
			const urls = images[role as InputRole] ?? [];
			return urls.length === 0 ? [] : [[key, as === 'one' ? urls[0] : urls]];
		}),
	);

type MarketRecipe = Omit<Recipe, 'toBody'>;

/** A market model: all its values stand under `input`. */
export const marketOperation = (recipe: MarketRecipe): ModelOperation =>
	operationOf({ ...recipe, toBody: (input) => ({ model: recipe.kieId, input }) });

/** KIE's older pages know several images of one task here; a market model of this kind makes one. */
export const ONE_IMAGE_ONLY: Record<string, Refused> = {
	numImages: {
		unless: '1',
		because: 'must be 1: this model makes one image per item, so send the item several times',
	},
};

const MEGABYTE = 1024 * 1024;

interface Taken {
	key: string;
	as: TakenImages['as'];
	max?: number;
	required?: boolean;
	megabytes?: number;
	megapixels?: number;
	sides?: { min: number; max: number };
	/** Of a mask: whether it works with one image only. */
	forOneImage?: boolean;
	/** What the images are for, where that is not clear by itself; a sentence. */
	purpose?: string;
}

/** What KIE takes of the images for one purpose, and how a person is told so. */
export function takes(taken: Taken): TakenImages {
	const { key, as, max = 1, required = true, megabytes = 10, megapixels, sides } = taken;
	const { forOneImage, purpose } = taken;
	const size = megapixels === undefined ? '' : ` and ${megapixels} megapixels`;
	const limit = `up to ${megabytes} MB${size}${max > 1 ? ' each' : ''}`;
	const pixels = sides && `, with sides from ${sides.min} to ${shown(sides.max)} pixels`;
	const limits = `${max > 1 ? `Up to ${max} images` : 'One image'}: PNG, JPEG or WebP, ${limit}${pixels ?? ''}.`;
	return {
		key,
		as,
		max,
		required,
		maxBytes: megabytes * MEGABYTE,
		...(megapixels !== undefined && { megapixels }),
		...(sides && { sides }),
		...(forOneImage && { forOneImage }),
		description: purpose === undefined ? limits : `${purpose} ${limits}`,
	};
}

const shown = (count: number) => count.toLocaleString('en-US');
