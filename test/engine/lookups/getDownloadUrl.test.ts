import type { INodeParameters, NodeApiError } from 'n8n-workflow';
import { describe, expect, test } from 'vitest';
import { runClock, useFakedClock } from '../../helpers/clock.ts';
import { jsonOf, outputOf, runWorkflow } from '../../helpers/engine.ts';
import { done, failed, IMAGE_HOST, KieWire, refused, running } from '../../helpers/kie.ts';
import { workflow } from '../../helpers/workflows.ts';

useFakedClock();

const COMMON_LINK = /^\/api\/v1\/common\/download-url$/;
const OWN_LINK = /^\/api\/v1\/gpt4o-image\/download-url$/;
const link = (url: string) => ({ code: 200, msg: 'success', data: url });

const run = async (parameters: INodeParameters, more?: Parameters<typeof workflow>[1]) =>
	await runClock(runWorkflow(workflow(parameters, more)));
const errorOf = (result: Awaited<ReturnType<typeof run>>) =>
	result.data.resultData.error as NodeApiError;

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

describe('Get Download URL', () => {
	const imageUrl = `${IMAGE_HOST}/a.png`;
	const operation = 'getDownloadUrl';

	test('leaves no request running behind a link that is refused', async () => {
		const wire = new KieWire()
			.onRead('t1', [done('t1', [`${IMAGE_HOST}/a.png`, `${IMAGE_HOST}/b.png`])])
			.on('POST', OWN_LINK, ({ url }) =>
				String(url).endsWith('a.png') ? refused(422, 'url is wrong') : refused(500, 'busy'),
			);

		const result = await run({ operation, taskId: 't1' });
		const asked = wire.requests.length;
		await runClock(new Promise((resolve) => setTimeout(resolve, 60_000)));

		expect(errorOf(result).message).toContain('KIE does not know this image URL');
		expect(wire.requests).toHaveLength(asked);
	});

	test('of an image alone goes to the common call', async () => {
		const wire = new KieWire().on('POST', COMMON_LINK, [link('https://r2.test/a?sig=1')]);
		const now = Date.now();

		const [item] = jsonOf(await run({ operation, imageUrl }), 'Next');

		expect(wire.requests.map(({ body }) => body)).toEqual([{ url: imageUrl }]);
		expect(item).toMatchObject({ downloadUrl: 'https://r2.test/a?sig=1', imageUrl, taskId: null });
		const minutes = (Date.parse(String(item?.expiresAt)) - now) / 60_000;
		expect(minutes).toBeGreaterThan(19.9);
		expect(minutes).toBeLessThan(20.1);
	});

	test.each([
		['text', 'https://r2.test/a'],
		['an object', { downloadUrl: 'https://r2.test/a' }],
		['another object', { url: 'https://r2.test/a' }],
	])('with a task goes to the call of 4o, whose answer is %s', async (_name, data) => {
		const wire = new KieWire().on('POST', OWN_LINK, [{ code: 200, msg: 'success', data }]);

		const result = await run({ operation, imageUrl, taskId: 't1' });

		expect(wire.requests.map(({ body }) => body)).toEqual([{ taskId: 't1', url: imageUrl }]);
		expect(jsonOf(result, 'Next')).toMatchObject([
			{ downloadUrl: 'https://r2.test/a', imageUrl, taskId: 't1' },
		]);
	});

	test('of a task that is not of 4o falls back on the common call', async () => {
		new KieWire()
			.on('POST', OWN_LINK, [refused(422, 'record is null')])
			.on('POST', COMMON_LINK, [link('https://r2.test/a')]);

		const result = await run({ operation, imageUrl, taskId: 't1' });

		expect(jsonOf(result, 'Next')).toMatchObject([
			{ downloadUrl: 'https://r2.test/a', taskId: 't1' },
		]);
	});

	test('of a task alone gives one link for each of its images', async () => {
		const urls = [`${IMAGE_HOST}/a.png`, `${IMAGE_HOST}/b.png`];
		const wire = new KieWire().onRead('t1', [done('t1', urls)]);
		wire.on('POST', OWN_LINK, ({ url }) => link(`${String(url)}?signed`));

		const result = await run({ operation, taskId: 't1' });

		expect(jsonOf(result, 'Next').map((json) => json.downloadUrl)).toEqual(
			urls.map((url) => `${url}?signed`),
		);
		expect(outputOf(result, 'KIE').map(({ pairedItem }) => pairedItem)).toEqual([
			{ item: 0 },
			{ item: 0 },
		]);
	});

	test.each([
		['Temporarily supports records within 14 days', 'KIE no longer has this result'],
		['record status is not success', 'The task has no finished image yet'],
		['record result data is blank', 'KIE has no image for this task'],
		['url is wrong', 'KIE does not know this image URL'],
	])('explains the refusal "%s"', async (msg, message) => {
		new KieWire().on('POST', OWN_LINK, [refused(422, msg)]);

		const result = await run({ operation, imageUrl, taskId: 't1' });

		expect(errorOf(result).message).toBe(`${message} [item 0]`);
		expect(errorOf(result).description).toContain(msg);
	});

	test('of a task that still runs says so', async () => {
		new KieWire().onRead('t1', [running('t1')]);

		expect(errorOf(await run({ operation, taskId: 't1' })).message).toContain('not done yet');
	});
});

describe('Get Credits', () => {
	const credits = { resource: 'account', operation: 'getCredits' };

	test('gives the number', async () => {
		new KieWire().on('GET', /chat\/credit$/, [{ code: 200, msg: 'success', data: 5916.25 }]);

		expect(jsonOf(await run(credits), 'Next')).toEqual([{ credits: 5916.25 }]);
	});

	test.each([
		['in the body', refused(401, 'Unauthorized')],
		['as an HTTP status', { httpStatus: 401, body: { code: 401, msg: 'Unauthorized' } }],
	])('says that the key is not accepted, told so %s', async (_name, answer) => {
		new KieWire().on('GET', /chat\/credit$/, [answer]);

		expect(errorOf(await run(credits)).message).toBe('KIE does not accept the API key [item 0]');
	});
});

test('a redirect is not followed with the key', async () => {
	const wire = new KieWire().on('GET', /chat\/credit$/, [
		{ httpStatus: 302, body: '', headers: { location: `${IMAGE_HOST}/stolen` } },
	]);

	const result = await run({ resource: 'account', operation: 'getCredits' });

	expect(errorOf(result).message).toContain('redirected');
	expect(wire.requests.map(({ path }) => path)).toEqual(['/api/v1/chat/credit']);
});
