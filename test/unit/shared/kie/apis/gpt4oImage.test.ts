import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { gpt4oImage } from '../../../../../nodes/shared/kie/apis/gpt4oImage.ts';
import type { Reply } from '../../../../../nodes/shared/kie/fault.ts';
import { readEnvelope } from '../../../../../nodes/shared/kie/envelope.ts';
import { mayHaveBeenBilled } from '../../../../../nodes/shared/kie/fault.ts';
import type { KieTask } from '../../../../../nodes/shared/kie/task.ts';
import { refusal, taskFrom as recordAsTask, wire } from '../../../../helpers/wire.ts';

function seed(name: string): Reply<unknown> {
	const body = readFileSync(
		new URL(`../../../../fixtures/documents/${name}.json`, import.meta.url),
		'utf8',
	);
	return readEnvelope({ status: 200, headers: {}, body });
}

const read = async (reply: Reply<unknown>) => await gpt4oImage.read(wire(reply), 'asked-for');

async function taskOf(reply: Reply<unknown>): Promise<KieTask> {
	const answer = await read(reply);
	if (!answer.ok || answer.value === null) throw new Error('no task was read');
	return answer.value;
}

const taskFrom = async (data: unknown) => await recordAsTask(gpt4oImage, data);

describe("records of KIE's documents", () => {
	test.each<[string, Partial<KieTask>]>([
		[
			'guide-running',
			{
				status: 'pending',
				progress: 0.5,
				createdAt: '2024-01-15T10:30:00.000Z',
				completedAt: null,
			},
		],
		[
			'guide-success',
			{
				status: 'success',
				progress: 1,
				imageUrls: ['https://example.com/generated-image.png'],
				createdAt: '2024-01-15T10:30:00.000Z',
				completedAt: '2024-01-15T10:35:00.000Z',
			},
		],
		[
			'quickstart-success-snake-case',
			{ status: 'success', imageUrls: ['https://example.com/generated-image.png'] },
		],
		[
			'quickstart-success-camel-case',
			{
				status: 'success',
				progress: 1,
				imageUrls: ['https://example.com/result/image1.png'],
				prompt: 'A beautiful sunset over the mountains',
				createdAt: '2023-01-01T08:20:00.000Z',
				completedAt: '2023-01-01T12:00:00.000Z',
				errorCode: null,
				errorMessage: null,
			},
		],
		['reference-processing', { status: 'pending', progress: 0.4, imageUrls: [] }],
		[
			'reference-completed',
			{
				status: 'success',
				progress: 1,
				imageUrls: ['https://example.com/generated-image.jpg'],
			},
		],
		['reference-failed', { status: 'failed', imageUrls: [] }],
	])('%s', async (name, expected) => {
		const task = await taskOf(seed(name));
		expect(task).toMatchObject({ taskId: 'asked-for', api: 'gpt4oImage', model: 'gpt4o-image' });
		expect(task).toMatchObject(expected);
	});
});

describe('where the image URLs stand', () => {
	const urls = ['https://a.example/1.png', 'https://a.example/2.png'];

	test.each<[string, Record<string, unknown>]>([
		['response.resultUrls', { response: { resultUrls: urls } }],
		['response.result_urls', { response: { result_urls: urls } }],
		['response as text', { response: JSON.stringify({ resultUrls: urls }) }],
		['response as text, snake case', { response: JSON.stringify({ result_urls: urls }) }],
		['the record itself', { resultUrls: urls }],
		['the record itself, snake case', { result_urls: urls }],
		['info', { info: { result_urls: urls } }],
		['info, camel case', { info: { resultUrls: urls } }],
		['the first that is not empty', { response: { resultUrls: [] }, resultUrls: urls }],
		['the first that is there', { response: { resultUrls: null, result_urls: urls } }],
		['response before the record', { response: { resultUrls: urls }, resultUrls: ['https://b'] }],
	])('%s', async (_, places) => {
		expect((await taskFrom({ successFlag: 1, ...places })).imageUrls).toEqual(urls);
	});

	test('a task that still runs has none, whatever stands there', async () => {
		const task = await taskFrom({ successFlag: 0, response: { resultUrls: urls } });
		expect(task).toMatchObject({ status: 'pending', imageUrls: [] });
	});

	test.each([{}, { response: null }, { response: '' }, { response: { resultUrls: [] } }])(
		'success with %j is none',
		async (places) => {
			const task = await taskFrom({ successFlag: 1, status: 'SUCCESS', ...places });
			expect(task).toMatchObject({ status: 'failed', imageUrls: [] });
			expect(task.errorMessage).toContain('no image URL');
		},
	);
});

