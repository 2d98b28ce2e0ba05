import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { market } from '../../../../../nodes/shared/kie/apis/market.ts';
import { ownModelName } from '../../../../../nodes/shared/models/index.ts';
import type { KieTask } from '../../../../../nodes/shared/kie/task.ts';
import { SUCCESS_WITHOUT_IMAGE } from '../../../../../nodes/shared/kie/task.ts';
import { isRecord } from '../../../../../nodes/shared/kie/json.ts';
import { refusal, taskFrom, wire } from '../../../../helpers/wire.ts';

const RESULT = 'https://a.example/result.png';
const resultUrls = [RESULT];

test("KIE's older pages: a record", async () => {
	const file = new URL(
		'../../../../fixtures/documents/reference-market-success.json',
		import.meta.url,
	);
	const body: unknown = JSON.parse(readFileSync(file, 'utf8'));

	expect(await taskFrom(market, isRecord(body) ? body.data : null)).toMatchObject({
		status: 'success',
		model: 'nano-banana-pro',
		imageUrls: ['https://example.com/generated-image.jpg'],
		createdAt: '2023-10-31T15:16:40.000Z',
		errorCode: null,
		errorMessage: null,
		creditsUsed: null,
	});
});

describe('the state', () => {
	test.each<[string, KieTask['status']]>([
		['waiting', 'pending'],
		['queuing', 'pending'],
		['generating', 'pending'],
		['somethingNew', 'pending'],
		['fail', 'failed'],
		['FAIL', 'failed'],
		['success', 'success'],
		['SUCCESS', 'success'],
	])('%s is %s', async (state, status) => {
		const record = { state, resultJson: JSON.stringify({ resultUrls }) };
		const imageUrls = status === 'success' ? resultUrls : [];
		expect(await taskFrom(market, record)).toMatchObject({ status, imageUrls });
	});
});

