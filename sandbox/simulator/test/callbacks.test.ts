import { createHmac } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import { describe, expect, it } from 'vitest';
import { signatureHeaders } from '../callbacks/signature.ts';
import { receiver, start, until } from './helpers.ts';
import type { Kie, Received } from './helpers.ts';

const webhookSecret = 'test-webhook-hmac-key';

/** The kinds of the attempts in the ledger, in order. */
const kinds = (kie: Kie, taskId?: string) =>
	kie
		.ledger()
		.tasks.filter(({ id }) => taskId === undefined || id === taskId)
		.flatMap(({ callbacks }) => callbacks.map(({ kind }) => kind));

function isSigned({ headers, body }: Received): boolean {
	const timestamp = String(headers['x-webhook-timestamp']);
	const fresh = Math.abs(Date.now() / 1000 - Number(timestamp)) < 300;
	const expected = createHmac('sha256', webhookSecret)
		.update(`${String(body.data?.taskId)}.${timestamp}`)
		.digest('base64');
	return fresh && headers['x-webhook-signature'] === expected;
}

describe('the signature', () => {
	it('is that of the documented test vector', () => {
		expect(signatureHeaders(webhookSecret, 'ee9c2715375b7837f8bb51d641ff5863', 1769670760)).toEqual(
			{
				'x-webhook-timestamp': '1769670760',
				'x-webhook-signature': 'xG6/yOyrMyJtUdc1yjmHpKLHSHF3MpzOPa6uxSj3qb4=',
			},
		);
	});

	it('is sent with the task id and the real time', async () => {
		const kie = await start({ webhookSecret });
		const { url, received } = await receiver();
		await kie.create({ callBackUrl: url });
		expect(isSigned(await until(() => received[0]))).toBe(true);
	});

	it('is not sent without a secret', async () => {
		const kie = await start();
		const { url, received } = await receiver();
		await kie.create({ callBackUrl: url });
		const { headers } = await until(() => received[0]);
		expect(headers).not.toHaveProperty('x-webhook-signature');
		expect(headers['content-type']).toBe('application/json');
	});
});

describe('what a callback says', () => {
	it('of a 4o image, in snake case', async () => {
		const kie = await start();
		const { url, received } = await receiver();
		const taskId = await kie.create({ callBackUrl: url });
		const { body } = await until(() => received[0]);
		const { resultUrls } = await kie.ended(taskId);
		expect(body).toEqual({
			code: 200,
			msg: expect.any(String) as string,
			data: { taskId, info: { result_urls: resultUrls } },
		});
	});

	it('of a 4o failure', async () => {
		const kie = await start();
		const { url, received } = await receiver();
		kie.addFault({ kind: 'moderation' });
		const taskId = await kie.create({ callBackUrl: url });
		expect((await until(() => received[0])).body).toEqual({
			code: 400,
			msg: 'Your content was flagged by OpenAI as violating content policies',
			data: { taskId, info: null },
		});
		kie.addFault({ kind: 'moderation' });
		kie.addFault({ kind: 'anonymousCallback' });
		await kie.create({ callBackUrl: url });
		expect((await until(() => received[1])).body).toMatchObject({ code: 400, data: null });
	});

	it('of a Flux image and failure', async () => {
		const kie = await start();
		const { url, received } = await receiver();
		const order = { prompt: 'A fox', callBackUrl: url };
		const { data } = await kie.post('/api/v1/flux/kontext/generate', order);
		const { taskId } = data;
		const result = `${kie.url}/files/results/${String(taskId)}`;
		expect((await until(() => received[0])).body).toMatchObject({
			code: 200,
			data: {
				taskId,
				info: { originImageUrl: `${result}/origin.jpeg`, resultImageUrl: `${result}/1.jpeg` },
			},
		});
		kie.addFault({ kind: 'taskFails' });
		await kie.post('/api/v1/flux/kontext/generate', order);
		expect((await until(() => received[1])).body).toMatchObject({
			code: 500,
			data: { info: { originImageUrl: '', resultImageUrl: '' } },
		});
	});

	it('of a market task: its record', async () => {
		const kie = await start();
		const { url, received } = await receiver();
		const order = { model: 'google/imagen4', callBackUrl: url, input: { prompt: 'A fox' } };
		const { data } = await kie.post('/api/v1/jobs/createTask', order);
		const { body } = await until(() => received[0]);
		const record = await kie.get(`/api/v1/jobs/recordInfo?taskId=${String(data.taskId)}`);
		const { param, createTime, completeTime, costTime, resultJson } = record.data;
		expect(body).toEqual({
			code: 200,
			msg: 'Playground task completed successfully.',
			data: {
				...{ taskId: data.taskId, model: 'google/imagen4', state: 'success', creditsConsumed: 8 },
				...{ param, resultJson, createTime, completeTime, updateTime: completeTime, costTime },
			},
		});
		expect(JSON.parse(String(param))).toHaveProperty('callBackUrl', url);
		kie.addFault({ kind: 'taskFails' });
		await kie.post('/api/v1/jobs/createTask', order);
		expect((await until(() => received[1])).body).toMatchObject({
			code: 501,
			data: {
				...{ state: 'fail', failCode: '500', failMsg: 'Failed to generate image' },
				resultJson: null,
			},
		});
		kie.addFault({ kind: 'moderation' });
		await kie.post('/api/v1/jobs/createTask', order);
		expect((await until(() => received[2])).body).toMatchObject({
			code: 400,
			data: { state: 'fail', failCode: '400' },
		});
	});
});

