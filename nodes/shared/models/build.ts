import { z } from 'zod';
import { requiredText, upTo } from '../parameters/values';
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

interface Recipe {
	kieId: string;
	/** The most characters of the prompt. */
	maxPrompt: number;
	settings: Setting[];
	/** Entries of the Options collection: sent where a person added them. */
	options?: Setting[];
	inputs?: Partial<Record<InputRole, TakenImages>>;
	refuses?: Record<string, Refused>;
	/** What is sent, from the values under KIE's names. */
	toBody: (values: Record<string, unknown>) => CreateRequest['body'];
}

type Given = Record<string, unknown> & {
	prompt?: string | undefined;
	options: Record<string, unknown>;
};

/** One operation of a model that takes a prompt, its settings and images. */
export function operationOf(recipe: Recipe): ModelOperation {
	const { kieId, maxPrompt, settings, options = [], inputs = {}, refuses = {}, toBody } = recipe;
	const schema = z.object({
		prompt: requiredText.transform(upTo(maxPrompt)),
		...schemasOf(settings),
		...Object.fromEntries(
			Object.entries(refuses).map(([name, { unless, because }]) => [
				name,
				anything.refine((value) => String(value ?? unless) === unless, because),
			]),
		),
		options: collectionOf(schemasOf(options)),
	});
	const toRequest =
		(given: Given): RequestWith =>
		(images) => {
			const values = {
				prompt: given.prompt,
				...named(inputs, images),
				...sent(settings, given),
				...sent(options, given.options),
			};
			return { body: toBody(values), prompt: given.prompt ?? null };
		};
	return {
		kieId,
		prompt: { is: 'required', max: maxPrompt },
		fields: settings.map(({ field }) => field),
		options: options.map(({ field }) => field),
		inputs,
		refuses: Object.keys(refuses),
		schema: schema.transform(toRequest),
	};
}

const schemasOf = (settings: Setting[]) =>
	Object.fromEntries(settings.map(({ field, schema }) => [field.name, schema]));

/** What of the settings goes to KIE, under KIE's names. */
const sent = (settings: Setting[], given: Record<string, unknown>) =>
	Object.fromEntries(
		settings
			.filter(({ field, assumed }) => ![undefined, assumed].includes(given[field.name]))
			.map(({ field, key }) => [key, given[field.name]]),
	);

/** The images under KIE's names. */
const named = (inputs: Partial<Record<InputRole, TakenImages>>, images: ImageUrls) =>
	Object.fromEntries(
		Object.entries(inputs).flatMap(([role, { key, as }]) => {
			const urls = images[role as InputRole] ?? [];
			return urls.length === 0 ? [] : [[key, as === 'one' ? urls[0] : urls]];
		}),
	);

type MarketRecipe = Omit<Recipe, 'toBody' | 'options'>;

/** A market model: all its values stand under `input`. */
export const marketOperation = (recipe: MarketRecipe): ModelOperation =>
	operationOf({ ...recipe, toBody: (input) => ({ model: recipe.kieId, input }) });

/** KIE's older pages know several images of one task here; a market model of this kind makes one. */
export const ONE_IMAGE_ONLY: Record<string, Refused> = {
	numImages: {
		unless: '1',
		because: 'must be 1: this model makes one image for each item, so send the item several times',
	},
};

const MEGABYTE = 1024 * 1024;

interface Taken {
	key: string;
	as: TakenImages['as'];
	max?: number;
	required?: boolean;
	megabytes?: number;
	/** What the images are for, where that is not clear by itself; a sentence. */
	purpose?: string;
}

/** What KIE takes of the images for one purpose, and how a person is told so. */
export function takes(taken: Taken): TakenImages {
	const { key, as, max = 1, required = true, megabytes = 10, purpose } = taken;
	const limits =
		max > 1
			? `Up to ${max} images: PNG, JPEG or WebP, up to ${megabytes} MB each.`
			: `One image: PNG, JPEG or WebP, up to ${megabytes} MB.`;
	return {
		key,
		as,
		max,
		required,
		maxBytes: megabytes * MEGABYTE,
		description: purpose === undefined ? limits : `${purpose} ${limits}`,
	};
}
