import { describe, expect, test } from 'vitest';
import type { Fault, Refusal } from '../../../../nodes/shared/kie/fault.ts';
import { readEnvelope } from '../../../../nodes/shared/kie/envelope.ts';
import {
	isFinalForAccount,
	isMissingRecord,
	isPassing,
	isRateLimit,
	mayHaveBeenBilled,
} from '../../../../nodes/shared/kie/fault.ts';

const HTML = '<html><head><title>403 Forbidden</title></head><body>error code: 1010</body></html>';

const answer = (body: unknown, status = 200, headers: Record<string, unknown> = {}) =>
	readEnvelope({ status, headers, body });

function refusalOf(body: unknown, status = 200, headers: Record<string, unknown> = {}): Refusal {
	const reply = answer(body, status, headers);
	if (reply.ok || reply.fault.kind !== 'refusal') throw new Error('KIE was taken to say yes');
	return reply.fault;
}

const disconnect = (code: string, mayHaveArrived: boolean, cancelled = false): Fault => ({
	kind: 'disconnect',
	code,
	mayHaveArrived,
	cancelled,
});

describe('success', () => {
	test.each<[string, unknown, unknown]>([
		['an object', { code: 200, msg: 'success', data: { taskId: 'a' } }, { taskId: 'a' }],
		['a float', { code: 200, msg: 'success', data: 5916.25 }, 5916.25],
		['null', { code: 200, msg: 'success', data: null }, null],
		['`message` for `msg`', { code: 200, message: 'success', data: 'x' }, 'x'],
		['a code as text', { code: '200', msg: 'success', data: 'x' }, 'x'],
		['a body that is JSON text', '{"code":200,"msg":"success","data":{"a":1}}', { a: 1 }],
	])('gives the data: %s', (_, body, data) => {
		expect(answer(body)).toEqual({ ok: true, value: data });
	});

	test('HTTP 201 with code 200 is one', () => {
		expect(answer({ code: 200, data: 1 }, 201)).toEqual({ ok: true, value: 1 });
	});

	test('code 200 under an HTTP 5xx is none', () => {
		expect(refusalOf({ code: 200, msg: 'success', data: {} }, 502).code).toBe(502);
	});
});

interface Kinds {
	passing?: true;
	finalForAccount?: true;
	missing?: true;
	limit?: true;
	billed?: true;
}

// Whether the code comes with HTTP 200 or as the HTTP status.
const codes: Array<[number, Kinds]> = [
	[400, {}],
	[401, { finalForAccount: true }],
	[402, { finalForAccount: true }],
	[403, { finalForAccount: true }],
	[404, { missing: true }],
	[408, { passing: true, billed: true }],
	[422, { missing: true }],
	[429, { passing: true, limit: true }],
	[433, { finalForAccount: true }],
	[451, {}],
	[455, { passing: true }],
	[500, { passing: true, billed: true }],
	[501, { passing: true, billed: true }],
	[505, {}],
	[550, { passing: true }],
];

describe.each(codes)('code %i', (code, kinds) => {
	test.each([
		['in the body of HTTP 200', { code, msg: 'KIE’s words', data: null }, 200],
		['as text in the body', { code: String(code), msg: 'KIE’s words' }, 200],
		['in body and HTTP status alike', { code, msg: 'KIE’s words' }, code],
		['with `message`', { code, message: 'KIE’s words' }, 200],
		['as the HTTP status alone, with `msg`', { msg: 'KIE’s words' }, code],
		['in a body under another HTTP status', { code, msg: 'KIE’s words' }, 400],
	])('%s', (_, body, status) => {
		const fault = refusalOf(body, status);
		expect(fault).toMatchObject({ code, msg: 'KIE’s words', fromKie: true });
		expect({
			passing: isPassing(fault),
			finalForAccount: isFinalForAccount(fault),
			missing: isMissingRecord(fault),
			limit: isRateLimit(fault),
			billed: mayHaveBeenBilled(fault),
		}).toEqual({
			passing: false,
			finalForAccount: false,
			missing: false,
			limit: false,
			billed: false,
			...kinds,
		});
	});
});

