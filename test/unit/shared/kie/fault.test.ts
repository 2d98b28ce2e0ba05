import { describe, expect, test } from 'vitest';
import { readEnvelope } from '../../../../nodes/shared/kie/envelope.ts';
import type { Fault } from '../../../../nodes/shared/kie/fault.ts';
import {
	isFinalForAccount,
	isPassing,
	isRateLimit,
	mayHaveBeenBilled,
} from '../../../../nodes/shared/kie/fault.ts';
import { disconnect, refusalIn } from '../../../helpers/faults.ts';

const HTML = '<html><head><title>403 Forbidden</title></head><body>error code: 1010</body></html>';

describe('bodies that KIE did not write', () => {
	test('a 403 page of the CDN passes; a 403 of KIE is final', () => {
		const page = refusalIn(HTML, 403, { 'content-type': 'text/html' });
		expect(page).toMatchObject({ code: 403, msg: null, fromKie: false });
		expect([isPassing(page), isFinalForAccount(page)]).toEqual([true, false]);

		const word = refusalIn({ code: 403, msg: 'Forbidden' }, 403);
		expect([isPassing(word), isFinalForAccount(word)]).toEqual([false, true]);
	});

	test.each([301, 302, 303, 307, 308])('a redirect (%i) is final and unbilled', (status) => {
		const fault = refusalIn('', status, { location: 'https://elsewhere.example' });
		expect([isPassing(fault), mayHaveBeenBilled(fault)]).toEqual([false, false]);
	});

	test('a 429 page of the CDN is a rate limit as well', () => {
		expect(isRateLimit(refusalIn(HTML, 429))).toBe(true);
	});
});

describe('a create that may have been billed', () => {
	test.each<[string, Fault, boolean]>([
		['refused connection', disconnect('ECONNREFUSED', false), false],
		['name not found', disconnect('ENOTFOUND', false), false],
		['reset', disconnect('ECONNRESET', true), true],
		['timeout', disconnect('ETIMEDOUT', true), true],
		['canceled under way', disconnect('ERR_CANCELED', true, true), true],
		['half an answer', refusalIn('{"code":200,"da'), true],
		['an empty 200', refusalIn(''), true],
		['a 502 page', refusalIn(HTML, 502), true],
		['a 524 page', refusalIn(HTML, 524), true],
		['a 403 page', refusalIn(HTML, 403), false],
		['a 404 page', refusalIn(HTML, 404), false],
		['a gateway that writes JSON', refusalIn({ message: 'Endpoint request timed out' }, 504), true],
		['code 502 in the body', refusalIn({ code: 502, msg: 'Bad Gateway' }), true],
		['code 503 in the body', refusalIn({ code: 503, msg: 'Service Unavailable' }), true],
		['code 200 under HTTP 502', refusalIn({ code: 200, data: { taskId: 'a' } }, 502), true],
	])('%s', (_, fault, billed) => {
		expect(mayHaveBeenBilled(fault)).toBe(billed);
	});

	test('a 200 without a code is a success, or else unclear, but never a plain refusal', () => {
		const body = { msg: 'success', data: { taskId: 'a' } };
		const reply = readEnvelope({ status: 200, headers: {}, body });
		expect(reply.ok || mayHaveBeenBilled(reply.fault)).toBe(true);
	});
});

test('a broken connection passes for a reading, a canceled one does not', () => {
	expect(isPassing(disconnect('ECONNRESET', true))).toBe(true);
	expect(isPassing(disconnect('ERR_CANCELED', true, true))).toBe(false);
	expect(isRateLimit(disconnect('ECONNRESET', true))).toBe(false);
});
