import { changed, parsedJson } from './json';

const MENTION = /call[\s_-]?back[\s_-]?url/i;
const NAME = /call[\s_-]?back[\s_-]?url\s*$/i;
// In text that is no JSON, or no longer: an address that follows, or what it is set to, which another
// field may follow.
const IN_WORDS =
	/(call[\s_-]?back[\s_-]?url(?:[\\"'\s]*[:=][\\"'\s]*|[\\"'\s(]+(?=https?:)))(?:(?<=["'\s(])https?:[^\s\\"'}]+|[^\s\\"'}&]+)/gi;

/**
 * What KIE sent without the callback URL, which it repeats from the request and which may carry a
 * secret of the workflow's own: as a field at any depth, also inside JSON text. Whose it is, nobody
 * knows where KIE says it: the node's own are known by sight (see callSecret.ts).
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
