import type { IHttpRequestOptions } from 'n8n-workflow';
import { z } from 'zod';
import { anything } from './anything';
import type { KieContext } from './context';
import type { Disconnect, HttpAnswer, Reply } from './envelope';
import { readEnvelope } from './envelope';
import { inputFailure, KieFailure } from './failure';
import { changed } from './json';
import { isPrivateHost } from './privateHost';
import { isRecord } from './task';

export const CREDENTIAL_TYPE = 'kieImageApi';

// n8n's helper waits for ever unless told otherwise.
const READ_TIMEOUT_MS = 30_000;
const CREATE_TIMEOUT_MS = 60_000;
const UPLOAD_TIMEOUT_MS = 120_000;

/** The only way to KIE: every request carries the key, and none follows a redirect with it. */
export interface Transport {
	get(path: string, query?: Record<string, string>, timeoutMs?: number): Promise<Reply<unknown>>;
	post(path: string, body: Record<string, unknown>): Promise<Reply<unknown>>;
	/** To KIE's other host, which takes files. */
	upload(path: string, body: Record<string, unknown> | FormData): Promise<Reply<unknown>>;
	/** KIE is on this machine or network, as a test server is. */
	isPrivate: boolean;
}

const answerSchema = z.object({
	statusCode: z.number(),
	headers: z.custom<Record<string, unknown>>(isRecord).catch({}),
	body: anything,
});

/** Whether KIE is on this machine or network, as a test server is. */
export function isPrivateKie(baseUrl: unknown): boolean {
	return isPrivateHost(new URL(readBaseUrl(baseUrl, 'Base URL')).hostname);
}

export async function connect(ctx: KieContext): Promise<Transport> {
	const credentials = await ctx.getCredentials(CREDENTIAL_TYPE);
	const baseUrl = readBaseUrl(credentials.baseUrl, 'Base URL');
	if (typeof credentials.apiKey !== 'string' || credentials.apiKey.trim() === '') {
		throw new KieFailure(
			inputFailure(
				"'API Key' in the KIE API credential is empty",
				'Copy a key from https://kie.ai/api-key into the credential.',
			),
		);
	}

	const apiKey = credentials.apiKey;
	const send = async (options: IHttpRequestOptions, base = baseUrl) =>
		withoutKey(
			await request(ctx, { ...options, url: `${base}${options.url}`, json: true }),
			apiKey,
		);
	return {
		isPrivate: isPrivateKie(baseUrl),
		get: async (url, qs = {}, timeout = READ_TIMEOUT_MS) =>
			await send({ method: 'GET', url, qs, timeout: Math.min(timeout, READ_TIMEOUT_MS) }),
		post: async (url, body) =>
			await send({ method: 'POST', url, body, timeout: CREATE_TIMEOUT_MS }),
		upload: async (url, body) => {
			const base = readBaseUrl(credentials.uploadBaseUrl, 'Upload Base URL');
			return await send({ method: 'POST', url, body, timeout: UPLOAD_TIMEOUT_MS }, base);
		},
	};
}

/** What KIE says reaches the user as it is, except a key that it repeats. */
function withoutKey(reply: Reply<unknown>, apiKey: string): Reply<unknown> {
	return changed(reply, { text: (text) => text.replaceAll(apiKey, '[API key]') });
}

/** A base URL of the credential, without the slash at its end. */
function readBaseUrl(value: unknown, label: string): string {
	const text = typeof value === 'string' ? value.trim().replace(/\/+$/, '') : '';
	if (/^https?:\/\/[^\s/?#]+/i.test(text) && URL.canParse(text)) return text;
	throw new KieFailure(
		inputFailure(
			text === ''
				? `'${label}' in the KIE API credential is empty`
				: `'${label}' in the KIE API credential is not a web address`,
			`Open the credential and set '${label}' to an address that starts with https://. KIE's own is the default of the field.`,
		),
	);
}

async function request(ctx: KieContext, options: IHttpRequestOptions): Promise<Reply<unknown>> {
	let answer: HttpAnswer;
	try {
		const response: unknown = await ctx.helpers.httpRequestWithAuthentication.call(
			ctx,
			CREDENTIAL_TYPE,
			{
				...options,
				// Statuses are judged here, together with the code in the body.
				ignoreHttpStatusErrors: true,
				returnFullResponse: true,
				// n8n's helper would take the key along to another host.
				disableFollowRedirect: true,
			},
		);
		const { statusCode, headers, body } = answerSchema.parse(response);
		answer = { status: statusCode, headers, body };
	} catch (cause) {
		return { ok: false, fault: readDisconnect(cause) };
	}
	return readEnvelope(answer);
}

// With these the connection was never made, so nothing arrived.
const NEVER_CONNECTED =
	/^(ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|ENETDOWN|ERR_INVALID_URL|CERT_.*|.*SELF_SIGNED_CERT.*|UNABLE_TO_.*|ERR_TLS_CERT_.*)$/;

const causeSchema: z.ZodType<{ code?: unknown; httpCode?: unknown; cause?: unknown }> = z
	.object({ code: anything, httpCode: anything, cause: anything })
	.partial();

const isCode = (value: unknown): value is string =>
	typeof value === 'string' && /^[A-Z][A-Z0-9_]+$/.test(value);

/** Keeps nothing of what was thrown but its code: the rest holds the request, and so the key. */
function readDisconnect(thrown: unknown): Disconnect {
	let code = 'no answer';
	let current: unknown = thrown;
	for (let depth = 0; depth < 5; depth++) {
		const parsed = causeSchema.safeParse(current);
		if (!parsed.success) break;
		// The error of n8n 1 drops its cause and has the code under this name alone.
		const found = [parsed.data.code, parsed.data.httpCode].find(isCode);
		if (found !== undefined) {
			code = found;
			break;
		}
		current = parsed.data.cause;
	}
	return {
		kind: 'disconnect',
		code,
		mayHaveArrived: !NEVER_CONNECTED.test(code),
		cancelled: code === 'ERR_CANCELED',
	};
}