describe('the result', () => {
	const success = async (resultJson: unknown) =>
		await taskFrom(market, { state: 'success', resultJson });

	test.each<[string, unknown]>([
		['text', JSON.stringify({ resultUrls })],
		['an object', { resultUrls }],
		['in snake case', JSON.stringify({ result_urls: resultUrls })],
		[
			'beside a first frame, a last one and what went in',
			JSON.stringify({
				firstFrameUrl: 'https://a.example/first.png',
				lastFrameUrl: 'https://a.example/last.png',
				originImageUrl: 'https://a.example/origin.png',
				originUrls: ['https://a.example/origin.png'],
				resultUrls,
			}),
		],
	])('as %s', async (_name, resultJson) => {
		expect((await success(resultJson)).imageUrls).toEqual(resultUrls);
	});

	test.each<[string, unknown]>([
		['empty text', ''],
		['null', null],
		['missing', undefined],
		['text that is no JSON', '{"resultUrls":'],
		['an empty list', '{"resultUrls":[]}'],
		['nothing but what went in', { originImageUrl: RESULT, firstFrameUrl: RESULT }],
	])('that is %s is none, and so no success', async (_name, resultJson) => {
		expect(await success(resultJson)).toMatchObject({
			status: 'failed',
			imageUrls: [],
			errorMessage: expect.stringContaining('no image URL'),
		});
	});

	test.each<[string, unknown]>([
		['objects with a URL', JSON.stringify({ resultUrls: [{ url: RESULT }] })],
		['objects with a result URL', JSON.stringify({ resultUrls: [{ resultUrl: RESULT }] })],
		['a bare list', JSON.stringify(resultUrls)],
		['a bare list of objects', [{ url: RESULT }]],
		['JSON within JSON', JSON.stringify(JSON.stringify({ resultUrls }))],
		['a list that is text', JSON.stringify({ resultUrls: JSON.stringify(resultUrls) })],
		['one URL', { resultUrls: RESULT }],
		['one URL and nothing around it', RESULT],
		['among what is none', { resultUrls: [null, 'null', '', { url: 'null' }, 7, RESULT] }],
	])('has URLs as %s', async (_name, resultJson) => {
		const task = await success(resultJson);
		expect(task).toMatchObject({ status: 'success', imageUrls: resultUrls });
		expect(task).not.toHaveProperty('result');
	});

	test.each<[string, unknown]>([
		['empty text', ''],
		['null', null],
		['the text "null"', 'null'],
		['missing', undefined],
		['an empty list', '{"resultUrls":[]}'],
		['broken', '{"resultUrls":'],
	])('is read from response where resultJson is %s', async (_name, resultJson) => {
		const record = { state: 'success', resultJson, response: { resultUrls } };
		expect(await taskFrom(market, record)).toMatchObject({
			status: 'success',
			imageUrls: resultUrls,
		});
		const asText = { ...record, response: JSON.stringify(record.response) };
		expect(await taskFrom(market, asText)).toMatchObject({ imageUrls: resultUrls });
	});

	const maskUrl = 'https://a.example/mask.png';
	test.each<[string, unknown, unknown]>([
		['an object', { segments: [{ maskUrl }] }, { segments: [{ maskUrl }] }],
		['text', JSON.stringify({ segments: [{ maskUrl }] }), { segments: [{ maskUrl }] }],
		['a list', [{ maskUrl, name: 'cat' }], [{ maskUrl, name: 'cat' }]],
		[
			'a count of nothing',
			{ segments_count: 0, segments: [] },
			{ segments_count: 0, segments: [] },
		],
		['words', JSON.stringify('A cat on a mat'), 'A cat on a mat'],
		[
			'beside an empty list of images',
			{ resultUrls: [], resultObject: { mask_urls: [maskUrl] } },
			{ resultUrls: [], resultObject: { mask_urls: [maskUrl] } },
		],
	])('without images is %s', async (_name, resultJson, result) => {
		const done = { status: 'success', imageUrls: [], result, errorMessage: null };
		expect(await success(resultJson)).toMatchObject(done);
		const record = { state: 'success', resultJson: '', response: resultJson };
		expect(await taskFrom(market, record)).toMatchObject(done);
	});

	test('without images goes to nobody before the task is done', async () => {
		const record = { state: 'generating', resultJson: { segments: [{ maskUrl }] } };
		const task = await taskFrom(market, record);
		expect(task.status).toBe('pending');
		expect(task).not.toHaveProperty('result');
	});

	test.each<[string, unknown]>([
		['an empty object', '{}'],
		['an empty list', '[]'],
		['the text "null"', 'null'],
		['a list of nothing', [null, '', 'null', {}]],
		['names without values', { resultObject: { segments: [], note: null } }],
		['an empty list of images with a number beside it', { resultUrls: [], seed: 42 }],
		[
			'images that are no web addresses',
			{ resultUrls: ['null', 'file:///etc/passwd', 'https://'] },
		],
		['a number', '0'],
		['a switch', 'true'],
	])('that is %s is nothing at all', async (_name, resultJson) => {
		expect(await success(resultJson)).toMatchObject({
			status: 'failed',
			errorMessage: SUCCESS_WITHOUT_IMAGE,
		});
	});

	test.each(['', null, undefined])('of a running task may be %j', async (resultJson) => {
		const task = await taskFrom(market, { state: 'generating', resultJson, failCode: '' });
		expect(task).toMatchObject({ status: 'pending', imageUrls: [], errorCode: null });
	});
});

describe('what went wrong', () => {
	test.each<[unknown, unknown, KieTask['errorCode'], KieTask['errorMessage']]>([
		['501', 'Generation failed', 501, 'Generation failed'],
		[400, 'flagged', 400, 'flagged'],
		['SENSITIVE', 'nsfw', 'SENSITIVE', 'nsfw'],
		['', '', null, null],
		[null, 'null', null, null],
		[undefined, undefined, null, null],
		['0', ' ', null, null],
	])('failCode %j, failMsg %j', async (failCode, failMsg, errorCode, errorMessage) => {
		const task = await taskFrom(market, { state: 'fail', failCode, failMsg });
		expect(task).toMatchObject({ status: 'failed', errorCode, errorMessage });
	});
});

