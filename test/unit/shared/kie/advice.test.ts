import { describe, expect, test } from 'vitest';
import { createFailureOf, failureOf, taskFailureOf } from '../../../../nodes/shared/kie/advice.ts';
import { gpt4oImage } from '../../../../nodes/shared/kie/apis/gpt4oImage.ts';
import type { Fault } from '../../../../nodes/shared/kie/fault.ts';
import { disconnect, refusalFault as refusal } from '../../../helpers/faults.ts';
import { expectPlainWords } from '../../../helpers/plainWords.ts';

// [code, text, what the message must say, retryable]
const TEXTS: Array<[number, string, RegExp, boolean]> = [
	[400, 'Your content was flagged by OpenAI as violating content policies', /content/, false],
	[400, 'The image content in filesUrl violates content policy', /input image.*content/, false],
	[400, 'Image size exceeds maximum of 26214400 bytes', /too large/, false],
	[
		400,
		"We couldn't process the provided image file (code=invalid_image_format)",
		/could not read/,
		false,
	],
	[
		400,
		'Failed to fetch the image. Kindly verify any access limits set by you or your service provider',
		/could not download/,
		false,
	],
	[500, 'Your input was rejected. Please try again or with a different input.', /content/, false],
	[500, 'Your prompt was caught by our AI moderator. Please adjust it', /content/, false],
	[500, 'resolution is not within the range of allowed options', /did not accept a value/, false],
	[451, 'Unable to download image from the provided filesUrl', /could not download/, false],
	[500, 'Failed to get user token', /could not start/, true],
	[500, 'Please try again later', /try again later/, true],
	[500, 'Failed to generate image', /could not make/, true],
	[500, 'GPT 4O failed to edit the picture', /could not edit/, true],
	[422, 'The record does not exist', /has no such task/, false],
	[422, 'recordInfo is null', /has no such task/, false],
	[422, 'record is null', /has no such task/, false],
	[422, 'Temporarily supports records within 14 days', /no longer has/, false],
	[422, 'record result data is blank', /no image/, false],
	[422, 'record result data not exist', /no image/, false],
	[422, 'record result data is empty', /no image/, false],
	[422, 'record status is not success', /no finished image yet/, true],
	[422, 'url is wrong', /does not recognize this image URL/, false],
	[422, 'The request parameters failed validation checks', /did not accept a value/, false],
];

describe('texts', () => {
	test.each(TEXTS)('%i %s', (code, msg, says, retryable) => {
		for (const failure of [
			failureOf(refusal(code, msg)),
			taskFailureOf({ taskId: 'a', errorCode: code, errorMessage: msg }),
			// KIE's task records often lack the code.
			...(code === 422 ? [] : [taskFailureOf({ taskId: 'a', errorCode: null, errorMessage: msg })]),
		]) {
			expectPlainWords(failure, msg);
			expect(failure.message).toMatch(says);
			expect(failure).toMatchObject({ retryable, errorMessage: msg });
		}
	});

	test.each([401, 402, 403, 429, 433])('code %i rules whatever the text says', (code) => {
		const said = failureOf(refusal(code, 'Please try again later, content policy'));
		expect(said.message).toBe(failureOf(refusal(code)).message);
	});

	test('a value named after safety is a value, not a matter of content', () => {
		const said = failureOf(refusal(422, 'safetyTolerance must be between 0 and 6'));
		expect(said.message).toBe(failureOf(refusal(422)).message);
	});
});

test('without words from KIE nothing is quoted', () => {
	expect(failureOf(refusal(500)).description).not.toMatch(/[“”]/);
});

