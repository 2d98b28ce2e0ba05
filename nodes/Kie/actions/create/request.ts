import type { BinaryFile } from '../../../shared/files/binaryFile';
import type { ImageApi } from '../../../shared/kie/apis';
import type { Asked } from '../../../shared/kie/failure';
import type { KieTask } from '../../../shared/kie/task';
import type { ImageUrls, InputImages, InputRole, ValueWithFiles } from '../../../shared/models';
import type { OutputSettings } from '../../../shared/output/delivery';
import type { RunOptions } from './runSettings';

/** One image that goes in. */
export interface InputImage {
	role: InputRole | ValueWithFiles;
	limits: InputImages;
	/** The field it was given in, as a person sees it. */
	label: string;
	/** Of a file, until it is uploaded, one that stands in for it. */
	url: string;
	file?: BinaryFile;
}

/** One item's request, checked and complete. */
export interface ImageRequest {
	itemIndex: number;
	api: ImageApi;
	/** The images that go in, masks included. */
	inputs: InputImage[];
	/** What is sent, with these images. */
	bodyWith(inputs: InputImage[]): Record<string, unknown>;
	callBackUrl: string | undefined;
	waitUntilDone: boolean;
	options: RunOptions;
	output: OutputSettings;
	/** What makes it the same request as another: files count by their content. */
	identity: { api: string; model: string; body: Record<string, unknown> };
	/** What an item of a failure can say of it. */
	asked: Asked;
	/** Adds to KIE's account of the task what only the request knows. */
	complete(task: KieTask): KieTask;
}

export function urlsOf(inputs: InputImage[]): ImageUrls {
	const urls: ImageUrls = {};
	for (const { role, url } of inputs) urls[role] = [...(urls[role] ?? []), url];
	return urls;
}
