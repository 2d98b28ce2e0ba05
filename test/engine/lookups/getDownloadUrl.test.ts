import { describe, expect, test } from 'vitest';
import { runClock, useFakedClock } from '../../helpers/clock.ts';
import { errorOf, jsonOf, outputOf } from '../../helpers/engine.ts';
import { done, IMAGE_HOST, KieWire, ok, refused, running } from '../../helpers/kie.ts';
import { run } from '../../helpers/run.ts';

useFakedClock();

const COMMON_LINK = /^\/api\/v1\/common\/download-url$/;
const OWN_LINK = /^\/api\/v1\/gpt4o-image\/download-url$/;

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

		expect(errorOf(result).message).toContain('KIE does not recognize this image URL');
		expect(wire.requests).toHaveLength(asked);
	});

	test('of an image alone goes to the common call', async () => {
		const wire = new KieWire().on('POST', COMMON_LINK, [ok('https://r2.test/a?sig=1')]);
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
			.on('POST', COMMON_LINK, [ok('https://r2.test/a')]);

		const result = await run({ operation, imageUrl, taskId: 't1' });

		expect(jsonOf(result, 'Next')).toMatchObject([
			{ downloadUrl: 'https://r2.test/a', taskId: 't1' },
		]);
	});

	test('of a task alone gives one link for each of its images', async () => {
		const urls = [`${IMAGE_HOST}/a.png`, `${IMAGE_HOST}/b.png`];
		const wire = new KieWire().onRead('t1', [done('t1', urls)]);
		wire.on('POST', OWN_LINK, ({ url }) => ok(`${String(url)}?signed`));

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
		['url is wrong', 'KIE does not recognize this image URL'],
	])('explains the refusal "%s"', async (msg, message) => {
		new KieWire().on('POST', OWN_LINK, [refused(422, msg)]);

		const result = await run({ operation, imageUrl, taskId: 't1' });

		expect(errorOf(result).message).toBe(`${message} [item 0]`);
		expect(errorOf(result).description).toContain(msg);
	});

	test('of a task that still runs says so', async () => {
		new KieWire().onRead('t1', [running('t1')]);

		expect(errorOf(await run({ operation, taskId: 't1' })).message).toContain('not ready yet');
	});
});
