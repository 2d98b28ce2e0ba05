import type { Count, Price } from './billing.ts';
import { megabyte } from './rules.ts';
import type { Check, Fields } from './rules.ts';

/** Which of KIE's three APIs carries a model. */
export type Api = 'gpt4oImage' | 'fluxKontext' | 'market';

export type FileType = 'png' | 'jpeg' | 'jpg' | 'webp' | 'mp4' | 'mp3';

/** What is asked of every picture that goes in. */
export interface InputLimits {
	bytes: number;
	/** The shortest and the longest side. */
	sides?: readonly [number, number];
	pixels?: readonly [number, number];
}

/**
 * What a model makes: new pictures or changed ones, its input `larger` or `cutOut`, the `layers` or `segments` of it,
 * or what is no picture.
 */
export type Makes =
	'pictures' | 'larger' | 'cutOut' | 'layers' | 'segments' | 'masks' | 'video' | 'speech' | 'songs';

/** Ways to fill in the fields of a model that has several: one of them, or one at least. */
export interface Forms {
	kind: 'oneOf' | 'anyOf';
	of: readonly { fields: readonly string[]; required: readonly string[] }[];
}

export interface Model {
	id: string;
	api: Api;
	fields: Fields;
	forms?: Forms;
	checks?: readonly Check[];
	inputs: InputLimits;
	price: Price;
	/** One picture where nothing is said. */
	count?: Count;
	/** Seconds from submit to result, from quick to slow. */
	takes: readonly [number, number];
	/** The fields that say which shape, the first one present wins. */
	shapeFields: readonly string[];
	/** The shape when no field says one; an edit follows its input. */
	shape: string;
	makes: Makes;
	/** Which part of a mask is the area to change; black where nothing is said. */
	maskChanges?: 'white';
	/** A fixed file type, or what a field says. */
	fileType: FileType | { field: string; otherwise: FileType };
}

type MarketModel = Pick<Model, 'fields' | 'price' | 'takes'> & Partial<Omit<Model, 'id' | 'api'>>;

/** A model of the market: pictures of up to 10 MB go in, a square PNG comes out, unless it says otherwise. */
export const market = (id: string, model: MarketModel): Model => ({
	id,
	api: 'market',
	inputs: { bytes: 10 * megabyte },
	shapeFields: ['aspect_ratio', 'image_size'],
	shape: '1:1',
	makes: 'pictures',
	fileType: 'png',
	...model,
});
