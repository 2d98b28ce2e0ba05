import { API_KEY } from '../../helpers/engine.ts';

// Some servers quote the request when they complain of it: the address of the call, the key.

export const ECHOES = ['named', 'bare', 'equals', 'json', 'html', 'encoded'] as const;
export type Echo = (typeof ECHOES)[number];

/** What a complaint has after its own words. */
export function echoed(echo: Echo | null, request: Record<string, unknown>): string {
	if (echo === null) return '';
	const { callBackUrl } = request;
	const url = callBackUrl === undefined ? '' : wordings[echo](String(callBackUrl));
	return `${url} (Bearer ${API_KEY})`;
}

const wordings: Record<Echo, (url: string) => string> = {
	named: (url) => ` (callBackUrl ${url})`,
	bare: (url) => `: POST ${url} was not answered`,
	equals: (url) => `; callBackUrl=${url}`,
	json: (url) => `: ${JSON.stringify({ callBackUrl: url })}`,
	html: (url) => `: <a href="${url.replaceAll('&', '&amp;')}">`,
	encoded: (url) => `: callBackUrl=${encodeURIComponent(url)}`,
};
