import { expect, test } from 'vitest';
import { newCallSecret, withoutCalls } from '../../../../nodes/shared/kie/callSecret.ts';

const secret = newCallSecret();
const url = `https://n8n.example.com/webhook-waiting/12/node?signature=abc&item=0&secret=${secret}`;

test('no two are alike, and none can be guessed', () => {
	expect(newCallSecret()).not.toBe(secret);
	expect(secret).toMatch(/-[0-9a-f]{32}$/);
});

// Where it is looked for in engine/resting/address.test.ts; here, what is left of the text.
test.each([
	[`POST ${url} answered 404`, 'POST [callback URL] answered 404'],
	[`No answer (${url}).`, 'No answer ([callback URL]).'],
	[`{"u":"${url}&more=1","n":1}`, '{"u":"[callback URL]","n":1}'],
	[`{\\"u\\":\\"${url}\\"}`, '{\\"u\\":\\"[callback URL]\\"}'],
	[`{u=${url}, n=1}`, '{u=[callback URL], n=1}'],
	[`the secret ${secret} is wrong`, 'the secret [callback URL] is wrong'],
	[`two: ${url},${url}; and ${url}`, 'two: [callback URL]; and [callback URL]'],
	['See https://example.com/webhook?a=1&secret=mine', null],
	['kie-call-back', null],
])('what is left of a text: %#', (text, left) => {
	expect(withoutCalls(text)).toBe(left ?? text);
});