describe('bodies that KIE did not write', () => {
	test('a 403 page of the CDN passes; a 403 of KIE is final', () => {
		const page = refusalOf(HTML, 403, { 'content-type': 'text/html' });
		expect(page).toMatchObject({ code: 403, msg: null, fromKie: false });
		expect([isPassing(page), isFinalForAccount(page)]).toEqual([true, false]);

		const word = refusalOf({ code: 403, msg: 'Forbidden' }, 403);
		expect([isPassing(word), isFinalForAccount(word)]).toEqual([false, true]);
	});

	test.each<[string, unknown, number]>([
		['HTML', HTML, 502],
		['plain text', 'error code: 1010', 403],
		['JSON that breaks off', '{"code":200,"msg":"success","data":{"taskI', 200],
		['nothing', '', 200],
		['undefined', undefined, 503],
		['null', null, 200],
		['a list', [{ code: 200 }], 200],
		['a bare number', '200', 200],
		['an object without a word', {}, 200],
	])('%s is judged by the HTTP status alone', (_, body, status) => {
		const fault = refusalOf(body, status);
		expect(fault).toMatchObject({ code: status, msg: null, fromKie: false });
		expect(isPassing(fault)).toBe(true);
		expect(isMissingRecord(fault)).toBe(false);
	});

	test.each([301, 302, 303, 307, 308])('a redirect (%i) is final and unbilled', (status) => {
		const fault = refusalOf('', status, { location: 'https://elsewhere.example' });
		expect([isPassing(fault), mayHaveBeenBilled(fault)]).toEqual([false, false]);
	});

	test('a 429 page of the CDN is a rate limit as well', () => {
		expect(isRateLimit(refusalOf(HTML, 429))).toBe(true);
	});
});

describe('a code that is none', () => {
	test.each([null, '', 'oops', true])('%j leaves the word to the HTTP status', (code) => {
		expect(refusalOf({ code, msg: 'KIE’s words' }, 503).code).toBe(503);
	});
});

describe('Retry-After', () => {
	const asked = (value: unknown) =>
		refusalOf({ code: 429, msg: 'x' }, 200, { 'retry-after': value }).retryAfterMs;

	test.each<[unknown, number | null]>([
		['7', 7000],
		[7, 7000],
		['1.5', 1500],
		['0', 0],
		['-3', 0],
		['', null],
		['soon', null],
		[undefined, null],
		['Wed, 21 Oct 2015 07:28:00 GMT', 0],
	])('%j', (value, ms) => {
		expect(asked(value)).toBe(ms);
	});

	test('a date to come', () => {
		const ms = asked(new Date(Date.now() + 30_000).toUTCString()) ?? 0;
		expect(ms).toBeGreaterThan(28_000);
		expect(ms).toBeLessThanOrEqual(30_000);
	});

	test('is read from a page of the CDN too', () => {
		expect(refusalOf(HTML, 503, { 'retry-after': '4' }).retryAfterMs).toBe(4000);
	});
});

describe('a create that may have been billed', () => {
	test.each<[string, Fault, boolean]>([
		['refused connection', disconnect('ECONNREFUSED', false), false],
		['name not found', disconnect('ENOTFOUND', false), false],
		['reset', disconnect('ECONNRESET', true), true],
		['timeout', disconnect('ETIMEDOUT', true), true],
		['cancelled under way', disconnect('ERR_CANCELED', true, true), true],
		['half an answer', refusalOf('{"code":200,"da'), true],
		['an empty 200', refusalOf(''), true],
		['a 502 page', refusalOf(HTML, 502), true],
		['a 524 page', refusalOf(HTML, 524), true],
		['a 403 page', refusalOf(HTML, 403), false],
		['a 404 page', refusalOf(HTML, 404), false],
		['a gateway that writes JSON', refusalOf({ message: 'Endpoint request timed out' }, 504), true],
		['code 502 in the body', refusalOf({ code: 502, msg: 'Bad Gateway' }), true],
		['code 503 in the body', refusalOf({ code: 503, msg: 'Service Unavailable' }), true],
		['code 200 under HTTP 502', refusalOf({ code: 200, data: { taskId: 'a' } }, 502), true],
	])('%s', (_, fault, billed) => {
		expect(mayHaveBeenBilled(fault)).toBe(billed);
	});

	test('a 200 without a code is a success, or else unclear, but never a plain refusal', () => {
		const reply = answer({ msg: 'success', data: { taskId: 'a' } });
		expect(reply.ok || mayHaveBeenBilled(reply.fault)).toBe(true);
	});
});

test('a broken connection passes for a reading, a cancelled one does not', () => {
	expect(isPassing(disconnect('ECONNRESET', true))).toBe(true);
	expect(isPassing(disconnect('ERR_CANCELED', true, true))).toBe(false);
	expect(isRateLimit(disconnect('ECONNRESET', true))).toBe(false);
});
