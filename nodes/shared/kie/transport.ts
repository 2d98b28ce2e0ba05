import { createHash } from 'crypto';
import type {
	IAdditionalCredentialOptions,
	ICredentialDataDecryptedObject,
	IHttpRequestOptions,
} from 'n8n-workflow';
import { z } from 'zod';
import type { AskingContext } from '../context';
import { cancelSignalOf, isExecution } from '../context';
import { isPrivateHost } from '../privateHost';
import { anything } from '../schemas';
import { TimeLimits } from '../timeLimits';
import { readBody } from './answerBody';
import { withoutCalls } from './callSecret';
import { endedDisconnect, readDisconnect } from './disconnect';
import { readEnvelope } from './envelope';
import { inputFailure, KieFailure } from './failure';
import type { Reply } from './fault';
import { changed, isRecord } from './json';

export const CREDENTIAL_TYPE = 'kieImageApi';

// How long a request may take in all: n8n's helper ends only a connection that is idle.
const READ_LIMIT_MS = 30_000;
const CREATE_LIMIT_MS = 60_000;
const MAX_IDLE_MS = 120_000;

/** The only way to KIE: every request carries the key, and none follows a redirect with it. */
export interface Transport {
	get(path: string, query?: Record<string, string>, limitMs?: number): Promise<Reply<unknown>>;
	post(path: string, body: Record<string, unknown>): Promise<Reply<unknown>>;
	/** To KIE's other host, which takes files. */
	upload(
		path: string,
		body: Record<string, unknown> | FormData,
		limitMs: number,
	): Promise<Reply<unknown>>;
	/** KIE is on this machine or network, as a test server is. */
	isPrivate: boolean;
	/** Tells accounts apart; nobody can read the key from it. */
	account: string;
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

export async function connect(ctx: AskingContext): Promise<Transport> {
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
	const known = isExecution(ctx) ? undefined : asDecrypted(credentials);
	const limits = new TimeLimits(cancelSignalOf(ctx));
	const send = async (
		options: IHttpRequestOptions,
		limitMs: number,
		base = baseUrl,
	): Promise<Reply<unknown>> => {
		const timeout = Math.min(limitMs, MAX_IDLE_MS);
		const request = { ...options, url: `${base}${options.url}`, json: true, timeout };
		const reply = await limits.within(
			limitMs,
			async (signal) => await exchange(ctx, request, signal, known),
		);
		return typeof reply === 'string'
			? { ok: false, fault: endedDisconnect(reply) }
			: withoutKey(reply, apiKey);
	};
	return {
		isPrivate: isPrivateKie(baseUrl),
		account: createHash('sha256')
			.update(JSON.stringify([baseUrl, apiKey]))
			.digest('hex'),
		get: async (url, qs = {}, limitMs = READ_LIMIT_MS) =>
			await send({ method: 'GET', url, qs }, Math.min(limitMs, READ_LIMIT_MS)),
		post: async (url, body) => await send({ method: 'POST', url, body }, CREATE_LIMIT_MS),
		upload: async (url, body, limitMs) => {
			const base = readBaseUrl(credentials.uploadBaseUrl, 'Upload Base URL');
			return await send({ method: 'POST', url, body }, limitMs, base);
		},
	};
}

/** What KIE says reaches the user as it is, except what it repeats of what nobody may have. */
function withoutKey(reply: Reply<unknown>, apiKey: string): Reply<unknown> {
	const hidden = (text: string) => withoutCalls(text.replaceAll(apiKey, '[API key]'));
	return changed(reply, { text: hidden, name: hidden });
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
			`Open the credential and set '${label}' to an address that starts with https://. The default value of the field is KIE's address.`,
		),
	);
}

async function exchange(
	ctx: AskingContext,
	options: IHttpRequestOptions,
	signal: AbortSignal,
	known: IAdditionalCredentialOptions | undefined,
): Promise<Reply<unknown>> {
	let response: unknown;
	try {
		response = await ctx.helpers.httpRequestWithAuthentication.call(
			endedBy(signal, ctx),
			CREDENTIAL_TYPE,
			{
				...options,
				abortSignal: signal,
				// As a stream, since n8n itself reads an answer however long it is.
				encoding: 'stream',
				// Statuses are judged here, together with the code in the body.
				ignoreHttpStatusErrors: true,
				returnFullResponse: true,
				// n8n's helper would take the key along to another host.
				disableFollowRedirect: true,
			},
			known,
		);
	} catch (cause) {
		return { ok: false, fault: readDisconnect(cause) };
	}
	try {
		const { statusCode, headers, body } = answerSchema.parse(response);
		return readEnvelope({ status: statusCode, headers, body: await readBody(body, signal) });
	} catch (cause) {
		return { ok: false, fault: { ...readDisconnect(cause), mayHaveArrived: true } };
	}
}

// For a webhook n8n makes a whole engine for expressions whenever it reads a credential, so it is read
// once. An execution may wait for long, and meanwhile the key may be changed.
const asDecrypted = (data: ICredentialDataDecryptedObject): IAdditionalCredentialOptions => ({
	credentialsDecrypted: { id: '', name: '', type: CREDENTIAL_TYPE, data },
});

/** n8n's helper takes the signal of the execution, whatever the options say: so it is given another. */
function endedBy(signal: AbortSignal, ctx: AskingContext): AskingContext {
	return Object.create(ctx, { getExecutionCancelSignal: { value: () => signal } }) as AskingContext;
}
