import { describe, expect, test } from 'vitest';
import { credential } from './properties.ts';

const OK = undefined;

/**
 * What n8n does after a 2xx answer: the first rule whose value is what the body has under its key
 * turns the test down. Any other status has turned it down before.
 */
function verdict(body: unknown): string | undefined {
	for (const { type, properties } of credential.test.rules ?? []) {
		if (type !== 'responseSuccessBody') throw new Error(`no such rule is played here: ${type}`);
		const { key, value, message } = properties;
		const found: unknown = Object(body)[key];
		if (found === value) return message;
	}
	return OK;
}

describe('the credential test', () => {
	test.each([
		{ code: 200, msg: 'success', data: 5916.25 },
		{ code: 200, msg: 'success', data: 0 },
	])('%j is a good key', (body) => {
		expect(verdict(body)).toBe(OK);
	});

	test('a key without credits left is a good key', () => {
		expect(verdict({ code: 402, msg: 'Insufficient credits' })).toBe(OK);
	});

	test.each<[number, RegExp]>([
		[401, /API key.*kie\.ai\/api-key/],
		[403, /API key.*kie\.ai\/api-key/],
		[404, /'Base URL'/],
		[429, /limiting/],
		[433, /limit/],
		[455, /maintenance/],
		[500, /later/],
	])('code %i under HTTP 200 is none', (code, says) => {
		expect(verdict({ code, msg: 'x', data: null })).toMatch(says);
	});

	test.each([408, 505, 550])('code %i says nothing good of the key', (code) => {
		expect(verdict({ code, msg: 'x', data: null })).toBeDefined();
	});

	test.each<[string, unknown]>([
		['a web page', '<!doctype html><title>Welcome</title>'],
		['an empty answer', ''],
		['nothing', undefined],
		['JSON of another service', { status: 'ok' }],
		['a list', []],
	])('%s is not KIE', (_, body) => {
		expect(verdict(body)).toMatch(/'Base URL'/);
	});

	test('every verdict has words of its own, in the way of the node', () => {
		const messages = (credential.test.rules ?? []).map(({ properties }) => properties.message);
		expect(new Set(messages).size).toBe(messages.length);
		for (const message of messages) {
			expect(message).not.toMatch(/\b(error|problem|failure|mistake)s?\b/i);
			expect(message.length).toBeGreaterThan(20);
		}
	});

	test('asks what costs nothing, where the credential says, and takes the key nowhere else', () => {
		expect(credential.test.request).toEqual({
			baseURL: '={{$credentials.baseUrl}}',
			url: '/api/v1/chat/credit',
			disableFollowRedirect: true,
		});
	});
});

describe('secrets', () => {
	test.each(['apiKey', 'webhookSecret'])('%s is typed unseen, and saved empty', (name) => {
		const field = credential.properties.find((property) => property.name === name);
		expect(field).toMatchObject({ type: 'string', typeOptions: { password: true }, default: '' });
	});

	test('only the key is required', () => {
		const required = credential.properties.filter((property) => property.required === true);
		expect(required.map(({ name }) => name)).toEqual(['apiKey']);
	});

	test('the key goes out as a bearer token, and nothing else does', () => {
		expect(credential.authenticate).toEqual({
			type: 'generic',
			properties: { headers: { Authorization: '=Bearer {{$credentials.apiKey}}' } },
		});
	});
});