describe('tasks', () => {
	test.each([
		{ errorCode: null, errorMessage: 'Internal Error' },
		{ errorCode: 500, errorMessage: 'internal error' },
		{ errorCode: null, errorMessage: null },
	])('$errorCode $errorMessage hints at the content policy', (task) => {
		const failure = taskFailureOf({ taskId: 'a', ...task });
		expectPlainWords(failure, task.errorMessage);
		expect(failure.description).toContain('content policy');
		expect(failure).toMatchObject({ cause: 'task', task: { taskId: 'a' }, retryable: false });
	});

	test('one that KIE calls done but gives no image for is not made and paid for again', async () => {
		const value = { successFlag: 1, status: 'SUCCESS', response: { resultUrls: [] } };
		const get = async () => ({ ok: true as const, value });
		const reply = await gpt4oImage.read(
			{ get, post: get, upload: get, isPrivate: false, account: 'none' },
			'a',
		);
		if (!reply.ok || reply.value === null) throw new Error('no task was read');
		const failure = taskFailureOf(reply.value);
		expectPlainWords(failure);
		expect(failure.description).not.toContain('KIE says');
		// Retry On Fail submits anew what failed as retryable.
		expect(failure.retryable).toBe(false);
	});
});

describe('no answer of KIE', () => {
	test.each<[string, Fault, RegExp, boolean]>([
		['a gateway', refusal(502, null, false), /HTTP status 502/, true],
		['a CDN that says 403', refusal(403, null, false), /HTTP status 403/, true],
		['a redirect', refusal(302, null, false), /'Base URL'/, false],
		['nobody there', disconnect('ECONNREFUSED', false), /ECONNREFUSED/, true],
		['a reset', disconnect('ECONNRESET', true), /ECONNRESET/, true],
	])('%s', (_, fault, names, retryable) => {
		const failure = failureOf(fault);
		expectPlainWords(failure);
		expect(failure.description).toMatch(names);
		expect(failure.retryable).toBe(retryable);
	});
});

describe('a create', () => {
	test.each<[string, Fault]>([
		['code 408', refusal(408, 'Timeout')],
		['code 500', refusal(500, 'Please try again later')],
		['code 501', refusal(501, 'Failed')],
		['a lost answer', refusal(200, null, false)],
		['a gateway that lost it', refusal(504, null, false)],
		['a reset', disconnect('ECONNRESET', true)],
		['a timeout', disconnect('ECONNABORTED', true)],
		['a cancel', disconnect('ERR_CANCELED', true, true)],
	])('that may have been billed says so: %s', (_, fault) => {
		const failure = createFailureOf(fault);
		expectPlainWords(failure, fault.kind === 'refusal' ? fault.msg : null);
		expect(failure).toMatchObject({ cause: 'unclear', retryable: false });
		expect(failure.message).toContain('may have been billed');
		expect(failure.description).toMatch(/kie\.ai\/logs.*'Get Status'/);
		// One advice: to look first, and to send it again only if it is not there.
		const own = failure.description.replace(/ KIE says: .*$/, '');
		expect(own.match(/again|in a few minutes/g)).toEqual(['again', 'again']);
		expect(own).toMatch(
			/did not send it again.*if not, (check the values and )?send the item again/,
		);
	});

	test.each<[Fault, string]>([
		[disconnect('ECONNRESET', true), 'send the item again. (ECONNRESET)'],
		[refusal(504, null, false), 'send the item again. (HTTP status 504)'],
		[refusal(500, 'Busy'), 'check the values and send the item again. KIE says: “Busy”.'],
	])('that may have been billed says what came instead of an answer', (fault, end) => {
		expect(createFailureOf(fault).description.endsWith(end)).toBe(true);
	});

	test.each<[string, Fault, string]>([
		['code 402', refusal(402, 'Credits insufficient'), 'refused'],
		['code 422', refusal(422, 'size is wrong'), 'refused'],
		['code 429', refusal(429, 'Too many'), 'refused'],
		['code 550', refusal(550, 'Queue full'), 'refused'],
		['a page that says 403', refusal(403, null, false), 'refused'],
		['refused connection', disconnect('ECONNREFUSED', false), 'unreached'],
	])('that surely was not billed says nothing of it: %s', (_, fault, cause) => {
		const failure = createFailureOf(fault);
		expect(failure).toEqual(failureOf(fault));
		expect(failure.cause).toBe(cause);
		expect(failure.message).not.toContain('billed');
	});
});
