import { describe, expect, test } from 'vitest';
import type { ImageApi } from '../../../../nodes/shared/kie/apis/index.ts';
import { apis } from '../../../../nodes/shared/kie/apis/index.ts';
import { readCallback } from '../../../../nodes/shared/callback/readCallback.ts';
import { readEnvelope } from '../../../../nodes/shared/kie/envelope.ts';
import {
	CALLBACK_URL,
	callbacks,
	created,
	elsewhere,
	flux,
	market,
	RESULT,
	segments,
	TASK_ID,
} from '../../../fixtures/recordings.ts';
import { wire } from '../../../helpers/wire.ts';

const envelope = (body: unknown) => readEnvelope({ status: 200, headers: {}, body });

async function read(api: ImageApi, body: unknown) {
	const reply = await api.read(wire(envelope(body)), TASK_ID);
	if (!reply.ok) throw new Error('KIE was taken to refuse');
	return reply.value;
}

describe('recorded records', () => {
	const times = { createdAt: '2026-08-16T11:02:27.734Z', completedAt: '2026-08-16T11:02:39.734Z' };
	const success = { status: 'success', progress: 1, imageUrls: [RESULT], prompt: 'A cat' };
	const pending = { status: 'pending', imageUrls: [], completedAt: null, errorCode: null };

	test.each<[string, ImageApi, unknown, object]>([
		['market, waiting', apis.market, market.waiting, { ...pending, creditsUsed: null }],
		[
			'market, waiting, with a price that may still change',
			apis.market,
			market.waitingWithPrice,
			{ ...pending, creditsUsed: null },
		],
		[
			'market, done, of April',
			apis.market,
			market.success,
			{ ...success, ...times, model: 'wan/2-7-image', creditsUsed: null },
		],
		['market, done, of August', apis.market, market.successWithPrice, { creditsUsed: 4 }],
		[
			'market, done, of September',
			apis.market,
			market.successInFull,
			{ ...success, model: 'gpt-image-2-5-flare-text-to-image', creditsUsed: 6, errorCode: null },
		],
		[
			'market, done, with no image but a result',
			apis.market,
			market.segmentMap,
			{
				status: 'success',
				progress: 1,
				imageUrls: [],
				result: segments,
				creditsUsed: 0,
				errorCode: null,
				errorMessage: null,
			},
		],
		[
			'market, failed',
			apis.market,
			market.failed,
			{
				status: 'failed',
				errorCode: 500,
				errorMessage: 'Upload failed: Server internal error.',
			},
		],
		[
			'market, failed before it began',
			apis.market,
			market.failedWithoutTimes,
			{ status: 'failed', errorCode: 422, completedAt: null },
		],
		[
			'Flux Kontext, done',
			apis.fluxKontext,
			flux.success,
			{ status: 'success', imageUrls: [RESULT], errorCode: null, errorMessage: null },
		],
		[
			'Flux Kontext, done, where null is a word',
			apis.fluxKontext,
			flux.successOfSister,
			{
				...success,
				createdAt: '2026-01-06T08:16:56.000Z',
				completedAt: '2026-01-06T08:17:04.000Z',
				errorCode: null,
				errorMessage: null,
			},
		],
	])('%s', async (_name, api, body, task) => {
		expect(await read(api, body)).toMatchObject(task);
	});

	test('only a result without images is an additional field', async () => {
		expect(await read(apis.market, market.successInFull)).not.toHaveProperty('result');
		expect(await read(apis.market, market.failed)).not.toHaveProperty('result');
	});

	test.each<[string, ImageApi, unknown]>([
		['market', apis.market, market.unknown],
		['4o', apis.gpt4oImage, flux.unknown],
		['Flux Kontext', apis.fluxKontext, flux.unknown],
		['data that is null', apis.market, elsewhere.unknown],
	])('no record: %s', async (_name, api, body) => {
		expect(await read(api, body)).toBeNull();
	});

	test.each<[string, ImageApi, unknown]>([
		['market', apis.market, market.withCallbackUrl],
		['Flux Kontext', apis.fluxKontext, flux.successOfSister],
	])('the URL to call back is in none of it: %s', async (_name, api, body) => {
		expect(JSON.stringify(body)).toContain('secret');
		const task = await read(api, body);
		expect(JSON.stringify(task)).not.toContain('secret');
		expect(JSON.stringify(task)).not.toContain(CALLBACK_URL);
	});
});

describe('recorded callbacks', () => {
	test.each<[string, unknown, object]>([
		[
			'market, done',
			callbacks.market,
			{ api: 'market', status: 'success', imageUrls: [RESULT], prompt: 'A cat', creditsUsed: 4 },
		],
		[
			'market, done, of 2025',
			callbacks.market2025,
			{ api: 'market', status: 'success', imageUrls: [RESULT], creditsUsed: 4 },
		],
		[
			'market, failed',
			callbacks.marketFailed,
			{ api: 'market', status: 'failed', errorCode: 500, errorMessage: 'Internal Error' },
		],
		[
			'4o, in Chinese',
			callbacks.inChinese,
			{ api: 'gpt4oImage', status: 'success', imageUrls: [RESULT] },
		],
		['Flux Kontext', callbacks.flux, { api: 'fluxKontext', status: 'success' }],
	])('%s', (_name, body, task) => {
		const callback = readCallback(body);
		expect(callback).toMatchObject({ taskId: TASK_ID, task });
		expect(JSON.stringify(callback)).not.toContain('secret');
	});

	test('what a callback tells is what the record tells', async () => {
		const record = market.segmentMap.data;
		const callback = readCallback({ code: 200, msg: 'Playground task completed.', data: record });
		expect(callback?.task).toEqual(await read(apis.market, market.segmentMap));
	});
});

test.each([
	['market', apis.market, created.market],
	['4o', apis.gpt4oImage, created.dedicated],
	['Flux Kontext', apis.fluxKontext, created.dedicated],
])('recorded creates: %s', async (_name, api, body) => {
	expect(await api.submit(wire(envelope(body)), {}, undefined)).toEqual({
		ok: true,
		value: TASK_ID,
	});
});
