import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { readCallback } from '../../../../nodes/shared/callback/readCallback.ts';

const URL_A = 'https://tempfile.aiquickdraw.com/a.png';
const ofSeed = (name: string): unknown =>
	JSON.parse(
		readFileSync(new URL(`../../../fixtures/documents/${name}.json`, import.meta.url), 'utf8'),
	);

describe('the callbacks of', () => {
	const record = (more: object) => ({ taskId: 't', model: 'google/nano-banana', ...more });
	test.each<[string, unknown, object]>([
		[
			'4o, done',
			{ code: 200, msg: 'ok', data: { taskId: 't', info: { result_urls: [URL_A] } } },
			{ api: 'gpt4oImage', status: 'success', imageUrls: [URL_A] },
		],
		[
			'4o, failed',
			{ code: 400, msg: 'flagged', data: { taskId: 't', info: null } },
			{ api: 'gpt4oImage', status: 'failed', errorCode: 400, errorMessage: 'flagged' },
		],
		[
			'Flux Kontext, done',
			{
				code: 200,
				msg: 'ok',
				data: { taskId: 't', info: { originImageUrl: 'https://x/in.png', resultImageUrl: URL_A } },
			},
			{ api: 'fluxKontext', status: 'success', imageUrls: [URL_A] },
		],
		[
			'Flux Kontext, failed',
			{
				code: 500,
				msg: 'no',
				data: { taskId: 't', info: { originImageUrl: '', resultImageUrl: '' } },
			},
			{ api: 'fluxKontext', status: 'failed', errorCode: 500, errorMessage: 'no' },
		],
		[
			'Market, done',
			{
				code: 200,
				msg: 'ok',
				data: record({ state: 'success', resultJson: JSON.stringify({ resultUrls: [URL_A] }) }),
			},
			{ api: 'market', status: 'success', imageUrls: [URL_A], model: 'google/nano-banana' },
		],
		[
			'Market, failed',
			{
				code: 501,
				msg: 'no',
				data: record({ state: 'fail', failCode: '422', failMsg: 'bad', resultJson: '' }),
			},
			{ api: 'market', status: 'failed', errorCode: 422, errorMessage: 'bad' },
		],
	])('%s', (_name, body, task) => {
		expect(readCallback(body)).toMatchObject({ taskId: 't', task });
		expect(readCallback(JSON.stringify(body))).toEqual(readCallback(body));
	});

	test('the first document', () => {
		expect(readCallback(ofSeed('guide-callback-success'))?.task.status).toBe('success');
		expect(readCallback(ofSeed('guide-callback-failed'))).toMatchObject({
			taskId: null,
			task: { status: 'failed' },
		});
	});
});

test.each([
	['data.taskId', { data: { taskId: 'a', task_id: 'b' }, taskId: 'c', task_id: 'd' }, 'a'],
	['data.task_id', { data: { task_id: 'b' }, taskId: 'c', task_id: 'd' }, 'b'],
	['taskId', { data: {}, taskId: 'c', task_id: 'd' }, 'c'],
	['task_id', { data: null, task_id: 'd' }, 'd'],
	['a number', { data: { taskId: 1_786_878_147 } }, '1786878147'],
	['the one of the record', { data: { recordId: 'e' } }, 'e'],
	[
		'the one of the task before the one of the record',
		{ data: { recordId: 'e' }, taskId: 'c' },
		'c',
	],
	['the word null is none', { data: 'null', task_id: 'd' }, 'd'],
	['a blank one does not count', { data: { taskId: ' ' }, task_id: 'd' }, 'd'],
])('the ID of the task: %s', (_name, body, taskId) => {
	expect(readCallback({ code: 200, msg: '', ...body })?.taskId).toBe(taskId);
});

test.each([
	['a code as text', { code: '200', data: { taskId: 't', info: { result_urls: [URL_A] } } }],
	['a word for a code', { code: 'ok', data: { taskId: 't', info: { result_urls: [URL_A] } } }],
	['no code', { data: { taskId: 't', info: { result_urls: [URL_A] } } }],
	[
		'info as text',
		{ code: 200, data: { taskId: 't', info: JSON.stringify({ result_urls: [URL_A] }) } },
	],
	[
		'JSON within JSON',
		JSON.stringify(
			JSON.stringify({
				code: 200,
				data: { taskId: 't', resultJson: '', state: 'success', response: [URL_A] },
			}),
		),
	],
	['data as text', { code: 200, data: `{"taskId":"t","info":{"result_urls":["${URL_A}"]}}` }],
])('%s is understood', (_name, body) => {
	expect(readCallback(body)).toMatchObject({ taskId: 't', task: { imageUrls: [URL_A] } });
});

test.each<[string, unknown]>([
	['nothing', undefined],
	['null', null],
	['text', 'hello'],
	['a number', 5],
	['a list', [{ code: 200, data: null }]],
	['an empty object', {}],
	['a code alone', { code: 200 }],
	['an ID alone', { taskId: 't' }],
	['data that only names a task', { data: { taskId: 't' } }],
	['data that is text', { code: 200, data: 'hello' }],
	['data that is a list', { code: 200, data: [] }],
	['info that is a list', { code: 200, data: { taskId: 't', info: [] } }],
	['an ID with a line break', { code: 200, data: { taskId: 'a\nb', info: null } }],
	['an ID without end', { code: 200, data: { taskId: 'a'.repeat(201), info: null } }],
	['an ID in letters that cannot be sent', { code: 200, data: { taskId: '\ud800', info: null } }],
])('%s is no callback', (_name, body) => {
	expect(readCallback(body)).toBeNull();
});

test('a body nested without end is read as far as anyone looks', () => {
	const depth = 200_000;
	const info = `{"result_urls":["${URL_A}"],"a":${'{"a":'.repeat(depth)}1${'}'.repeat(depth + 1)}`;

	const callback = readCallback(`{"code":200,"data":{"taskId":"t","info":${info}}}`);

	expect(callback).toMatchObject({ taskId: 't', task: { imageUrls: [URL_A] } });
	expect(JSON.stringify(callback).length).toBeLessThan(1_000);
});
