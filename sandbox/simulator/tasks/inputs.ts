import { loadImage } from '@napi-rs/canvas';
import type { FileRole, InputLimits, Model, Values } from '../catalogue/index.ts';
import { fetchFile } from '../files/fetchFile.ts';
import { sniff } from '../files/fileTypes.ts';
import type { KnownType } from '../files/fileTypes.ts';
import { Refusal } from '../refusal.ts';

interface InputFile {
	field: string;
	role: FileRole;
	url: string;
}

export interface InputImage extends InputFile {
	bytes: Buffer;
	type: KnownType;
	width: number;
	height: number;
}

/** The files a request names, in the order of the model's table. */
export function inputFiles(model: Model, values: Values): InputFile[] {
	return Object.entries(model.fields).flatMap(([field, rule]) => {
		if (rule.type !== 'file' && rule.type !== 'files') return [];
		const urls = [values[field] ?? []].flat();
		return urls.map((url) => ({ field, role: rule.role, url: String(url) }));
	});
}

async function fetchImage(file: InputFile, limits: InputLimits, signal: AbortSignal) {
	const { bytes } = await fetchFile(file.url, limits.bytes, signal);
	const type = sniff(bytes);
	const notAnImage = new Refusal(
		400,
		"We couldn't process the provided image file (code=invalid_image_format)",
	);
	if (type !== 'png' && type !== 'jpeg' && type !== 'webp') throw notAnImage;
	const { width, height } = await loadImage(bytes).catch(() => {
		throw notAnImage;
	});
	const wrong = wrongSize(width, height, limits);
	if (wrong) throw new Refusal(400, wrong);
	return { ...file, bytes, type, width, height };
}

/** The limits are documented, the words are not. */
function wrongSize(
	width: number,
	height: number,
	{ sides, pixels }: InputLimits,
): string | undefined {
	const within = (value: number, [least, most]: readonly [number, number]) =>
		value >= least && value <= most;
	if (sides && !(within(width, sides) && within(height, sides)))
		return `Image sides must be from ${sides[0]} to ${sides[1]} pixels`;
	if (pixels && !within(width * height, pixels))
		return `Image must have from ${pixels[0]} to ${pixels[1]} pixels`;
	return undefined;
}

/** Fetches and checks every input. A mask must fit the image it belongs to. */
export async function fetchInputs(
	model: Model,
	values: Values,
	reach: (url: string) => string,
	signal: AbortSignal,
): Promise<InputImage[]> {
	const images = await Promise.all(
		inputFiles(model, values).map((file) =>
			fetchImage({ ...file, url: reach(file.url) }, model.inputs, signal),
		),
	);
	const mask = images.find(({ role }) => role === 'mask');
	const image = images.find(({ role }) => role === 'image');
	if (mask && image && (mask.width !== image.width || mask.height !== image.height))
		throw new Refusal(400, 'The mask image must have the same dimensions as the image to edit');
	if (mask && image && model.api === 'gpt4oImage' && mask.type !== image.type)
		throw new Refusal(400, 'The mask image must have the same format as the image to edit');
	return images;
}
