import fc from 'fast-check';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { checkSignature } from '../../../../nodes/shared/callback/signature.ts';

// The example of KIE's documents.
const SECRET = 'test-webhook-hmac-key';
const TASK = 'ee9c2715375b7837f8bb51d641ff5863';
const SIGNED_AT = 1_769_670_760;
const SIGNATURE = 'xG6/yOyrMyJtUdc1yjmHpKLHSHF3MpzOPa6uxSj3qb4=';

const headers = (timestamp: unknown = String(SIGNED_AT), signature: unknown = SIGNATURE) => ({
	'x-webhook-timestamp': timestamp,
	'x-webhook-signature': signature,
});
const check = (given: Record<string, unknown>, taskId = TASK, secret = SECRET) =>
	checkSignature(given, taskId, { secret, toleranceSeconds: 300 });

beforeEach(() => {
	vi.useFakeTimers({ now: SIGNED_AT * 1000 });
});
afterEach(() => {
	vi.useRealTimers();
});

test("KIE's own example is good", () => {
	expect(check(headers())).toBe('good');
});

test.each([
	['no headers', {}, 'missing'],
	['no signature', { 'x-webhook-timestamp': String(SIGNED_AT) }, 'missing'],
	['no timestamp', { 'x-webhook-signature': SIGNATURE }, 'missing'],
	['several signatures', headers(undefined, [SIGNATURE]), 'missing'],
	['an empty signature', headers(undefined, ''), 'wrong'],
	['a shorter one', headers(undefined, SIGNATURE.slice(0, -2)), 'wrong'],
	['a longer one', headers(undefined, `${SIGNATURE}=`), 'wrong'],
	[
		'the same bytes, spelled otherwise',
		headers(undefined, SIGNATURE.replaceAll('/', '_')),
		'wrong',
	],
	['another timestamp', headers(String(SIGNED_AT + 1)), 'wrong'],
	['the timestamp with a blank', headers(` ${SIGNED_AT}`), 'wrong'],
])('%s', (_name, given, verdict) => {
	expect(check(given)).toBe(verdict);
});

test('of another task, or by another secret', () => {
	expect(check(headers(), TASK.replace('e', 'f'))).toBe('wrong');
	expect(check(headers(), TASK, 'other')).toBe('wrong');
});

test.each([
	[-301, 'stale'],
	[-300, 'good'],
	[300, 'good'],
	[301, 'stale'],
])('%i s from now: %s', (seconds, verdict) => {
	vi.setSystemTime((SIGNED_AT + seconds) * 1000);
	expect(check(headers())).toBe(verdict);
});

test('nothing but the right signature is good', () => {
	fc.assert(
		fc.property(fc.string(), fc.string(), (timestamp, signature) => {
			return check(headers(timestamp, signature)) === 'wrong';
		}),
	);
});
