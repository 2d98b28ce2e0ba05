import { isWebAddress } from '../../webAddress';
import { holdsAnything, isRecord, readObject, readText, unwrapped } from '../json';

const IMAGE_NAMES = ['resultUrls', 'result_urls', 'resultImageUrl'];
const WENT_IN = ['originImageUrl', 'originUrls', 'firstFrameUrl', 'lastFrameUrl'];
const NO_RESULT = new Set([...IMAGE_NAMES, ...WENT_IN]);
// Images may stand under these names too; where they are none, it is a result.
const FURTHER_NAMES = ['images'];

// Each item of a task repeats them all, so without an end an answer would grow by its square. No model of
// KIE's makes nearly as many of one order: beyond this it is no list of images that anybody has ordered or
// paid for, and 'Include Raw Record' still shows it.
const MAX_URLS = 200;

/** The first of these that holds any http(s) URL: one, a list of them, or of objects that have one. */
export function firstUrls(...candidates: unknown[]): string[] {
	for (const candidate of candidates) {
		const value = unwrapped(candidate);
		const urls = (Array.isArray(value) ? value : [value]).flatMap(urlOf);
		if (urls.length > 0) return urls.slice(0, MAX_URLS);
	}
	return [];
}

function urlOf(value: unknown): string[] {
	const url = readText(isRecord(value) ? (value.url ?? value.resultUrl ?? value.imageUrl) : value);
	return url !== null && isWebAddress(url) ? [url] : [];
}

/** The image URLs of the first of these results that has any: under their name, or a bare list. */
export function imagesIn(...results: unknown[]): string[] {
	return firstUrls(...results.map(unwrapped).flatMap(placesIn));
}

function placesIn(result: unknown): unknown[] {
	if (!isRecord(result)) return [result];
	const names = [...IMAGE_NAMES, ...FURTHER_NAMES];
	return [result, readObject(result.data)].flatMap((from) => names.map((name) => from[name]));
}

/** What a model gave that makes no images: the first of these results that says anything. */
export function firstResult(...results: unknown[]): unknown {
	return results.map(unwrapped).find(saysAnything);
}

function saysAnything(result: unknown): boolean {
	if (typeof result === 'string') return isWords(result);
	if (!isRecord(result)) return Array.isArray(result) && holdsAnything(result);
	// Beside a list of images that is empty, a number or a word is about them, such as a seed.
	const isOfImages = IMAGE_NAMES.some((name) => name in result);
	return Object.entries(result).some(
		([name, value]) =>
			!NO_RESULT.has(name) && (!isOfImages || typeof value === 'object') && holdsAnything(value),
	);
}

/** Neither JSON that breaks off nor a value without a meaning of its own. */
const isWords = (text: string): boolean =>
	/\p{L}/u.test(text) && !/^\s*(["[{]|(true|false|null)\s*$)/i.test(text);