describe('where a callback goes', () => {
	it('is the URL as it stands, with its query', async () => {
		const kie = await start();
		const { url, received } = await receiver();
		const query = '?signature=a%2Fb%3D&order=7&empty=&tag=x&tag=y';
		await kie.create({ callBackUrl: `${url}${query}` });
		expect((await until(() => received[0])).path).toBe(`/callback${query}`);
		kie.addFault({ kind: 'forgedCallback', alone: true });
		await kie.create({ callBackUrl: `${url}${query}` });
		expect((await until(() => received[1])).path).toBe(`/callback${query}`);
	});

	it('is there also when the answer to the create was lost', async () => {
		const kie = await start();
		const { url, received } = await receiver();
		kie.addFault({ kind: 'reset', on: 'create', when: 'after' });
		await expect(kie.create({ callBackUrl: url })).rejects.toThrow('fetch failed');
		const { body } = await until(() => received[0]);
		expect(body).toMatchObject({ code: 200, data: { taskId: kie.ledger().tasks[0]?.id } });
	});

	it('can be reached before the answer to the create arrives', async () => {
		const kie = await start();
		const { url, received } = await receiver();
		const days = 30 * 24 * 3_600_000;
		kie.addFault({ kind: 'slow', on: 'create', when: 'after', delayMs: days });
		const created = kie.create({ callBackUrl: url });
		const { body } = await until(() => received[0]);
		kie.advance(days);
		expect(await created).toBe(body.data?.taskId);
	});
});

describe('repeats', () => {
	it('come three times while the answer is no 2xx, further and further apart', async () => {
		const kie = await start({ speed: 500 });
		const { url, received } = await receiver((response) => response.writeHead(500).end());
		const taskId = await kie.create({ callBackUrl: url });
		await until(() => received.length === 4);
		const gaps = received.slice(1).map(({ at }, index) => at - (received[index]?.at ?? 0));
		for (const [index, least] of [20, 40, 60].entries())
			expect(gaps[index]).toBeGreaterThanOrEqual(least - 2);
		await until(() => kinds(kie).length === 4);
		kie.advance(3_600_000);
		const { callbacks } = await kie.ended(taskId);
		expect(callbacks.map(({ attempt, status }) => [attempt, status])).toEqual([
			...[
				[1, 500],
				[2, 500],
				[3, 500],
				[4, 500],
			],
		]);
	});

	it('end with the first 2xx', async () => {
		const kie = await start();
		const { url } = await receiver((response, count) =>
			response.writeHead(count < 3 ? 503 : 204).end(),
		);
		const taskId = await kie.create({ callBackUrl: url });
		await until(() => kinds(kie).length === 3);
		kie.advance(3_600_000);
		expect((await kie.ended(taskId)).callbacks.map(({ status }) => status)).toEqual([
			503, 503, 204,
		]);
	});

	it('follow a redirect', async () => {
		const kie = await start();
		const { url } = await receiver((response, count) => {
			if (count === 1) response.writeHead(302, { location: 'http://127.0.0.1:9/' });
			response.end();
		});
		const taskId = await kie.create({ callBackUrl: url });
		await until(() => kinds(kie).length === 2);
		const { callbacks } = await kie.ended(taskId);
		expect(callbacks.map(({ status }) => status)).toEqual([302, 200]);
	});

	it('follow an answer that does not come in time', async () => {
		const kie = await start({ callbackTimeoutFloorMs: 30 });
		const { url } = await receiver((response, count) => {
			if (count > 1) response.end();
		});
		const taskId = await kie.create({ callBackUrl: url });
		// Whether a busy machine answers the repeat in time is not the matter here.
		await until(() => kinds(kie).length >= 2);
		const { callbacks } = await kie.ended(taskId);
		expect(callbacks[0]).toMatchObject({ status: null, error: expect.stringContaining('timeout') });
	});

	it('do not leave this machine', async () => {
		const kie = await start({ speed: 100_000 });
		const taskId = await kie.create({ callBackUrl: 'http://example.com/callback' });
		await until(() => kinds(kie).length > 0);
		expect((await kie.ended(taskId)).callbacks[0]).toMatchObject({
			status: null,
			error: 'not a loopback address',
		});
	});
});

