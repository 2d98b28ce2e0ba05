import { describe, expect, test } from 'vitest';
import { createFailureOf } from '../../../../../nodes/shared/kie/advice.ts';
import type { ImageApi } from '../../../../../nodes/shared/kie/apis/index.ts';
import { apis } from '../../../../../nodes/shared/kie/apis/index.ts';
import { readEnvelope } from '../../../../../nodes/shared/kie/envelope.ts';
import { mayHaveBeenBilled } from '../../../../../nodes/shared/kie/fault.ts';
import { wire } from '../../../../helpers/wire.ts';

const URL_A = 'https://tempfile.aiquickdraw.com/a.png';
const every = Object.values(apis).map((api) => [api.displayName, api] as const);
const answer = (body: unknown, status = 200) => wire(readEnvelope({ status, headers: {}, body }));

describe.each(every)('the answer to a create: %s', (_name, api) => {
	const submit = async (data: unknown) =>
		await api.submit(answer({ code: 200, msg: 'success', data }), {}, undefined);

	test.each<[string, unknown, string]>([
		['a number', { taskId: 1_786_878_147 }, '1786878147'],
		['in snake case', { task_id: 'abc' }, 'abc'],
		['a number in snake case', { task_id: 42 }, '42'],
		['as the ID of the record', { recordId: 'abc123' }, 'abc123'],
		['beside the ID of the record', { taskId: 'abc', recordId: 'other' }, 'abc'],
		['beside one that is none', { taskId: null, recordId: 'abc' }, 'abc'],
		['beside one that is the word null', { taskId: 'null', recordId: 'abc' }, 'abc'],
		['beside one that no number can hold', { taskId: 2 ** 70, recordId: 'abc' }, 'abc'],
		['with blanks around it', { taskId: ' abc ' }, 'abc'],
		['as plain text', '0123456789abcdef0123456789abcdef', '0123456789abcdef0123456789abcdef'],
		['as plain text of the documents', 'task_4o_abc123', 'task_4o_abc123'],
		['as a bare number', 1_786_878_147, '1786878147'],
		['in data that is text', '{"taskId":"abc"}', 'abc'],
	])('names the task: %s', async (_how, data, value) => {
		expect(await submit(data)).toEqual({ ok: true, value });
	});

	test.each<[string, unknown, string[]]>([
		['under another name', { jobId: 'job-7', state: 'ok' }, ['jobId', 'job-7']],
		['further in', { job: { uuid: '0f3b45d7-6ac7' } }, ['uuid', '0f3b45d7-6ac7']],
		['words', '处理中', ['处理中']],
		[
			'behind a lot of other things',
			{ text: 'x'.repeat(5_000), list: Array(500).fill(0), jobId: 'job-7' },
			['jobId', 'job-7'],
		],
	])('that names none tells what could be one: %s', async (_how, data, parts) => {
		const reply = await submit(data);
		if (reply.ok) throw new Error(`taken for a task: ${reply.value}`);
		expect(mayHaveBeenBilled(reply.fault)).toBe(true);

		const { message, description, retryable } = createFailureOf(reply.fault);
		expect(message).toContain('may have been billed');
		expect(retryable).toBe(false);
		for (const part of parts) expect(description).toContain(part);
		expect(description.length).toBeLessThan(1_000);
	});

	test.each([
		null,
		{},
		[],
		{ taskId: '' },
		{ taskId: {} },
		{ taskId: 2 ** 70 },
		'text',
		'success',
		true,
		0,
		-5,
		0.5,
	])('%j is no task, and may have been billed', async (data) => {
		const reply = await submit(data);
		expect(!reply.ok && mayHaveBeenBilled(reply.fault)).toBe(true);
	});
});

const failures: Array<[string, ImageApi, Record<string, unknown>]> = [
	['4o Image', apis.gpt4oImage, { status: 'GENERATE_FAILED' }],
	['4o Image by its flag', apis.gpt4oImage, { successFlag: 2 }],
	['Flux Kontext', apis.fluxKontext, { successFlag: 3 }],
	['Market', apis.market, { state: 'fail' }],
];

describe.each(failures)('a record that says failed under another code: %s', (_name, api, says) => {
	const record = { taskId: 't1', ...says };

	test.each([
		[501, 200],
		[422, 200],
		[404, 200],
		[500, 200],
		[501, 501],
		[400, 400],
	])('code %i in HTTP %i', async (code, status) => {
		const kie = answer({ code, msg: 'Generation failed', data: record }, status);
		expect(await api.read(kie, 't1')).toMatchObject({
			ok: true,
			value: {
				taskId: 't1',
				api: api.name,
				status: 'failed',
				errorCode: code,
				errorMessage: 'Generation failed',
			},
		});
	});

	test('its own words come before those around it', async () => {
		const own = {
			...record,
			...{ errorCode: 400, errorMessage: 'flagged', failCode: '400', failMsg: 'flagged' },
		};
		const reply = await api.read(answer({ code: 501, msg: 'failed', data: own }), 't1');
		expect(reply).toMatchObject({ value: { errorCode: 400, errorMessage: 'flagged' } });
	});

	test('data that is text, and without an ID', async () => {
		const kie = answer({ code: 501, msg: 'failed', data: JSON.stringify(says) });
		expect(await api.read(kie, 't1')).toMatchObject({ value: { status: 'failed' } });
	});

	test('the record of another task is no answer', async () => {
		const kie = answer({ code: 501, msg: 'no', data: { ...record, taskId: 't2' } });
		expect(await api.read(kie, 't1')).toMatchObject({ ok: false, fault: { code: 501 } });
	});

	test('nor is one that has not ended', async () => {
		const data = { taskId: 't1', state: 'generating', successFlag: 0 };
		expect(await api.read(answer({ code: 500, msg: 'no', data }), 't1')).toMatchObject({
			ok: false,
			fault: { code: 500 },
		});
		expect(await api.read(answer({ code: 422, msg: 'no', data }), 't1')).toEqual({
			ok: true,
			value: null,
		});
	});
});

test('a record that says success under another code is a success', async () => {
	const data = { taskId: 't1', state: 'success', resultJson: { resultUrls: [URL_A] } };
	const reply = await apis.market.read(answer({ code: 500, msg: 'busy', data }), 't1');
	expect(reply).toMatchObject({
		ok: true,
		value: { status: 'success', imageUrls: [URL_A], errorCode: null, errorMessage: null },
	});
});

test.each(every)(
	'a refused reading does not pass on where KIE was to call: %s',
	async (_n, api) => {
		const msg = "callBackUrl https://example.com/hook?key=mine&secret=2 isn't reachable";
		const reply = await api.read(answer({ code: 400, msg }), 't');
		expect(reply).toMatchObject({ ok: false, fault: { code: 400 } });
		expect(JSON.stringify(reply)).not.toMatch(/mine|secret/);
		expect(JSON.stringify(reply)).toContain("isn't reachable");
	},
);
