import { Readable } from 'node:stream';
import type { IExecuteFunctions, IHttpRequestOptions } from 'n8n-workflow';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { connect } from '../../../../nodes/shared/kie/transport.ts';

beforeEach(() => {
	vi.useFakeTimers();
});
afterEach(() => {
	vi.useRealTimers();
});

type Request = (this: IExecuteFunctions, options: IHttpRequestOptions) => Promise<unknown>;

/** KIE behind a helper of n8n's that does so; an execution that `cancel` cancels. */
async function behind(request: Request, cancel = new AbortController().signal) {
	return await connect({
		getCredentials: async () => await Promise.resolve({ apiKey: 'key', baseUrl: 'https://kie' }),
		getExecutionCancelSignal: () => cancel,
		helpers: {
			async httpRequestWithAuthentication(
				this: IExecuteFunctions,
				_type: string,
				options: IHttpRequestOptions,
			) {
				return await request.call(this, options);
			},
		},
	} as unknown as IExecuteFunctions);
}

const never: Request = async () => await new Promise(() => {});

describe('what broke before a create could leave was not billed', () => {
	const broken = (code: string) =>
		new Error('n8n', { cause: Object.assign(new Error(), { code }) });

	test.each([
		...['ECONNREFUSED', 'ENOTFOUND', 'EHOSTUNREACH', 'ERR_INVALID_URL', 'ERR_INVALID_CHAR'],
		...['EPROTO', 'ERR_SSL_WRONG_VERSION_NUMBER', 'ERR_SSL_SSLV3_ALERT_HANDSHAKE_FAILURE'],
		...['ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION', 'ERR_SSL_NO_PROTOCOLS_AVAILABLE'],
		...['CERT_HAS_EXPIRED', 'DEPTH_ZERO_SELF_SIGNED_CERT', 'ERR_TLS_CERT_ALTNAME_INVALID'],
	])('%s', async (code) => {
		const kie = await behind(async () => await Promise.reject(broken(code)));

		expect(await kie.post('/create', {})).toMatchObject({ fault: { code, mayHaveArrived: false } });
	});

	test.each([
		...['ECONNRESET', 'ETIMEDOUT', 'ECONNABORTED', 'EPIPE', 'ERR_BAD_RESPONSE', 'HPE_INVALID'],
		// Of TLS too, but within a connection that stood.
		...['ERR_SSL_DECRYPTION_FAILED_OR_BAD_RECORD_MAC', 'ERR_SSL_SSLV3_ALERT_BAD_RECORD_MAC'],
		...['ERR_SSL_UNEXPECTED_EOF_WHILE_READING', 'ERR_SSL_TLSV1_ALERT_INTERNAL_ERROR'],
	])('but not %s', async (code) => {
		const kie = await behind(async () => await Promise.reject(broken(code)));

		expect(await kie.post('/create', {})).toMatchObject({ fault: { code, mayHaveArrived: true } });
	});

	test('nor anything once the answer has begun', async () => {
		const body = new Readable({ read() {} });
		const kie = await behind(async () => {
			body.destroy(Object.assign(new Error(), { code: 'EPROTO' }));
			return await Promise.resolve({ statusCode: 200, headers: {}, body });
		});

		expect(await kie.post('/create', {})).toMatchObject({ fault: { mayHaveArrived: true } });
	});
});

describe('ends by its time, whatever n8n does with the signal', () => {
	test.each([
		['a read', 30, async () => await (await behind(never)).get('/read')],
		['a read with less time', 5, async () => await (await behind(never)).get('/read', {}, 5_000)],
		['a read with more time', 30, async () => await (await behind(never)).get('/read', {}, 90_000)],
		['a create', 60, async () => await (await behind(never)).post('/create', {})],
	])('%s', async (_name, seconds, send) => {
		let reply: unknown;
		void send().then((given) => (reply = given));

		await vi.advanceTimersByTimeAsync(seconds * 1_000 - 100);
		expect(reply).toBeUndefined();
		await vi.advanceTimersByTimeAsync(1_100);
		expect(reply).toEqual({
			ok: false,
			fault: { kind: 'disconnect', code: 'ETIMEDOUT', mayHaveArrived: true, canceled: false },
		});
	});

	test('an answer that comes after that is thrown away', async () => {
		const body = new Readable({ read() {} });
		const kie = await behind(async () => {
			await new Promise((resolve) => setTimeout(resolve, 40_000));
			return { statusCode: 200, headers: {}, body };
		});
		void kie.get('/read');

		await vi.advanceTimersByTimeAsync(41_000);

		expect(body.destroyed).toBe(true);
	});

	test('no timer is left when nothing is under way', async () => {
		const body = { code: 200, data: {} };
		const answer = { statusCode: 200, headers: {}, body };
		const kie = await behind(async () => await Promise.resolve(answer));

		for (let nth = 0; nth < 100; nth++) expect(await kie.get('/read')).toMatchObject({ ok: true });

		expect(vi.getTimerCount()).toBe(1);
		await vi.advanceTimersByTimeAsync(1_000);
		expect(vi.getTimerCount()).toBe(0);
	});
});

test('ends when the execution is canceled, and tells n8n so by a signal of its own', async () => {
	const cancel = new AbortController();
	const signals: Array<AbortSignal | undefined> = [];
	const kie = await behind(async function (options) {
		signals.push(this.getExecutionCancelSignal(), options.abortSignal as AbortSignal);
		return await new Promise(() => {});
	}, cancel.signal);
	const reply = kie.get('/read');
	await vi.advanceTimersByTimeAsync(10);
	expect(signals.map((signal) => signal?.aborted)).toEqual([false, false]);

	cancel.abort();

	expect(await reply).toMatchObject({ fault: { code: 'ERR_CANCELED', canceled: true } });
	expect(signals.map((signal) => signal?.aborted)).toEqual([true, true]);
	expect(await kie.get('/read')).toMatchObject({ fault: { canceled: true } });
	expect(signals).toHaveLength(2);
});