describe('what went wrong with a task', () => {
	test.each<[Record<string, unknown>, Partial<KieTask>]>([
		[
			{ successFlag: 2, errorCode: 400, errorMessage: 'Flagged' },
			{ status: 'failed', errorCode: 400, errorMessage: 'Flagged' },
		],
		[
			{ successFlag: 3, errorCode: '451', errorMessage: 'Unable to download' },
			{ status: 'failed', errorCode: 451, errorMessage: 'Unable to download' },
		],
		[
			{ successFlag: 3, errorCode: null, errorMessage: 'null' },
			{ status: 'failed', errorCode: null, errorMessage: null },
		],
		[
			{ status: 'GENERATE_FAILED', errorMessage: '' },
			{ status: 'failed', errorCode: null, errorMessage: null },
		],
		[{ successFlag: 3, errorCode: 'SENSITIVE' }, { errorCode: 'SENSITIVE' }],
		// KIE's schema lists 200 among the error codes.
		[
			{ successFlag: 1, errorCode: 200, imageUrl: 'https://a.example/1.png' },
			{ status: 'success', errorCode: null },
		],
	])('%j', async (data, expected) => {
		expect(await taskFrom(data)).toMatchObject(expected);
	});
});

test('the raw record is as KIE sent it, but for the callback URL', async () => {
	const secret = 'https://n8n.example.com/webhook/secret';
	const data = {
		taskId: 'a',
		successFlag: 0,
		callBackUrl: secret,
		paramJson: JSON.stringify({ prompt: 'A cat', callBackUrl: secret }),
		somethingNew: [1, 2],
	};
	const task = await taskFrom(data);
	expect(JSON.stringify(task)).not.toContain('secret');
	expect(task.raw).toEqual({
		taskId: 'a',
		successFlag: 0,
		paramJson: '{"prompt":"A cat"}',
		somethingNew: [1, 2],
	});
	expect(task.prompt).toBe('A cat');
});

describe('no record', () => {
	test.each<[string, Reply<unknown>]>([
		['data is null', { ok: true, value: null }],
		['data is empty', { ok: true, value: {} }],
		['422 recordInfo', refusal(422, 'recordInfo is null')],
		['422 record', refusal(422, 'The record does not exist')],
		['404', refusal(404, 'Not found')],
	])('%s', async (_, reply) => {
		expect(await read(reply)).toEqual({ ok: true, value: null });
	});

	test.each([401, 429, 500])('but code %i is passed on', async (code) => {
		const reply = refusal(code, 'x');
		expect(await read(reply)).toEqual(reply);
	});
});

describe('submit', () => {
	test.each([
		['guide-created', 'task_4o_abc123'],
		['quickstart-created', 'task_4o_abc123'],
		['reference-created', 'task_xxxxxxx'],
		['site-created', 'task12345'],
	])('reads the task ID of %s', async (name, taskId) => {
		expect(await gpt4oImage.submit(wire(seed(name)), {}, undefined)).toEqual({
			ok: true,
			value: taskId,
		});
	});

	test('sends the body as it is, and the callback URL only where there is one', async () => {
		const kie = wire(seed('site-created'));
		await gpt4oImage.submit(kie, { prompt: 'A cat', size: '1:1' }, undefined);
		await gpt4oImage.submit(kie, { prompt: 'A cat', size: '1:1' }, 'https://a.example/hook');
		const path = '/api/v1/gpt4o-image/generate';
		expect(kie.sent).toEqual([
			{ path, data: { prompt: 'A cat', size: '1:1' } },
			{ path, data: { prompt: 'A cat', size: '1:1', callBackUrl: 'https://a.example/hook' } },
		]);
	});

	test.each([null, {}, { taskId: '' }, { taskId: null }, 'text'])(
		'a success with %j for a task may have been billed',
		async (value) => {
			const reply = await gpt4oImage.submit(wire({ ok: true, value }), {}, undefined);
			expect(!reply.ok && mayHaveBeenBilled(reply.fault)).toBe(true);
		},
	);
});

test('the task ID is asked for as it was given', async () => {
	const kie = wire({ ok: true, value: null });
	await gpt4oImage.read(kie, 'a/b?c');
	expect(kie.sent).toEqual([
		{ path: '/api/v1/gpt4o-image/record-info', data: { taskId: 'a/b?c' } },
	]);
});
