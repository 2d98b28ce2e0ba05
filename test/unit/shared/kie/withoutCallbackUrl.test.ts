import { describe, expect, test, vi } from 'vitest';
import { withoutCallbackUrl } from '../../../../nodes/shared/kie/withoutCallbackUrl.ts';

describe('withoutCallbackUrl', () => {
	const secret = 'https://n8n.example.com/webhook/secret';

	test('removes it from the record and from the request inside, also where that is text', () => {
		const cleaned = withoutCallbackUrl({
			taskId: 'a',
			callBackUrl: secret,
			paramJson: JSON.stringify({ prompt: 'A cat', callBackUrl: secret, size: '1:1' }),
			param: { input: { callBackUrl: secret, prompt: 'A dog' } },
			nested: JSON.stringify({ input: JSON.stringify({ callBackUrl: secret, seed: 1 }) }),
		});
		expect(JSON.stringify(cleaned)).not.toContain('secret');
		expect(cleaned).toMatchObject({ taskId: 'a', param: { input: { prompt: 'A dog' } } });
		expect(JSON.parse(String(cleaned.paramJson))).toEqual({ prompt: 'A cat', size: '1:1' });
		expect(JSON.parse(String(cleaned.nested))).toEqual({ input: '{"seed":1}' });
	});

	test('removes it from objects in a list', () => {
		const cleaned = withoutCallbackUrl({ tries: [{ callBackUrl: secret, n: 1 }] });
		expect(cleaned).toEqual({ tries: [{ n: 1 }] });
	});

	test.each(['originCallBackUrl', 'callBackUrl ', 'call back url'])('removes %j, too', (name) => {
		const cleaned = withoutCallbackUrl({
			[name]: secret,
			param: JSON.stringify({ input: JSON.stringify({ [name]: `${secret},x`, seed: 1 }) }),
			broken: `{"${name}":"${secret},x","seed":1`,
		});
		expect(JSON.stringify(cleaned)).not.toMatch(/secret|,x/);
		expect(cleaned.broken).toContain('"seed":1');
	});

	test('leaves everything else as KIE sent it', () => {
		const record = {
			taskId: 'a',
			successFlag: 1,
			errorCode: null,
			response: { resultUrls: ['https://a/1', 'https://a/2'] },
			paramJson: '{"prompt": "spaced  out"}',
		};
		expect(withoutCallbackUrl(record)).toEqual(record);
	});

	test('leaves a sentence that only speaks of it', () => {
		const record = { errorMessage: 'callBackUrl must be a public URL' };
		expect(withoutCallbackUrl(record)).toEqual(record);
	});

	test.each(['callbackUrl', 'callback_url', 'CallBackURL', 'call_back_url', 'callback-url'])(
		'also where it is spelled %s',
		(name) => {
			const cleaned = withoutCallbackUrl({
				[name]: secret,
				param: JSON.stringify({ [name]: secret, input: JSON.stringify({ [name]: secret }) }),
			});
			expect(cleaned).toEqual({ param: '{"input":"{}"}' });
		},
	);

	test.each<[string, unknown, unknown]>([
		['a list that is text', JSON.stringify([{ callBackUrl: secret, n: 1 }]), '[{"n":1}]'],
		[
			'text within text within text',
			JSON.stringify(JSON.stringify(JSON.stringify({ callBackUrl: secret, n: 1 }))),
			JSON.stringify(JSON.stringify('{"n":1}')),
		],
		[
			'JSON that breaks off',
			`{"prompt":"A cat","callBackUrl":"${secret}?a=1`,
			'{"prompt":"A cat","callBackUrl":"',
		],
		[
			'JSON within JSON that breaks off',
			`{"input":"{\\"callBackUrl\\":\\"${secret}\\",\\"n\\":1}","mod`,
			'{"input":"{\\"callBackUrl\\":\\"\\",\\"n\\":1}","mod',
		],
		[
			'JSON that breaks off behind an address with parameters',
			`{"callBackUrl":"${secret}?a=1&secret=2","n":1`,
			'{"callBackUrl":"","n":1',
		],
		['a sentence', `callBackUrl ${secret}?a=1&secret=2 is odd`, 'callBackUrl  is odd'],
		['a form', `prompt=cat&callback_url=${secret}&n=1`, 'prompt=cat&callback_url=&n=1'],
	])('removes it from %s', (_name, param, cleaned) => {
		expect(withoutCallbackUrl({ param })).toEqual({ param: cleaned });
	});

	test('keeps what is as deep as any answer, and cuts off what is deeper', () => {
		const nested = (depth: number): unknown =>
			Array.from({ length: depth }).reduce((inner: unknown) => ({ inner }), 'x');
		expect(withoutCallbackUrl(nested(40))).toEqual(nested(40));
		expect(JSON.stringify(withoutCallbackUrl(nested(100_000))).length).toBeLessThan(2_000);
	});

	// Its work is the text it has JSON.parse read: so much for each character, however it is nested.
	test.each<[string, unknown]>([
		['many texts', { list: Array(2_000).fill(JSON.stringify({ callBackUrl: secret })) }],
		['one long text', { param: JSON.stringify(Array(2_000).fill({ callBackUrl: secret })) }],
		[
			'text around text',
			Array.from({ length: 9 }).reduce(
				(inner: unknown) => ({ inner: JSON.stringify(inner) }),
				Array(500).fill({ callBackUrl: secret }),
			),
		],
		['brackets without end', { param: `${'['.repeat(200_000)}"callBackUrl"` }],
		['names without end', { param: 'callBackUrl":'.repeat(20_000) }],
	])('takes a share of work for each character: %s', (_name, record) => {
		const size = JSON.stringify(record).length;
		const parse = vi.spyOn(JSON, 'parse');
		const cleaned = withoutCallbackUrl(record);
		const work = parse.mock.calls.reduce((sum, [text]) => sum + text.length, 0);
		expect(work).toBeLessThan(4 * size);
		expect(JSON.stringify(cleaned)).not.toContain('secret');
	});
});
