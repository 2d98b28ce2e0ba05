import { changed, parsedJson } from './json';

const MENTION = /call[\s_-]?back[\s_-]?url/i;
const NAME = /call[\s_-]?back[\s_-]?url\s*$/i;
// In text that is no JSON, or no longer: what it is set to, or an address that follows. Of an address
// with parameters, those by which an execution at rest is called.
const IN_WORDS =
	/(call[\s_-]?back[\s_-]?url(?:[\\"'\s]*[:=][\\"'\s]*|[\\"'\s(]+(?=https?:)))[^\s\\"'}&]+(?:&(?:signature|item|secret)=[^\s\\"'}&]*)*/gi;

/**
 * What KIE sent without the callback URL, which it repeats from the request and which may carry a
 * secret of the workflow's own: as a field at any depth, also inside JSON text.
 */
export function withoutCallbackUrl<T>(value: T, level = 0): T {
	return changed(value, { text, field: (name) => !NAME.test(name) }, level);
}

function text(given: string, level: number): string {
	if (!MENTION.test(given)) return given;
	const parsed = parsedJson(given);
	return parsed === undefined
		? given.replace(IN_WORDS, '$1')
		: JSON.stringify(withoutCallbackUrl(parsed, level + 1));
}
