import { describe, expect, test } from 'vitest';
import { useFakedClock } from '../../helpers/clock.ts';
import { API_KEY, errorOf, jsonOf } from '../../helpers/engine.ts';
import type { Answer } from '../../helpers/kie.ts';
import { done, IMAGE_HOST, KieWire } from '../../helpers/kie.ts';
import { run } from '../../helpers/run.ts';
import { retry } from '../../helpers/workflows.ts';

// Whatever answers a create and holds an ID: a task that is named is never lost.

useFakedClock();

const T = '0123456789abcdef0123456789abcdef';
const LARGE = '9007199254740993123';
const http = (httpStatus: number, body: string): Answer => ({ httpStatus, body });

describe('a task is taken that is named', () => {
	test.each<[string, Answer, string?]>([
		['beside the code', { code: 200, msg: 'success', taskId: T }],
		['beside data that is null', { code: 200, msg: 'success', data: null, taskId: T }],
		['by a body that is nothing else', { taskId: T }],
		['by plain text', http(200, T)],
		['by JSON text', http(200, JSON.stringify(T))],
		['by code 500', { code: 500, msg: 'Server exception', data: { taskId: T } }],
		['by code 501', { code: 501, msg: 'Failed', data: { taskId: T } }],
		['by HTTP 500', http(500, JSON.stringify({ code: 200, data: { taskId: T } }))],
		[
			'by a number too large to be exact',
			http(200, `{"code":200,"data":{"taskId":${LARGE}}}`),
			LARGE,
		],
	])('%s', async (_name, answer, taskId = T) => {
		const wire = new KieWire().onCreate([answer]).onRead(taskId, [done(taskId)]);

		const result = await run({ prompt: 'x' }, { settings: retry });

		expect(jsonOf(result, 'Next')).toMatchObject([
			{ taskId, imageUrl: `${IMAGE_HOST}/${taskId}.png` },
		]);
		expect(wire.creates).toHaveLength(1);
	});
});

describe('what could name a task is told', () => {
	test.each<[string, Answer, string]>([
		['words of a success', { code: 200, msg: `task ${T} accepted.`, data: null }, T],
		[
			'another name beside the code',
			{ code: 200, msg: 'success', jobId: 'job-77' },
			'jobId: job-77',
		],
		[
			'another name in a refusal',
			{ code: 500, msg: 'busy', data: { jobId: 'job-77' } },
			'jobId: job-77',
		],
		['plain text in HTTP 502', http(502, T), T],
		['a list', { code: 200, data: [{ jobId: 'job-77' }] }, 'jobId: job-77'],
	])('%s', async (_name, answer, names) => {
		const wire = new KieWire().onCreate([answer]);

		const error = errorOf(await run({ prompt: 'x' }, { settings: retry }));

		expect(wire.creates).toHaveLength(1);
		expect(error.message).toContain('may have been billed');
		expect(error.description).toContain(` The response mentions: ${names}.`);
	});

	test.each<[string, Answer]>([
		['of an answer as KIE gives it', { code: 500, msg: 'This field is required', data: null }],
		['where KIE is quoted with it', { code: 500, msg: `task ${T} was lost`, data: null }],
		['of a page', http(502, `<html>Ray ID: ${T}</html>`)],
		['of a number that is not exact', { code: 200, data: '{"taskId":9007199254740993123}' }],
		['of a time', http(500, '{"timestamp":1786878147000,"status":500,"error":"Oops"}')],
	])('but nothing %s', async (_name, answer) => {
		new KieWire().onCreate([answer]);

		const error = errorOf(await run({ prompt: 'x' }));

		expect(error.message).toContain('may have been billed');
		expect(error.description).not.toContain('The response mentions');
	});

	test('and never the key', async () => {
		new KieWire().onCreate([{ code: 500, msg: 'no', ownerId: API_KEY, jobId: 'job-77' }]);

		const error = errorOf(await run({ prompt: 'x' }));

		expect(error.description).toContain('jobId: job-77');
		expect(JSON.stringify(error)).not.toContain(API_KEY);
	});
});

test('a refusal that costs nothing stays one, whatever it names', async () => {
	const wire = new KieWire().onCreate([{ code: 422, msg: 'size is wrong', data: { taskId: T } }]);

	const error = errorOf(await run({ prompt: 'x' }));

	expect(error.message).toBe('KIE did not accept a value [item 0]');
	expect(wire.readsOf(T)).toEqual([]);
});

test('a look is read as before: what stands beside the data is no record', async () => {
	const record = {
		taskId: 't1',
		successFlag: 1,
		response: { resultUrls: [`${IMAGE_HOST}/a.png`] },
	};
	new KieWire().onRead('t1', [{ code: 200, msg: 'success', ...record }]).unknownElsewhere();

	const result = await run({ operation: 'getStatus', taskId: 't1' });

	expect(errorOf(result).message).toBe("KIE has no task 't1' [item 0]");
});
