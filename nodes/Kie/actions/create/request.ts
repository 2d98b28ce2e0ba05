import type { BinaryFile } from '../../../shared/files/binaryFile';
import type { FileType } from '../../../shared/files/fileType';
import type { ImageSize } from '../../../shared/imageShape';
import type { ImageUrls, InputImages, InputRole, ValueWithFiles } from '../../../shared/models';
import type { Ring } from '../outcome';
import type { Wanted } from './order';
import type { RunOptions, WaitMethod } from './runSettings';

/** One image that goes in. */
export interface InputImage {
	role: InputRole | ValueWithFiles;
	limits: InputImages;
	/** The field it was given in, as a person sees it. */
	label: string;
	/** Of a file, until it is uploaded, one that stands in for it. */
	url: string;
	file?: BinaryFile;
	/** What was seen of it; nothing of what only KIE can open. */
	type?: FileType;
	size?: ImageSize | null;
}

/** One item's request, checked and complete. */
export interface ImageRequest extends Wanted {
	/** The images that go in, masks included. */
	inputs: InputImage[];
	/** What is sent, with these images. */
	bodyWith(inputs: InputImage[]): Record<string, unknown>;
	callBackUrl: string | undefined;
	/** Set where that URL wakes the execution. */
	rings?: Ring;
	waitMethod: WaitMethod;
	options: RunOptions;
}

/** The image that the others go with. */
export const mainImage = (inputs: InputImage[]): InputImage | undefined =>
	inputs.find(({ role }) => role === 'image');

export function urlsOf(inputs: InputImage[]): ImageUrls {
	const urls: ImageUrls = {};
	for (const { role, url } of inputs) urls[role] = [...(urls[role] ?? []), url];
	return urls;
}
