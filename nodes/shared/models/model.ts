import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';
import type { z } from 'zod';
import type { ImageSize } from '../imageShape';
import type { ApiName } from '../kie/task';

export type ImageOperation = 'generate' | 'edit' | 'variants' | 'upscale' | 'removeBackground';

/** A checked request. */
export interface CreateRequest {
	/** The body as the API wants it. */
	body: Record<string, unknown>;
	prompt: string | null;
	/** KIE's name of the model, where the request and not the model decides. */
	model?: string;
	/** How long the sides of the images may be, where the values decide it. */
	maxSide?: number;
}

/** `none`: the model takes its prompt in another way. */
interface PromptRule {
	is: 'required' | 'optional' | 'none';
	/** The most characters, and the fewest, where KIE says it. */
	max?: number;
	min?: number;
}

/** What an image that goes in is for. */
export type InputRole = 'image' | 'reference' | 'mask';

/** A value of a model that the node does not know, under KIE's name, which takes files. */
export type ValueWithFiles = `value ${string}`;

/** The URLs of the images that go in, by what they are for. */
export type ImageUrls = Partial<Record<InputRole | ValueWithFiles, string[]>>;

/** A checked request that lacks nothing but its images. */
export interface RequestWith {
	/** The size is that of the first image, once it was looked at: null where it could not be seen. */
	(images: ImageUrls, size?: ImageSize | null): CreateRequest;
	/** Files that stand among the values, where the model has no parameters of their own for them. */
	files?: NamedFile[];
}

export interface NamedFile {
	of: ValueWithFiles;
	/** The name of the value as a person sees it. */
	label: string;
	/** The name of a binary field, or by expression the file itself. */
	given: unknown;
}

/** Images that go in for one purpose, and what KIE takes of them. */
export interface InputImages {
	required: boolean;
	max: number;
	maxBytes: number;
	megapixels?: number;
	/** How long each side may be, in pixels. */
	sides?: { min: number; max: number };
	/** Of a mask: whether KIE asks for the file format of the image. */
	sameFormat?: boolean;
	/** Whether it may be anything but what is surely no image, video or sound: KIE knows more. */
	anyType?: boolean;
	/** Of a mask: whether it works with one image only. */
	forOneImage?: boolean;
	/** How a person is told what to give; begins with a capital, ends with a period. */
	description: string;
}

/** What one model takes for one operation. */
export interface ModelOperation {
	/** The name KIE's records have for it; null where the request names it. */
	kieId: string | null;
	prompt: PromptRule;
	/** Its own fields, in the order a person sees them. Where they show is decided by the node. */
	fields: INodeProperties[];
	/** Its own entries of the Options collection. */
	options: INodeProperties[];
	/** What is asked of several values together; sentences. */
	rules?: string[];
	/** Images that go in. They are no matter of the schema: files get their URLs only later. */
	inputs: Partial<Record<InputRole, InputImages>>;
	/** Takes the parameters under the names of the fields and gives what to send with which images. */
	schema: z.ZodType<RequestWith, z.ZodTypeDef, unknown>;
	/** Parameters that only other models have: the schema refuses a value it would have to drop. */
	refuses?: string[];
}

/** When the prices of the models were read, in KIE's catalogue. */
export const PRICES_OF = 'October 2026';

/** One model, in one file. */
export interface ImageModel {
	/** What saved workflows hold. */
	value: string;
	option: Omit<INodePropertyOptions, 'value'>;
	api: ApiName;
	/** What one image costs, in the words of a list: of the day of `PRICES_OF`. */
	price?: string;
	/** What came after it, as a sentence without its period. */
	newer?: string;
	operations: Partial<Record<ImageOperation, ModelOperation>>;
}

/** What a list says of a model: what it is best for, what it costs, and what came after it. */
export function descriptionOf({ option: { description = '' }, price, newer }: ImageModel): string {
	if (price === undefined) return description;
	return [description, price, newer].flatMap((part) => (part ? `${part}.` : [])).join(' ');
}
