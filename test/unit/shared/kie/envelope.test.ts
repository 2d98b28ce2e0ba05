import { describe, expect, test } from 'vitest';
import { readEnvelope } from '../../../../nodes/shared/kie/envelope.ts';
import { isMissingRecord, isPassing } from '../../../../nodes/shared/kie/fault.ts';
import type { Reply } from '../../../../nodes/shared/kie/fault.ts';
import { refusalIn } from '../../../helpers/faults.ts';

const HTML = '<html><head><title>403 Forbidden</title></head><body>error code: 1010</body></html>';

const answer = (body: unknown, status = 200, headers: Record<string, unknown> = {}) =>
	readEnvelope({ status, headers, body });

describe('success', () => {
	test.each<[string, unknown, unknown]>([
		['an object', { code: 200, msg: 'success', data: { taskId: 'a' } }, { taskId: 'a' }],
		['a float', { code: 200, msg: 'success', data: 5916.25 }, 5916.25],
		['null', { code: 200, msg: 'success', data: null }, null],
		['`message` for `msg`', { code: 200, message: 'success', data: 'x' }, 'x'],
		['a code as text', { code: '200', msg: 'success', data: 'x' }, 'x'],
		['a body that is JSON text', '{"code":200,"msg":"success","data":{"a":1}}', { a: 1 }],
	])('gives the data: %s', (_, body, data) => {
		const { beside, ...reply } = answer(body) as Extract<Reply<unknown>, { ok: true }>;
		expect(reply).toEqual({ ok: true, value: data });
	});

	test('HTTP 201 with code 200 is one', () => {
		expect(answer({ code: 200, data: 1 }, 201)).toEqual({ ok: true, value: 1 });
	});

	test('code 200 under an HTTP 5xx is none', () => {
		expect(refusalIn({ code: 200, msg: 'success', data: {} }, 502).code).toBe(502);
	});
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
])('a body that KIE did not write is judged by the HTTP status alone: %s', (_, body, status) => {
	const fault = refusalIn(body, status);
	expect(fault).toMatchObject({ code: status, msg: null, fromKie: false });
	expect(isPassing(fault)).toBe(true);
	expect(isMissingRecord(fault)).toBe(false);
});

describe('what stands beside code and data', () => {
	test.each<[string, unknown, unknown]>([
		['other fields', { code: 200, msg: 'success', data: 1, a: 2 }, { msg: 'success', a: 2 }],
		['none', { code: 200, data: 1 }, undefined],
	])('of a success is kept: %s', (_, body, beside) => {
		const reply = answer(body);
		expect(reply).toMatchObject({ ok: true, value: 1 });
		expect(reply.ok && reply.beside).toEqual(beside);
	});

	test.each<[string, unknown, unknown]>([
		['other fields', { code: 500, data: 1, a: 2 }, { a: 2 }],
		['a body of them alone', { a: 2 }, { a: 2 }],
		['a list', [1], [1]],
		['text that could be an ID', 'task_4o_abc123', 'task_4o_abc123'],
		['a page', HTML, undefined],
		['words', 'Bad gateway 502', undefined],
		['nothing', '', undefined],
		['null', null, undefined],
	])('of a refusal is kept: %s', (_, body, beside) => {
		expect(refusalIn(body).beside).toEqual(beside);
	});
});

test.each<[string, unknown]>([
	['{"a":9007199254740991}', { a: 9007199254740991 }],
	['{"a":9007199254740993}', { a: '9007199254740993' }],
	['{"a" : 90071992547409931234 , "b":1}', { a: '90071992547409931234', b: 1 }],
	['{"a":{"b":9007199254740993}}', { a: { b: '9007199254740993' } }],
	['{"a":9007199254740993.5}', { a: 9007199254740993.5 }],
	['{"a":"\\":9007199254740993,"}', { a: '":9007199254740993,' }],
	['{"a":-9007199254740993}', { a: -9007199254740993 }],
])('a whole number that would be rounded comes as text: %s', (data, value) => {
	expect(answer(`{"code":200,"data":${data}}`)).toEqual({ ok: true, value });
});

describe('a code that is none', () => {
	test.each([null, '', 'oops', true])('%j leaves the word to the HTTP status', (code) => {
		expect(refusalIn({ code, msg: 'KIE’s words' }, 503).code).toBe(503);
	});
});

describe('Retry-After', () => {
	const asked = (value: unknown) =>
		refusalIn({ code: 429, msg: 'x' }, 200, { 'retry-after': value }).retryAfterMs;

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
		expect(refusalIn(HTML, 503, { 'retry-after': '4' }).retryAfterMs).toBe(4000);
	});
});
