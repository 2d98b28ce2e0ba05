import type { INodeParameters } from 'n8n-workflow';
import { describe, expect, test } from 'vitest';
import { market, segments, TASK_ID } from '../../fixtures/recordings.ts';
import { runClock, useFakedClock } from '../../helpers/clock.ts';
import { API_KEY, errorOf, jsonOf, outputOf } from '../../helpers/engine.ts';
import { created, failed, KieWire } from '../../helpers/kie.ts';
import { MARKET_CREATE } from '../../helpers/otherApis.ts';
import { run } from '../../helpers/run.ts';
import { jsonIn, Trigger } from '../../helpers/trigger.ts';

useFakedClock();

const READ = /^\/api\/v1\/jobs\/recordInfo/;
const model = 'grok-imagine-image-2-0/segment-map';
const MAP: INodeParameters = {
	model: 'other',
	marketModel: model,
	marketInputMode: 'json',
	marketInput: '{ "task_id": "0f" }',
};

describe('a market model that gives no images but a result', () => {
	const item = {
		taskId: TASK_ID,
		api: 'market',
		model,
		status: 'success',
		progress: 1,
		imageUrl: null,
		imageIndex: null,
		imageUrls: [],
		prompt: null,
		createdAt: '2026-08-16T11:02:27.734Z',
		completedAt: '2026-08-16T11:02:45.881Z',
		creditsUsed: 0,
		errorCode: null,
		errorMessage: null,
		result: segments,
	};

	test.each(['perImage', 'perTask'])('is one item with it, %s', async (outputItems) => {
		new KieWire()
			.on('POST', MARKET_CREATE, [created(TASK_ID)])
			.on('GET', READ, [market.segmentMap]);

		const result = await run({ ...MAP, options: { outputItems } });

		expect(jsonOf(result, 'Next')).toEqual([item]);
		expect(outputOf(result, 'Next')[0]?.binary).toBeUndefined();
		expect(jsonOf(result, 'Failed')).toEqual([]);
	});

	test('is the same for Get Status and the trigger', async () => {
		new KieWire().on('GET', READ, [market.segmentMap]);

		const result = await run({
			operation: 'getStatus',
			taskId: TASK_ID,
			options: { api: 'market' },
		});
		const told = { code: 200, msg: 'Playground task completed.', data: market.segmentMap.data };
		const delivered = await runClock(new Trigger().deliver(told));

		expect(jsonOf(result, 'Next')).toEqual([item]);
		expect(jsonIn(delivered)).toEqual([{ ...item, query: {} }]);
	});

	test('has nothing to link to, and says so', async () => {
		new KieWire()
			.on('GET', READ, [market.segmentMap])
			.on('GET', /record-info/, [{ code: 422, msg: 'The record does not exist', data: null }]);

		const result = await run({ operation: 'getDownloadUrl', taskId: TASK_ID });

		expect(errorOf(result).message).toBe(
			`Task '${TASK_ID}' made no images, so there is nothing to link to [item 0]`,
		);
		expect(errorOf(result).description).toContain("'Get Status'");
	});
});

test('a failed record under another code ends the wait at once', async () => {
	const wire = new KieWire()
		.onCreate([created('t1')])
		.onRead('t1', [{ ...failed('t1', 400, 'Your content was flagged'), code: 422, msg: 'failed' }]);

	const error = errorOf(await run({ prompt: 'A cat' }));

	expect(error.message).toBe('KIE declined the request because of its content [item 0]');
	expect(wire.readsOf('t1')).toHaveLength(1);
});

describe('a create whose answer names no task as the documents say', () => {
	test.each<[string, unknown]>([
		['a number', { taskId: 1_786_878_147 }],
		['as the ID of the record', { recordId: '1786878147' }],
		['as plain text', '1786878147'],
	])('is taken: %s', async (_name, data) => {
		const wire = new KieWire()
			.onCreate([{ code: 200, msg: 'success', data }])
			.onRead('1786878147', [failed('1786878147', 400, 'Your content was flagged')]);

		const error = errorOf(await run({ prompt: 'A cat' }));

		expect(error.context.taskId).toBe('1786878147');
		expect(wire.creates).toHaveLength(1);
	});

	test('tells what could be its ID, and nothing of the key', async () => {
		const data = { jobId: 'job-77', owner: API_KEY, ownerId: API_KEY };
		const wire = new KieWire().onCreate([{ code: 200, msg: 'success', data }]);

		const error = errorOf(await run({ prompt: 'A cat' }));

		expect(error.message).toContain('may have been billed');
		expect(error.description).toContain('jobId: job-77');
		expect(JSON.stringify(error)).not.toContain(API_KEY);
		expect(wire.creates).toHaveLength(1);
	});
});

test('neither the key nor the URL to call back is in a record, however it repeats them', async () => {
	const secret = 'https://n8n.example.com/webhook-waiting/secret';
	const input = JSON.stringify({ prompt: `A cat ${API_KEY}`, callback_url: secret });
	const data = {
		...market.successInFull.data,
		callbackUrl: secret,
		param: JSON.stringify({ callBackUrl: secret, input }),
		paramJson: JSON.stringify([{ callbackUrl: secret }]),
	};
	new KieWire().on('GET', READ, [{ code: 200, msg: 'success', data }]);

	const result = await run({
		operation: 'getStatus',
		taskId: TASK_ID,
		options: { api: 'market', includeRaw: true },
	});

	const said = JSON.stringify(jsonOf(result, 'Next'));
	expect(said).toContain('gpt-image-2-5-flare-text-to-image');
	expect(said).not.toContain('secret');
	expect(said).not.toContain(API_KEY);
});
