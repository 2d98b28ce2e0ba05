import { describe, expect, test } from 'vitest';
import { KieImageApi } from '../../../../credentials/KieImageApi.credentials.ts';
import { failureOf } from '../../../../nodes/shared/kie/advice.ts';
import { CODES } from '../../../../nodes/shared/kie/codes.ts';
import {
	isFinalForAccount,
	isMissingRecord,
	isPassing,
	isRateLimit,
	mayHaveBeenBilled,
} from '../../../../nodes/shared/kie/fault.ts';
import { refusalFault, refusalIn } from '../../../helpers/faults.ts';
import { expectPlainWords } from '../../../helpers/plainWords.ts';

interface Meaning {
	/** The same request may work later. */
	passing?: true;
	finalForAccount?: true;
	missing?: true;
	limit?: true;
	billed?: true;
}

// One row a code: what it means, and what its description must name.
const rows: Array<[code: number, meaning: Meaning, names: RegExp]> = [
	[400, {}, /'Prompt'/],
	[401, { finalForAccount: true }, /kie\.ai\/api-key/],
	[402, { finalForAccount: true }, /kie\.ai\/billing/],
	[403, { finalForAccount: true }, /kie\.ai\/api-key/],
	[404, { missing: true }, /'Base URL'/],
	[408, { passing: true, billed: true }, /Retry On Fail/],
	[422, { missing: true }, /value/],
	[425, { passing: true }, /kie\.ai\/logs/],
	[429, { passing: true, limit: true }, /'Items per Batch'.*'Batch Interval \(Ms\)'/],
	[433, { finalForAccount: true }, /limit/],
	[451, {}, /login/],
	[455, { passing: true }, /few minutes/],
	[500, { passing: true, billed: true }, /few minutes/],
	[501, { passing: true, billed: true }, /'Prompt'/],
	[505, {}, /another model/],
	[550, { passing: true }, /few minutes/],
];

describe.each(rows)('code %i', (code, meaning, names) => {
	test.each([
		['in the body of HTTP 200', { code, msg: 'KIE’s words', data: null }, 200],
		['as text in the body', { code: String(code), msg: 'KIE’s words' }, 200],
		['in body and HTTP status alike', { code, msg: 'KIE’s words' }, code],
		['with `message`', { code, message: 'KIE’s words' }, 200],
		['as the HTTP status alone, with `msg`', { msg: 'KIE’s words' }, code],
		['in a body under another HTTP status', { code, msg: 'KIE’s words' }, 400],
	])('means the same %s', (_, body, status) => {
		const fault = refusalIn(body, status);
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
			...meaning,
		});
	});

	test('in plain words', () => {
		const failure = failureOf(refusalFault(code, 'KIE’s own words'));
		expectPlainWords(failure, 'KIE’s own words');
		expect(failure).toMatchObject({
			retryable: meaning.passing ?? false,
			errorCode: code,
			errorMessage: 'KIE’s own words',
		});
		expect(failure.description).toMatch(names);
	});
});

test('each has a row here, and a message of its own', () => {
	expect(Object.keys(CODES).map(Number)).toEqual(rows.map(([code]) => code));
	const messages = rows.map(([code]) => failureOf(refusalFault(code)).message);
	expect(new Set(messages).size).toBe(rows.length);
});

test('the test of the credential turns each down, or would take the key for good', () => {
	const { rules = [] } = new KieImageApi().test;
	const turnedDown = rules.map(({ properties }) => 'value' in properties && properties.value);
	// A key without credits is a good one; 425 is of HTTP, and stands in no body.
	const unheard = [402, 425];
	expect(rows.map(([code]) => code).filter((code) => !turnedDown.includes(code))).toEqual(unheard);
});

describe('one that nobody knows', () => {
	test('still leads somewhere', () => {
		const failure = failureOf(refusalFault(418, 'I am a teapot'));
		expectPlainWords(failure, 'I am a teapot');
		expect(failure.description).toContain('kie.ai/logs');
	});

	test.each([
		[418, false],
		[599, true],
	])('passes, and may have been billed, where a server is in trouble: %i', (code, is) => {
		const fault = refusalFault(code);
		expect([isPassing(fault), mayHaveBeenBilled(fault)]).toEqual([is, is]);
	});
});
