import { loadImage } from '@napi-rs/canvas';
import type { FileRole, Model, Values } from '../catalogue/index.ts';
import { sniff } from '../files/fileTypes.ts';
import type { ImageType } from '../files/fileTypes.ts';
import { isLoopback } from '../files/loopback.ts';
import { Refusal } from '../refusal.ts';

export interface InputFile {
	field: string;
	role: FileRole;
	url: string;
}

export interface InputImage extends InputFile {
	bytes: Buffer;
	type: ImageType;
	width: number;
	height: number;
}

const maxRedirects = 5;
/** A limit on a real network call, so no documented duration: it is not scaled. */
const fetchTimeoutMs = 10_000;

/** The files a request names, in the order of the model's table. */
export function inputFiles(model: Model, values: Values): InputFile[] {
	return Object.entries(model.fields).flatMap(([field, rule]) => {
		if (rule.type !== 'file' && rule.type !== 'files') return [];
		const urls = [values[field] ?? []].flat();
		return urls.map((url) => ({ field, role: rule.role, url: String(url) }));
	});
}

/** Fetches a file from this machine. What cannot be had, or lies elsewhere, is a 451. */
export async function fetchFile(
	address: string,
	maxBytes: number,
	signal: AbortSignal,
): Promise<{ bytes: Buffer; mime: string }> {
	const cannotFetch = new Refusal(451);
	const until = AbortSignal.any([signal, AbortSignal.timeout(fetchTimeoutMs)]);
	try {
		let url = new URL(address);
		for (let hop = 0; hop <= maxRedirects; hop += 1) {
			if (!isLoopback(url)) throw cannotFetch;
			const response = await fetch(url, { redirect: 'manual', signal: until });
			const location = response.headers.get('location');
			if (response.status >= 300 && response.status < 400 && location) {
				await response.body?.cancel();
				url = new URL(location, url);
				continue;
			}
			if (!response.ok || !response.body) throw cannotFetch;
			const bytes = await readAtMost(response.body, maxBytes);
			return { bytes, mime: response.headers.get('content-type') ?? 'application/octet-stream' };
		}
		throw cannotFetch;
	} catch (error) {
		throw error instanceof Refusal ? error : cannotFetch;
	}
}

async function readAtMost(body: ReadableStream<Uint8Array>, maxBytes: number): Promise<Buffer> {
	const chunks: Uint8Array[] = [];
	let length = 0;
	for await (const chunk of body) {
		length += chunk.length;
		if (length > maxBytes)
			throw new Refusal(400, `Image size exceeds maximum of ${maxBytes} bytes`);
		chunks.push(chunk);
	}
	return Buffer.concat(chunks);
}

async function fetchImage(file: InputFile, maxBytes: number, signal: AbortSignal) {
	const { bytes } = await fetchFile(file.url, maxBytes, signal);
	const type = sniff(bytes);
	const notAnImage = new Refusal(
		400,
		"We couldn't process the provided image file (code=invalid_image_format)",
	);
	if (type !== 'png' && type !== 'jpeg' && type !== 'webp') throw notAnImage;
	const { width, height } = await loadImage(bytes).catch(() => {
		throw notAnImage;
	});
	return { ...file, bytes, type, width, height };
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
			fetchImage({ ...file, url: reach(file.url) }, model.inputBytes, signal),
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
