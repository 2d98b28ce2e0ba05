import { z } from 'zod';
import { anything } from '../schemas';
import { isWebAddress } from '../webAddress';

// Image types that KIE is known to refuse. Any other ending, or none, may still be an image.
const REFUSED_TYPES = ['gif', 'bmp', 'tif', 'tiff', 'svg', 'heic', 'heif', 'avif', 'pdf', 'mp4'];

/** Line breaks part URLs; a comma only where another URL begins, since URLs may hold commas. */
export function splitUrls(text: string): string[] {
	return text
		.split(/\r?\n|,(?=\s*https?:\/\/)/i)
		.map((part) => part.trim())
		.filter((part) => part !== '');
}

function readUrl(value: unknown): { url: string } | { refusal: string } {
	if (typeof value !== 'string') return { refusal: 'must be a list of URLs' };
	const url = value.trim();
	if (/\s/.test(url)) return { refusal: 'must contain one URL per line, without spaces' };
	if (!isWebAddress(url)) {
		return {
			refusal: `must contain URLs that start with https:// or http://, not '${url.slice(0, 80)}'`,
		};
	}
	const type = extensionOf(url);
	if (REFUSED_TYPES.includes(type)) {
		return {
			refusal: `contains a .${type} file, which KIE does not accept: use PNG, JPEG or WebP`,
		};
	}
	return { url };
}

/** One or more image URLs: a list by expression, or text with one per line. */
export const imageUrlList = (max: number) =>
	anything.transform((value, ctx): string[] => {
		const parts: unknown[] = Array.isArray(value)
			? value
			: typeof value === 'string'
				? splitUrls(value)
				: value === undefined || value === null
					? []
					: [value];
		const add = (message: string) => {
			ctx.addIssue({ code: 'custom', message });
			return z.NEVER;
		};
		if (parts.length === 0) return add('is empty');
		if (parts.length > max)
			return add(`contains ${parts.length} images, but at most ${max} can be used`);
		const urls: string[] = [];
		for (const part of parts) {
			const read = readUrl(part);
			if ('refusal' in read) return add(read.refusal);
			urls.push(read.url);
		}
		return urls;
	});

function extensionOf(url: string): string {
	const file = new URL(url).pathname.split('/').at(-1) ?? '';
	return /\.([a-z0-9]+)$/i.exec(file)?.[1]?.toLowerCase() ?? '';
}
