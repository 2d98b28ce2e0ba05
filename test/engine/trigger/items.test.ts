import { describe, expect, test, vi } from 'vitest';
import {
	call,
	FORGED,
	IMAGE,
	kie,
	make,
	told,
	toldFailed,
	UNCONFIRMED,
	useTriggers,
} from '../../helpers/callbacks.ts';
import { done, failed, IMAGE_HOST, KieWire } from '../../helpers/kie.ts';
import { jsonIn } from '../../helpers/trigger.ts';

// What KIE Trigger starts the workflow with.

useTriggers();

describe('what comes out', () => {
	test('one item for each image, with its file and what the URL carried along', async () => {
		kie('t1', done('t1', [IMAGE, `${IMAGE_HOST}/b.png`]));

		const delivered = await call(make(), told(), { query: { order: '42', tag: ['a', 'b'] } });

		expect(delivered).toMatchObject({ status: 200, answer: { received: true } });
		expect(jsonIn(delivered)).toEqual(
			[IMAGE, `${IMAGE_HOST}/b.png`].map((imageUrl, imageIndex) => ({
				taskId: 't1',
				api: 'gpt4oImage',
				model: 'gpt4o-image',
				status: 'success',
				progress: 1,
				imageUrl,
				imageIndex,
				imageUrls: [IMAGE, `${IMAGE_HOST}/b.png`],
				prompt: 'prompt of t1',
				createdAt: '2023-11-14T22:13:20.000Z',
				completedAt: '2023-11-14T22:14:20.000Z',
				creditsUsed: null,
				errorCode: null,
				errorMessage: null,
				query: { order: '42', tag: ['a', 'b'] },
			})),
		);
		expect(delivered.items?.map(({ binary }) => binary?.data?.fileName)).toEqual([
			'gpt4o-image-t1-1.png',
			'gpt4o-image-t1-2.png',
		]);
		expect(delivered.items?.[0]).not.toHaveProperty('pairedItem');
	});

	test('one item for each task, under another name', async () => {
		kie('t1', done('t1', [IMAGE, `${IMAGE_HOST}/b.png`]));
		const trigger = make({ options: { outputItems: 'perTask' }, outputDataFieldName: 'picture' });

		const { items } = await call(trigger, told());

		expect(items).toHaveLength(1);
		expect(Object.keys(items?.[0]?.binary ?? {})).toEqual(['picture', 'picture_1']);
	});

	test('a task that failed is an item', async () => {
		kie('t1', failed('t1', 400, 'Your content was flagged'));

		const delivered = await call(make(), toldFailed());

		expect(jsonIn(delivered)).toMatchObject([
			{ taskId: 't1', status: 'failed', imageUrl: null, errorCode: 400 },
		]);
		expect(delivered.items?.[0]).not.toHaveProperty('error');
		expect(delivered.items?.[0]?.json).not.toHaveProperty('error');
	});

	test.each([
		[
			'fluxKontext',
			/flux\/kontext\/record-info/,
			{ taskId: 't1', info: { originImageUrl: '', resultImageUrl: FORGED } },
			{
				taskId: 't1',
				paramJson: '{"model":"flux-kontext-max"}',
				successFlag: 1,
				response: { resultImageUrl: IMAGE },
			},
			'flux-kontext-max',
		],
		[
			'market',
			/jobs\/recordInfo/,
			{ taskId: 't1', state: 'success', resultJson: '{}' },
			{
				taskId: 't1',
				model: 'some/model',
				state: 'success',
				resultJson: JSON.stringify({ resultUrls: [IMAGE] }),
			},
			'some/model',
		],
	])('%s is asked first where the callback is of it', async (api, path, data, record, model) => {
		const wire = new KieWire().on('GET', path, [{ code: 200, msg: 'ok', data: record }]);

		const delivered = await call(make({ downloadImages: false }), { code: 200, msg: '', data });

		expect(jsonIn(delivered)).toMatchObject([{ api, model, status: 'success', imageUrl: IMAGE }]);
		expect(wire.requests).toHaveLength(1);
	});

	test('a file that cannot be fetched leaves the URL', async () => {
		const url = 'https://gone.example.com/a.png';
		kie('t1', done('t1', [url]));

		const delivered = await call(make(), told());

		expect(jsonIn(delivered)).toMatchObject([{ status: 'success', imageUrl: url }]);
		expect(delivered.items?.[0]).not.toHaveProperty('binary');
	});

	test('of the query only texts and lists of texts', async () => {
		const query = { a: '1', b: { c: '2' }, d: [{ e: '3' }], f: ['4'], __proto__: { g: '5' } };

		const delivered = await call(make(UNCONFIRMED), told(), { query });

		expect(jsonIn(delivered)?.[0]?.query).toEqual({ a: '1', f: ['4'] });
	});

	test('KIE has its answer before the first picture is fetched', async () => {
		const order: string[] = [];
		const wire = kie('t1', done('t1'));
		vi.spyOn(wire.requests, 'push').mockImplementation((...requests) => {
			order.push(...requests.map(({ path }) => path.split('?')[0]!));
			return 0;
		});

		await call(make(), told(), { onAnswer: (status) => order.push(`answer ${status}`) });

		expect(order).toEqual(['/api/v1/gpt4o-image/record-info', 'answer 200', '/t1.png']);
	});
});

describe('Trigger On', () => {
	test.each([
		['success', done('t1'), 1],
		['success', failed('t1', 500, 'no'), 0],
		['failed', done('t1'), 0],
		['failed', failed('t1', 500, 'no'), 1],
	])('%s', async (event, record, started) => {
		kie('t1', record);
		const trigger = make({ events: [event], downloadImages: false });

		const delivered = await call(trigger, told());

		expect(delivered.status).toBe(200);
		expect(delivered.items?.length ?? 0).toBe(started);
	});
});
