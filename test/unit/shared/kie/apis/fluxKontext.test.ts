import { describe, expect, test } from 'vitest';
import { fluxKontext } from '../../../../../nodes/shared/kie/apis/fluxKontext.ts';
import type { KieTask } from '../../../../../nodes/shared/kie/task.ts';
import { refusal, taskFrom, wire } from '../../../../helpers/wire.ts';

const RESULT = 'https://a.example/result.png';
const ORIGIN = 'https://a.example/origin.png';

describe('the record', () => {
	test.each<[string, Record<string, unknown>, Partial<KieTask>]>([
		[
			'running',
			{ successFlag: 0, response: null },
			{ status: 'pending', progress: 0, imageUrls: [] },
		],
		[
			'done',
			{
				successFlag: 1,
				paramJson: '{"prompt":"A cat","model":"flux-kontext-max"}',
				response: { originImageUrl: ORIGIN, resultImageUrl: RESULT },
				createTime: 1_700_000_000_000,
				completeTime: 1_700_000_060_000,
				errorCode: 0,
				errorMessage: '',
			},
			{
				status: 'success',
				progress: 1,
				imageUrls: [RESULT],
				prompt: 'A cat',
				model: 'flux-kontext-max',
				createdAt: '2023-11-14T22:13:20.000Z',
				completedAt: '2023-11-14T22:14:20.000Z',
				errorCode: null,
				errorMessage: null,
			},
		],
		[
			'done, with its response as text and its flag as text',
			{ successFlag: '1', response: JSON.stringify({ resultImageUrl: RESULT }) },
			{ status: 'success', imageUrls: [RESULT] },
		],
		[
			'done, with its result as another API names it',
			{ successFlag: 1, response: { originImageUrl: ORIGIN, resultUrls: [RESULT] } },
			{ status: 'success', imageUrls: [RESULT] },
		],
		[
			'done, with nothing but what went in, which is no result',
			{ successFlag: 1, response: { originImageUrl: ORIGIN, resultImageUrl: '' } },
			{ status: 'failed', imageUrls: [], errorMessage: expect.stringContaining('no image URL') },
		],
		[
			'refused, with empty strings for URLs',
			{
				successFlag: 2,
				response: { originImageUrl: '', resultImageUrl: '' },
				errorCode: '400',
				errorMessage: 'flagged',
			},
			{ status: 'failed', imageUrls: [], errorCode: 400, errorMessage: 'flagged' },
		],
		[
			'failed, with a result that is left over',
			{ successFlag: 3, response: { resultImageUrl: RESULT }, errorCode: null, errorMessage: null },
			{ status: 'failed', imageUrls: [], errorCode: null, errorMessage: null },
		],
		['of a kind nobody knows', { successFlag: 7 }, { status: 'pending' }],
	])('%s', async (_name, record, expected) => {
		const task = await taskFrom(fluxKontext, record);
		expect(task).toMatchObject({ taskId: 'asked-for', api: 'fluxKontext', ...expected });
	});

	test.each([refusal(422, 'The record does not exist'), refusal(500, 'record is null')])(
		'that KIE does not have is none',
		async (reply) => {
			expect(await fluxKontext.read(wire(reply), 'x')).toEqual({ ok: true, value: null });
		},
	);
});

describe('the callback', () => {
	const read = (code: number | null, data: Record<string, unknown>) =>
		fluxKontext.fromCallback('t1', { code, msg: 'said', data });

	test('of success', () => {
		const info = { originImageUrl: ORIGIN, resultImageUrl: RESULT };
		const task = read(200, { taskId: 't1', info });
		expect(task).toMatchObject({ api: 'fluxKontext', status: 'success', imageUrls: [RESULT] });
	});

	test('of failure, which has empty strings', () => {
		const task = read(501, { taskId: 't1', info: { originImageUrl: '', resultImageUrl: '' } });
		expect(task).toMatchObject({ status: 'failed', errorCode: 501, errorMessage: 'said' });
	});

	test.each([{ info: { result_urls: [RESULT] } }, { info: null }, { state: 'success' }, {}])(
		'%j is of another API',
		(data) => {
			expect(read(200, data)).toBeNull();
		},
	);
});

test('submits to its own path, with the callback URL where there is one', async () => {
	const kie = wire({ ok: true, value: { taskId: 't1' } });
	const body = { prompt: 'A cat', model: 'flux-kontext-pro' };
	expect(await fluxKontext.submit(kie, body, 'https://a.example/hook')).toEqual({
		ok: true,
		value: 't1',
	});
	await fluxKontext.read(kie, 't1');
	expect(kie.sent).toEqual([
		{
			path: '/api/v1/flux/kontext/generate',
			data: { ...body, callBackUrl: 'https://a.example/hook' },
		},
		{ path: '/api/v1/flux/kontext/record-info', data: { taskId: 't1' } },
	]);
});