describe('callbacks that go wrong', () => {
	it('are lost', async () => {
		const kie = await start();
		const { url, received } = await receiver();
		kie.addFault({ kind: 'lostCallback' });
		await kie.create({ callBackUrl: url });
		await until(() => kinds(kie).length === 1);
		expect([kinds(kie), received]).toEqual([['lost'], []]);
	});

	it('are late', async () => {
		const kie = await start({ speed: 1_000 });
		const { url, received } = await receiver();
		kie.addFault({ kind: 'lateCallback', delayMs: 3_600_000 });
		await kie.ended(await kie.create({ callBackUrl: url }));
		expect(received).toHaveLength(0);
		kie.advance(3_600_000);
		await until(() => received[0]);
	});

	it('come twice and more', async () => {
		const kie = await start();
		const { url, received } = await receiver();
		kie.addFault({ kind: 'duplicateCallback', copies: 3 });
		await kie.create({ callBackUrl: url });
		await until(() => kinds(kie).length === 3);
		expect(kinds(kie).sort()).toEqual(['duplicate', 'duplicate', 'genuine']);
		expect(new Set(received.map(({ body }) => JSON.stringify(body))).size).toBe(1);
	});

	it('come twice at the same moment', async () => {
		const kie = await start({ callbackTimeoutFloorMs: 30_000 });
		// Who answers the first only when the second is there waits forever if they come one by one.
		let waiting: ServerResponse | undefined;
		const { url } = await receiver((response) => {
			waiting?.end();
			if (waiting) response.end();
			waiting = response;
		});
		kie.addFault({ kind: 'duplicateCallback' });
		const taskId = await kie.create({ callBackUrl: url });
		await until(() => kinds(kie).length === 2);
		const { callbacks } = await kie.ended(taskId);
		expect(callbacks.map(({ attempt, status }) => [attempt, status])).toEqual([
			...[
				[1, 200],
				[1, 200],
			],
		]);
	});

	it('come in another order', async () => {
		const kie = await start();
		const { url, received } = await receiver();
		kie.addFault({ kind: 'reorderedCallback', match: { prompt: 'first' } });
		const first = await kie.create({ prompt: 'first', callBackUrl: url });
		await kie.ended(first);
		const second = await kie.create({ prompt: 'second', callBackUrl: url });
		await until(() => received[1]);
		expect(received.map(({ body }) => body.data?.taskId)).toEqual([second, first]);
	});

	it('overtaken by none come after a while', async () => {
		const kie = await start();
		const { url, received } = await receiver();
		kie.addFault({ kind: 'reorderedCallback' });
		await kie.ended(await kie.create({ callBackUrl: url }));
		kie.advance(600_000);
		await until(() => received[0]);
	});

	it.each([
		['wrongSignature', false, false],
		['unsigned', false, false],
		['stale', false, true],
		['changedBody', true, false],
		['unknownTask', true, false],
	] as const)('are forged: %s', async (forgery, signed, genuineBody) => {
		const kie = await start({ webhookSecret });
		const { url, received } = await receiver();
		kie.addFault({ kind: 'forgedCallback', forgery });
		const taskId = await kie.create({ callBackUrl: url });
		const genuine = await until(() => received[1]);
		const forged = await until(() => received[0]);
		expect(isSigned(genuine)).toBe(true);
		expect(isSigned(forged)).toBe(signed);
		expect(JSON.stringify(forged.body) === JSON.stringify(genuine.body)).toBe(genuineBody);
		expect(forged.body.data?.taskId === taskId).toBe(forgery !== 'unknownTask');
		if (!genuineBody) expect(JSON.stringify(forged.body)).toContain(`${kie.otherHostUrl}/forged/`);
		await until(() => kinds(kie).length === 2);
		expect(kinds(kie)).toEqual([forgery, 'genuine']);
	});

	it('are forged alone', async () => {
		const kie = await start({ webhookSecret });
		const { url } = await receiver();
		kie.addFault({ kind: 'forgedCallback', alone: true });
		await kie.create({ callBackUrl: url });
		await until(() => kinds(kie).length === 1);
		expect(kinds(kie)).toEqual(['wrongSignature']);
	});

	it('are sent again on request', async () => {
		const kie = await start({ webhookSecret });
		const { url, received } = await receiver();
		const taskId = await kie.create();
		await kie.ended(taskId);
		const send = async (body: object) =>
			(
				await fetch(`${kie.url}/__sim/callbacks`, {
					method: 'POST',
					headers: { 'content-type': 'application/json' },
					body: JSON.stringify(body),
				})
			).status;
		expect(await send({ taskId })).toBe(404);
		expect(await send({ taskId, url })).toBe(200);
		expect(await send({ taskId, url, forgery: 'unsigned' })).toBe(200);
		expect(received.map(isSigned)).toEqual([true, false]);
	});
});
