import { randomBytes } from 'crypto';

/**
 * What a call to an execution at rest proves itself by. It can be known by sight, in the words of KIE
 * too, which is given it with the address to call: then also where nobody remembers whose call it is.
 */
export const newCallSecret = (): string => `kie-call-${randomBytes(16).toString('hex')}`;

// No encoding of an address changes any of these letters. KIE may cut it off.
const SECRETS = /kie-call-[0-9a-f]{4,}/gi;
const WORD = /[^\s"'<>]+/g;
const REST_OF_ADDRESS = /^[^\\,;)}\]]*/;

/** A text without the addresses by which executions are called: n8n's own token is in them, too. */
export const withoutCalls = (text: string): string =>
	text.search(SECRETS) === -1 ? text : text.replace(WORD, withoutAddress);

/** All from the first address to the last secret: words are not written together otherwise. */
function withoutAddress(word: string): string {
	const last = [...word.matchAll(SECRETS)].at(-1);
	if (!last) return word;
	const begin = Math.max(0, word.slice(0, last.index).search(/http/i));
	const rest = word.slice(last.index + last[0].length).replace(REST_OF_ADDRESS, '');
	return `${word.slice(0, begin)}[callback URL]${rest}`;
}
