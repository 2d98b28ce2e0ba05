import type { IHttpRequestOptions } from 'n8n-workflow';
import { z } from 'zod';
import type { FileStream, KieContext } from '../context';
import { cancelSignalOf } from '../context';
import { isRecord } from '../kie/json';
import { pause } from '../pacing';
import { isPrivateHost } from '../privateHost';
import { isWebAddress } from '../webAddress';
import type { AskedHosts } from './askedHosts';
import type { FileLimits } from './incomingFile';
import { FileRefusal, IncomingFile, silent, tooLarge, tooSlow } from './incomingFile';

export interface FetchRules extends FileLimits {
	/** Only where KIE itself is on this machine or network, as a test server is. */
	mayBePrivate: boolean;
	/** Those that others of the run asked before. */
	hosts: AskedHosts;
}

export interface FetchedFile {
	file: IncomingFile;
	/** Without parameters, in lower case; null where the host names none. */
	contentType: string | null;
	/** As the host says it. */
	length: number | null;
}

const MAX_REDIRECTS = 5;

const responseSchema = z.object({
	statusCode: z.number(),
	headers: z.custom<Record<string, unknown>>(isRecord).catch({}),
	body: z.custom<FileStream>((body) => isRecord(body) && 'pipe' in body),
});

/**
 * Opens a file that anyone may read. The key is not sent: it is for KIE's API alone. Redirects are
 * followed by hand, since each place they lead to has to be checked.
 */
export async function fetchFile(
	ctx: KieContext,
	url: string,
	rules: FetchRules,
): Promise<FetchedFile> {
	let place = url;
	for (let hop = 0; hop <= MAX_REDIRECTS; hop++) {
		const { statusCode, headers, body } = await open(ctx, checked(place, rules), rules);
		if (statusCode >= 200 && statusCode < 300) {
			const length = typeof headers['content-length'] === 'string' ? headers['content-length'] : '';
			const bytes = /^\d+$/.test(length) ? Number(length) : null;
			const file = new IncomingFile(body, rules);
			if (bytes !== null && bytes > rules.maxBytes) {
				file.discard();
				throw tooLarge(rules.maxBytes);
			}
			return { file, contentType: contentTypeOf(headers['content-type']), length: bytes };
		}
		body.destroy();
		const isRedirect = statusCode >= 300 && statusCode < 400;
		if (!isRedirect || typeof headers.location !== 'string') throw new StatusRefusal(statusCode);
		place = URL.canParse(headers.location, place)
			? new URL(headers.location, place).href
			: headers.location;
	}
	throw new FileRefusal('address', 'it redirects too many times', false);
}

function checked(place: string, { mayBePrivate }: FetchRules): string {
	if (!isWebAddress(place)) {
		throw new FileRefusal('address', 'it does not point to a web address', false);
	}
	if (!mayBePrivate && isPrivateHost(new URL(place).hostname)) {
		throw new FileRefusal('address', 'it points to an address on a local network', false);
	}
	return place;
}

async function open(ctx: KieContext, url: string, { silentMs, time, hosts }: FetchRules) {
	const { host } = new URL(url);
	if (hosts.isSilent(host)) throw silent(silentMs, false);
	const patienceMs = Math.min(silentMs, time.leftMs());
	if (patienceMs <= 0) throw tooSlow();
	const start = Date.now();
	const response = await time.during(async () => await answerWithin(patienceMs, ctx, url));
	if (response === 'late') {
		if (patienceMs < silentMs) throw tooSlow();
		hosts.keptSilent(host, start);
		throw silent(silentMs, !hosts.isSilent(host));
	}
	if (response === null)
		throw new FileRefusal('unreached', 'its server could not be reached', true);
	hosts.answered(host);
	const parsed = responseSchema.safeParse(response);
	if (!parsed.success) throw new FileRefusal('broken', 'its server returned no file', true);
	return parsed.data;
}

/** Null where no answer will come. n8n's own time limit starts anew with every byte. */
async function answerWithin(ms: number, ctx: KieContext, url: string): Promise<unknown> {
	const late = new AbortController();
	const answered = new AbortController();
	const canceled = cancelSignalOf(ctx);
	const options: IHttpRequestOptions = {
		method: 'GET',
		url,
		encoding: 'stream',
		returnFullResponse: true,
		ignoreHttpStatusErrors: true,
		disableFollowRedirect: true,
		abortSignal: canceled ? AbortSignal.any([canceled, late.signal]) : late.signal,
	};
	const timeUp = pause(ms, answered.signal).then(
		() => {
			late.abort();
			return 'late';
		},
		() => null,
	);
	try {
		return await Promise.race([ctx.helpers.httpRequest(options).catch(() => null), timeUp]);
	} finally {
		answered.abort();
	}
}

// 404 too: a file that has just been made may take a moment to be everywhere.
const PASSING = new Set([404, 408, 425, 429]);

export class StatusRefusal extends FileRefusal {
	constructor(readonly status: number) {
		super(
			'status',
			`its server responded with status ${status}`,
			PASSING.has(status) || status >= 500,
		);
	}
}

function contentTypeOf(header: unknown): string | null {
	const type = typeof header === 'string' ? header.split(';')[0]?.trim().toLowerCase() : '';
	return type === undefined || type === '' ? null : type;
}
