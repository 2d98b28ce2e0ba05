import { describe, expect, test } from 'vitest';
import { useFakedClock } from '../../helpers/clock.ts';
import { errorOf, jsonOf, outputOf } from '../../helpers/engine.ts';
import type { Answer } from '../../helpers/kie.ts';
import { done, failed, IMAGE_HOST, KieWire, refused, running } from '../../helpers/kie.ts';
import { run } from '../../helpers/run.ts';

useFakedClock();

describe('Get Status', () => {
	const status = { operation: 'getStatus', taskId: 't1' };

	test.each([
		[
			'pending',
			running('t1'),
			{ status: 'pending', progress: 0.5, imageUrl: null, imageIndex: null },
		],
		['done', done('t1'), { status: 'success', imageUrl: `${IMAGE_HOST}/t1.png`, imageIndex: 0 }],
		[
			'failed, which is an answer and no failure of the node',
			failed('t1', 400, 'Your content was flagged'),
			{ status: 'failed', errorCode: 400, errorMessage: 'Your content was flagged' },
		],
	])('gives a task that is %s', async (_name, record, wanted) => {
		new KieWire().onRead('t1', [record]);

		const result = await run(status);

		expect(jsonOf(result, 'Next')).toMatchObject([{ taskId: 't1', ...wanted }]);
		expect(jsonOf(result, 'Next')[0]).not.toHaveProperty('error');
		expect(outputOf(result, 'Next')[0]?.binary).toBeUndefined();
	});

	test.each([
		['waits a moment for the images of a success', 2, 'success'],
		['but not for long', 9, 'failed'],
	])('%s', async (_name, times, wanted) => {
		const wire = new KieWire().onRead('t1', (_, nth) => done('t1', nth < times ? [] : undefined));

		const result = await run(status);

		expect(jsonOf(result, 'Next')).toMatchObject([{ taskId: 't1', status: wanted }]);
		expect(wire.readsOf('t1').at(-1)!.at - wire.readsOf('t1')[0]!.at).toBeLessThan(10_000);
	});

	test('fetches the pictures where wanted', async () => {
		new KieWire().onRead('t1', [done('t1', [`${IMAGE_HOST}/a.png`, `${IMAGE_HOST}/b.png`])]);

		const result = await run({ ...status, downloadImages: true });

		expect(outputOf(result, 'Next').map(({ binary }) => binary?.data?.fileName)).toEqual([
			'gpt4o-image-t1-1.png',
			'gpt4o-image-t1-2.png',
		]);
	});

	test.each([
		['refuses to know it', refused(422, 'The record does not exist')],
		['has nothing under it', { code: 200, msg: 'success', data: null }],
	])('says that the ID is unknown where KIE %s', async (_name, answer) => {
		const wire = new KieWire().onRead('t1', [answer]).unknownElsewhere();

		const result = await run(status);

		expect(errorOf(result).message).toBe("KIE has no task 't1' [item 0]");
		expect(wire.readsOf('t1')).toHaveLength(1);
	});

	test('asks again where the fault may pass, and stops where it will not', async () => {
		const wire = new KieWire()
			.onRead('t1', ['reset', refused(500, 'busy'), running('t1')])
			.onRead('t2', [refused(401, 'bad key')]);

		expect((await run(status)).status).toBe('success');
		expect(errorOf(await run({ ...status, taskId: 't2' })).message).toContain('API key');
		expect(wire.readsOf('t1')).toHaveLength(3);
		expect(wire.readsOf('t2')).toHaveLength(1);
	});

	test.each<[string, Answer]>([
		['a gateway', { httpStatus: 502, body: '<html>' }],
		['a broken connection', 'reset'],
		['a limit', refused(429, 'too many')],
		['a refused key', refused(401, 'bad key')],
	])('says nothing of a task that %s keeps it from seeing', async (_name, answer) => {
		new KieWire().onRead('t1', [answer]);

		const result = await run(status, { settings: { onError: 'continueRegularOutput' } });

		expect(jsonOf(result, 'Next')).toMatchObject([
			{ taskId: 't1', status: 'pending', retryable: false },
		]);
	});

	test('encodes whatever is given as the ID', async () => {
		const wire = new KieWire().on('GET', /record-info/, [done('odd')]);

		await run({ ...status, taskId: ' a/b?c=d&e ' });

		expect(wire.requests[0]?.path).toContain('taskId=a%2Fb%3Fc%3Dd%26e');
	});

	test('of several items reports each by itself', async () => {
		new KieWire()
			.onRead('t1', [done('t1')])
			.onRead('t2', [refused(422, 'The record does not exist')])
			.unknownElsewhere();

		const result = await run(
			{ operation: 'getStatus', taskId: '={{ $json.id }}' },
			{ items: [{ id: 't2' }, { id: 't1' }], settings: { onError: 'continueErrorOutput' } },
		);

		expect(jsonOf(result, 'Next')).toMatchObject([{ taskId: 't1', status: 'success' }]);
		expect(jsonOf(result, 'Failed')).toMatchObject([
			{ taskId: 't2', status: 'failed', errorCode: 404, error: "KIE has no task 't2' [item 0]" },
		]);
	});
});
