import { describe, expect, test } from 'vitest';
import { useFakedClock } from '../../helpers/clock.ts';
import { errorOf, jsonOf } from '../../helpers/engine.ts';
import { created, done, IMAGE_HOST, KieWire } from '../../helpers/kie.ts';
import { job, MARKET_CREATE, marketRead } from '../../helpers/otherApis.ts';
import { run } from '../../helpers/run.ts';
import { retry } from '../../helpers/workflows.ts';

// A success without an image may well be paid for.

useFakedClock();

describe.each(['', 'success', 'try again later', 'Internal Error'])(
	'a success without an image, with the text %j beside it',
	(errorMessage) => {
		const empty = done('t1', []);
		const answer = { ...empty, data: { ...(empty.data as object), errorMessage } };

		test('is not bought again', async () => {
			const wire = new KieWire().onCreate([created('t1')]).onRead('t1', [answer]);

			const error = errorOf(await run({ prompt: 'x' }, { settings: retry }));

			expect(wire.creates).toHaveLength(1);
			expect(error.message).toBe('KIE reported the task as done but sent no image URL [item 0]');
			expect(error.context.retryable).toBe(false);
		});

		test('is looked at again, in case the image comes', async () => {
			const wire = new KieWire()
				.onCreate([created('t1')])
				.onRead('t1', [answer, answer, answer, done('t1')]);

			const result = await run({ prompt: 'x' });

			expect(jsonOf(result, 'Next')).toMatchObject([{ imageUrl: `${IMAGE_HOST}/t1.png` }]);
			expect(wire.readsOf('t1')).toHaveLength(4);
		});
	},
);

describe('an image model that gives', () => {
	const model = 'google/nano-banana';
	const url = `${IMAGE_HOST}/t1.png`;
	const parameters = { model: 'nano-banana', prompt: 'A cat' };
	const reads = (...records: Array<Record<string, unknown>>) =>
		new KieWire().on('POST', MARKET_CREATE, [created('t1')]).on(
			'GET',
			marketRead('t1'),
			records.map((record) => job('t1', model, { state: 'success', ...record })),
		);
	const looksOf = (wire: KieWire) =>
		wire.requests.filter(({ method, path }) => {
			return method === 'GET' && path.includes('recordInfo');
		});

	test.each<[string, Record<string, unknown>]>([
		['a word of its state', { response: { status: 'uploading' } }],
		['what goes with images', { resultJson: '{"resultUrls":null,"info":{"seed":1}}' }],
	])('%s before the image is looked at again', async (_name, early) => {
		const wire = reads(early, { resultJson: JSON.stringify({ resultUrls: [url] }) });

		const result = await run(parameters);

		expect(jsonOf(result, 'Next')).toMatchObject([{ status: 'success', imageUrl: url }]);
		expect(looksOf(wire)).toHaveLength(2);
	});

	test.each([{ error: 'nsfw' }, { status: 'uploading' }, { images: [{ name: 'a' }] }])(
		'%j instead of an image has failed, and is not bought again',
		async (response) => {
			const wire = reads({ response });

			const error = errorOf(await run(parameters, { settings: retry }));

			expect(wire.posts).toHaveLength(1);
			expect(error.message).toBe('KIE reported the task as done but sent no image URL [item 0]');
			expect(error.context).toMatchObject({ taskId: 't1', retryable: false });
		},
	);

	test.each<[string, unknown]>([
		['images with a URL each', { images: [{ url }] }],
		['images', { images: [url] }],
		['one image', { resultImageUrl: url }],
		['data around the URLs', { data: { resultUrls: [url] } }],
	])('%s has succeeded', async (_name, resultJson) => {
		reads({ resultJson: JSON.stringify(resultJson) });

		const result = await run(parameters);

		expect(jsonOf(result, 'Next')).toMatchObject([{ status: 'success', imageUrl: url }]);
		expect(jsonOf(result, 'Next')[0]).not.toHaveProperty('result');
	});

	test('no image but a result is told so by Get Status, which does not know the model', async () => {
		reads({ resultJson: '{"error":"nsfw"}' });

		const options = { api: 'market' };
		const result = await run({ operation: 'getStatus', taskId: 't1', options });

		expect(jsonOf(result, 'Next')).toMatchObject([
			{ status: 'success', result: { error: 'nsfw' } },
		]);
	});
});
