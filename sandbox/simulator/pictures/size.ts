import type { Model, Values } from '../catalogue/index.ts';

export interface Size {
	width: number;
	height: number;
}

/** Enough to look at, and quick to encode: pictures stay below a megapixel. */
const pixels: Readonly<Record<string, number>> = { '1K': 500_000, '2K': 700_000, '4K': 950_000 };
const maxPixels = 1_000_000;

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
		const scale = Math.min(1, Math.sqrt(maxPixels / (input.width * input.height)));
		const scaled = (side: number) => Math.max(1, Math.round(side * scale));
		return { width: scaled(input.width), height: scaled(input.height) };
	}
	const area = pixels[String(values.resolution ?? values.image_resolution)] ?? 500_000;
	const unit = Math.floor(Math.sqrt(area / (across * down)));
	return { width: across * unit, height: down * unit };
}
