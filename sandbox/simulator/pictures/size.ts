import type { Model, Values } from '../catalogue/index.ts';

export interface Size {
	width: number;
	height: number;
}

/** Enough to look at, and quick to encode: pictures stay below a megapixel. */
const pixels: Readonly<Record<string, number>> = {
	...{ '1K': 500_000, '1.5K': 600_000, '2K': 700_000, '3K': 800_000, '4K': 950_000 },
	...{ basic: 500_000, medium: 500_000, high: 700_000, ultra: 900_000 },
};
/** How finely a picture is asked for has a name of its own in each family. */
const resolutionFields = ['resolution', 'image_resolution', 'size', 'quality'];
const maxPixels = 1_000_000;
/** An enlarged input may have more. */
const maxEnlarged = 4_000_000;

/** `16:9`, `landscape_16_9`, `portrait_16_9` or `square_hd` as width to height. */
function ratioOf(shape: string): readonly [number, number] | undefined {
	const numbers = /(\d+)[:_](\d+)$/.exec(shape);
	if (!numbers) return shape.startsWith('square') ? [1, 1] : undefined;
	const [first, second] = [Number(numbers[1]), Number(numbers[2])];
	return shape.startsWith('portrait') ? [second, first] : [first, second];
}

/** The size of a result: the ratio asked for, exactly, or that of the input. */
export function resultSize(model: Model, values: Values, input: Size | undefined): Size {
	const asked = model.shapeFields
		.map((field) => values[field])
		.find((value) => value !== undefined);
	const ratio = ratioOf(String(asked ?? (input ? 'auto' : model.shape)));
	const [across, down] = ratio ?? [1, 1];
	// An input that has this ratio already keeps its pixels.
	const fits = ({ width, height }: Size) =>
		Math.abs(width * down - height * across) < Math.max(across, down);
	if (input && (!ratio || fits(input))) {
		return scaled(input, 1, maxPixels);
	}
	const asksFor = resolutionFields.map((field) => pixels[String(values[field])]);
	const area = asksFor.find((found) => found !== undefined) ?? 500_000;
	const unit = Math.floor(Math.sqrt(area / (across * down)));
	return { width: across * unit, height: down * unit };
}

/** So many times as wide and high, as far as there is room. */
function scaled({ width, height }: Size, times: number, most: number): Size {
	const scale = Math.min(times, Math.sqrt(most / (width * height)));
	const side = (length: number) => Math.max(1, Math.round(length * scale));
	return { width: side(width), height: side(height) };
}

/** The size of an enlarged input: twice where the request names no factor. */
export const enlarged = (input: Size, factor: unknown): Size =>
	scaled(input, Number(factor ?? 2), maxEnlarged);