describe('the rest of a record', () => {
	test('costTime is seconds, and no credits', async () => {
		const record = { state: 'success', resultJson: { resultUrls }, costTime: 12 };
		expect((await taskFrom(market, record)).creditsUsed).toBeNull();
		expect((await taskFrom(market, { ...record, creditsConsumed: 4 })).creditsUsed).toBe(4);
	});

	test.each<[string, unknown]>([
		['text', JSON.stringify({ model: 'a/b', input: { prompt: 'A cat' } })],
		['text within text', JSON.stringify({ model: 'a/b', input: '{"prompt":"A cat"}' })],
		['an object', { model: 'a/b', input: { prompt: 'A cat' } }],
	])('the prompt and the model out of param, which is %s', async (_name, param) => {
		expect(await taskFrom(market, { state: 'waiting', param })).toMatchObject({
			model: 'a/b',
			prompt: 'A cat',
		});
	});

	test('the callback URL is left out of the raw record', async () => {
		const param = JSON.stringify({ callBackUrl: 'https://n8n.example.com/secret', input: {} });
		const { raw } = await taskFrom(market, { state: 'waiting', param });
		expect(raw).toEqual({ state: 'waiting', param: '{"input":{}}' });
	});

	test.each([
		['google/nano-banana-edit', 'nano-banana'],
		['bytedance/seedream-v4-text-to-image', 'seedream-v4'],
		['ideogram/v3-remix', 'ideogram-v3'],
		['qwen/text-to-image', 'qwen/text-to-image'],
	])('%s goes by the name %s', async (model, name) => {
		const task = await taskFrom(market, { state: 'waiting', model });
		expect(ownModelName(task.model ?? '')).toBe(name);
	});

	test('the prompt and the model out of paramJson, where there is no param', async () => {
		const paramJson = JSON.stringify({ model: 'a/b', input: '{"prompt":"A cat"}' });
		const task = await taskFrom(market, { state: 'waiting', param: null, paramJson });
		expect(task).toMatchObject({ model: 'a/b', prompt: 'A cat' });
	});

	test.each([refusal(422, 'recordInfo is null'), refusal(404, 'Not found')])(
		'that KIE does not have is none',
		async (reply) => {
			expect(await market.read(wire(reply), 'x')).toEqual({ ok: true, value: null });
		},
	);
});

describe('the callback', () => {
	const read = (code: number | null, data: Record<string, unknown>) =>
		market.fromCallback('t1', { code, msg: 'said', data });

	test('carries the record', () => {
		const record = { taskId: 't1', model: 'a/b', state: 'success', resultJson: '{"resultUrls":' };
		const whole = { ...record, resultJson: JSON.stringify({ resultUrls }) };
		expect(read(200, whole)).toMatchObject({
			status: 'success',
			model: 'a/b',
			imageUrls: resultUrls,
		});
		expect(read(501, { state: 'fail', failCode: '501', failMsg: 'no' })).toMatchObject({
			status: 'failed',
			errorCode: 501,
			errorMessage: 'no',
		});
	});

	test('of a failure that only its code tells', () => {
		const task = read(501, { taskId: 't1', resultJson: null });
		expect(task).toMatchObject({ status: 'failed', errorCode: 501, errorMessage: 'said' });
		expect(read(501, { state: 'fail', failCode: null, failMsg: 'null' })).toMatchObject({
			status: 'failed',
			errorCode: 501,
			errorMessage: 'said',
		});
		expect(read(200, { taskId: 't1', resultJson: '' })?.status).toBe('pending');
		expect(read(501, { state: 'generating' })?.status).toBe('pending');
	});

	test.each([{ info: { result_urls: resultUrls } }, { info: null }, {}])(
		'%j is of another API',
		(data) => {
			expect(read(200, data)).toBeNull();
		},
	);
});

test('submits to its own path, with the callback URL beside the input', async () => {
	const kie = wire({ ok: true, value: { taskId: 't1', recordId: 'r1' } });
	const body = { model: 'a/b', input: { prompt: 'A cat' } };
	expect(await market.submit(kie, body, 'https://a.example/hook')).toEqual({
		ok: true,
		value: 't1',
	});
	await market.read(kie, 't1');
	expect(kie.sent).toEqual([
		{ path: '/api/v1/jobs/createTask', data: { ...body, callBackUrl: 'https://a.example/hook' } },
		{ path: '/api/v1/jobs/recordInfo', data: { taskId: 't1' } },
	]);
});
