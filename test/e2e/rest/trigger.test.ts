import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import type { Credential, Execution, N8nClient } from '../../../sandbox/n8n/client.ts';
import { itemsOf } from '../../../sandbox/n8n/client.ts';
import type { Simulator } from '../../../sandbox/simulator/index.ts';
import { signatureHeaders } from '../../../sandbox/simulator/index.ts';
import { API_KEY, WEBHOOK_SECRET } from '../helpers/constants.ts';
import { filesOf, n8n, sizeOfPng } from '../helpers/n8n.ts';
import type { Published } from '../helpers/trigger.ts';
import {
	callBack,
	createCredential,
	createTask,
	endedTask,
	executionsOf,
	post,
	publish,
	startSigningSimulator,
	TRIGGER,
	triggerNode,
	untilEnded,
} from '../helpers/trigger.ts';
import { until } from '../helpers/until.ts';
import { chain, kie as kieNode, noOp, workflow } from '../helpers/workflows.ts';

let kie: Simulator;
let client: N8nClient;
let signing: Credential;
let open: Credential;
let keyless: Credential;
/** Each trigger remembers for itself, so one task serves them all. */
let taskId: string;

beforeAll(async () => {
	kie = await startSigningSimulator();
	client = await n8n();
	taskId = await endedTask(kie);
	const make = async (name: string, data: { secret: string; apiKey?: string }) =>
		await createCredential(client, name, kie.url, data);
	signing = await make('KIE that signs', { secret: WEBHOOK_SECRET });
	open = await make('KIE that does not sign', { secret: '' });
	keyless = await make('KIE with a bad key', { secret: '', apiKey: 'no-key' });
});
afterAll(async () => {
	await kie?.close();
	console.log(tableText());
});

interface Row {
	delivery: string;
	answered: string;
	started: number;
}
const rows: Row[] = [];

function tableText(): string {
	const line = (cells: string[]) =>
		`  ${cells.map((cell, at) => cell.padEnd([62, 26, 0][at] ?? 0)).join(' ')}`;
	return [
		'\nWhat was delivered, what was answered, how many executions it started',
		...rows.map(({ delivery, answered, started }) => line([delivery, answered, String(started)])),
	].join('\n');
}

/** Notes a row of the table; gives the executions. */
async function outcome(
	delivery: string,
	answers: Array<number | null>,
	{ id }: Published,
	expected: number,
): Promise<Execution[]> {
	const executions = await executionsOf(client, id, expected);
	rows.push({ delivery, answered: answers.join(', '), started: executions.length });
	return executions;
}

const FORGED = 'https://forged.example.com/x.png';
const told = (taskId: string, urls = [FORGED]) => ({
	code: 200,
	msg: 'ok',
	data: { taskId, info: { result_urls: urls } },
});
const toldFailed = (taskId: string) => ({ code: 500, msg: 'no', data: { taskId, info: null } });
const anonymous = { code: 400, msg: 'Generation failed', data: null };
const signed = (taskId: string) => signatureHeaders(WEBHOOK_SECRET, taskId);

const LINKS = { downloadImages: false };
const BELIEVING = { ...LINKS, confirmResult: false };

describe('a genuine callback', () => {
	test('brings the picture, and what its URL carries along', async () => {
		const published = await publish(client, signing);
		const ownTask = await createTask(kie, `${published.url}?order=42&tag=a&tag=b`);

		const executions = await executionsOf(client, published.id, 1);

		expect(executions.map(({ status, mode }) => [status, mode])).toEqual([['success', 'webhook']]);
		const [item] = itemsOf(executions[0]!, 'Next');
		expect(item?.json).toMatchObject({
			taskId: ownTask,
			api: 'gpt4oImage',
			status: 'success',
			prompt: 'a fox',
			query: { order: '42', tag: ['a', 'b'] },
		});
		sizeOfPng((await filesOf(item))[0]);
		const callbacks = kie.ledger().tasks.find(({ id }) => id === ownTask)?.callbacks;
		expect(callbacks?.map(({ status }) => status)).toEqual([200]);
	});

	test.each([
		['flux-kontext', '/api/v1/flux/kontext/generate', { prompt: 'a', model: 'flux-kontext-pro' }],
		[
			'market',
			'/api/v1/jobs/createTask',
			{ model: 'google/nano-banana', input: { prompt: 'a fox' } },
		],
	])('of %s comes out in the same shape', async (_name, path, body) => {
		const published = await publish(client, signing);
		const request = { ...body, callBackUrl: published.url };
		await post(kie.url + path, request, { authorization: `Bearer ${API_KEY}` });

		const [execution] = await executionsOf(client, published.id, 1);

		const [item] = itemsOf(execution!, 'Next');
		expect(item?.json).toMatchObject({ status: 'success', imageIndex: 0, errorCode: null });
		expect(Object.keys(item?.binary ?? {})).toEqual(['data']);
	});

	test('of a task that failed is an item', async () => {
		kie.addFault({ kind: 'taskFails', code: 500, msg: 'busy', match: { prompt: 'fails' } });
		const published = await publish(client, signing);
		await createTask(kie, published.url, { prompt: 'fails' });

		const [execution] = await outcome('a task that failed', [200], published, 1);

		expect(execution?.status).toBe('success');
		expect(itemsOf(execution!, 'Next').map(({ json }) => json)).toMatchObject([
			{ status: 'failed', errorCode: 500, errorMessage: 'busy', imageUrl: null },
		]);
	});

	test('ends a task that the KIE node submitted in another workflow', async () => {
		const published = await publish(client, signing);
		const parameters = { prompt: 'a fox', waitUntilDone: false, callBackUrl: published.url };
		const submit = kieNode(
			'KIE',
			{ operation: 'generate', ...parameters },
			{ credentials: { kieImageApi: { id: signing.id, name: signing.name } } },
		);
		const { id } = await client.createWorkflow({ ...chain([{}], submit) });
		const submitted = await client.runAndWait(id, 'Start');

		const [execution] = await executionsOf(client, published.id, 1);

		expect(itemsOf(execution!, 'Next')[0]?.json.taskId).toBe(
			itemsOf(submitted, 'KIE')[0]?.json.taskId,
		);
	});
});

describe('with a webhook secret and Confirm With KIE', () => {
	test.each([
		['signed by KIE', undefined, 200, 1],
		['forged: not signed', 'unsigned', 401, 0],
		['forged: signed with another secret', 'wrongSignature', 401, 0],
		['replayed: signed an hour ago', 'stale', 401, 0],
		['forged: true headers, changed body', 'changedBody', 200, 1],
		['forged: signed, of a task that KIE does not know', 'unknownTask', 404, 0],
	])('%s', async (delivery, forgery, status, started) => {
		const published = await publish(client, signing, LINKS);

		const answer = await callBack(kie, taskId, published.url, forgery);

		const executions = await outcome(`secret: ${delivery}`, [answer], published, started);
		expect([answer, executions.length]).toEqual([status, started]);
		for (const execution of executions) {
			const [item] = itemsOf(execution, 'Next');
			expect(item?.json.imageUrl).toMatch(`${kie.url}/files/results/`);
		}
	});

	test('the same callback again, also as its opposite, starts nothing more', async () => {
		const published = await publish(client, signing, LINKS);
		const headers = signed(taskId);

		const answers = [];
		for (const body of [told(taskId), told(taskId), toldFailed(taskId)]) {
			answers.push((await post(published.url, body, headers)).status);
		}

		const name = 'secret: success, the same again, then failed';
		const executions = await outcome(name, answers, published, 1);
		expect(answers).toEqual([200, 200, 200]);
		expect(executions).toHaveLength(1);
	});

	test('five at the same moment start one execution', async () => {
		const published = await publish(client, signing, LINKS);
		const five = Array.from(
			{ length: 5 },
			async () => (await post(published.url, told(taskId), signed(taskId))).status,
		);

		const answers = await Promise.all(five);

		const executions = await outcome('secret: five copies at once', answers, published, 1);
		expect(answers).toEqual([200, 200, 200, 200, 200]);
		expect(executions).toHaveLength(1);
	});

	test('two tasks at the same moment start one execution each, and none later', async () => {
		const published = await publish(client, signing, LINKS);
		const tasks = [taskId, await endedTask(kie)];
		const both = async () =>
			await Promise.all(
				tasks.map(
					async (taskId) => (await post(published.url, told(taskId), signed(taskId))).status,
				),
			);

		const answers = [...(await both()), ...(await both())];

		const name = 'secret: two tasks at once, and both again';
		const executions = await outcome(name, answers, published, 2);
		expect(answers).toEqual([200, 200, 200, 200]);
		const started = executions.map((execution) => itemsOf(execution, 'Next')[0]?.json.taskId);
		expect(started.sort()).toEqual([...tasks].sort());
	});

	test('one that names no task is not signed', async () => {
		const published = await publish(client, signing);

		const { status } = await post(published.url, anonymous);

		await outcome('secret: names no task', [status], published, 0);
		expect(status).toBe(401);
	});
});

describe('without a webhook secret', () => {
	test('what is forged is replaced by what KIE says', async () => {
		const published = await publish(client, open, LINKS);

		const { status } = await post(published.url, toldFailed(taskId));

		const name = 'no secret: forged failure of a task that is done';
		const [execution] = await outcome(name, [status], published, 1);
		expect(status).toBe(200);
		expect(itemsOf(execution!, 'Next')[0]?.json).toMatchObject({ taskId, status: 'success' });
	});

	test('a task that still runs: 503 after 10 s, and the repeat starts it', async () => {
		const published = await publish(client, open, LINKS);
		kie.addFault({ kind: 'takes', durationMs: 1_150_000, match: { prompt: 'slow fox' } });
		const slow = await createTask(kie, undefined, { prompt: 'slow fox' });
		const began = Date.now();

		// Two at once: neither is told that all is well.
		const early = await Promise.all([
			post(published.url, told(slow)),
			post(published.url, told(slow)),
		]);
		const seconds = (Date.now() - began) / 1000;
		await untilEnded(kie, slow);
		const late = await post(published.url, told(slow));

		const answers = [...early, late].map(({ status }) => status);
		const name = 'no secret: two while the task runs, one when it is done';
		const executions = await outcome(name, answers, published, 1);
		expect(answers).toEqual([503, 503, 200]);
		expect(seconds).toBeGreaterThan(8);
		expect(seconds).toBeLessThan(12);
		expect(executions).toHaveLength(1);
	});

	test.each<[string, () => Credential, Record<string, unknown>, unknown, number, number]>([
		['no secret: unknown task', () => open, LINKS, told('f'.repeat(32)), 404, 0],
		['no secret: names no task', () => open, LINKS, anonymous, 400, 0],
		['no secret: no known shape', () => open, LINKS, { hello: 'world' }, 400, 0],
		['no secret: a list', () => open, LINKS, [1, 2], 400, 0],
		['no secret: KIE refuses the API key', () => keyless, LINKS, told('a'.repeat(32)), 503, 0],
		['no secret: not JSON (n8n answers)', () => open, LINKS, '{"code":', 422, 0],
		['no secret: 17 MB (n8n answers)', () => open, LINKS, 'x'.repeat(17 << 20), 500, 0],
		['nothing checked: names no task', () => open, BELIEVING, anonymous, 200, 1],
		['nothing checked: forged, and believed', () => open, BELIEVING, told('t'), 200, 1],
		['nothing checked: no known shape', () => open, BELIEVING, { hello: 1 }, 400, 0],
		[
			'nothing checked: not wanted',
			() => open,
			{ ...BELIEVING, events: ['failed'] },
			told('t'),
			200,
			0,
		],
	])('%s', async (name, credential, parameters, body, status, started) => {
		const published = await publish(client, credential(), parameters);

		const answer = await post(published.url, body);

		const executions = await outcome(name, [answer.status], published, started);
		expect([answer.status, executions.length]).toEqual([status, started]);
		if (name.includes('n8n answers')) return;
		expect(JSON.parse(answer.text)).toMatchObject({ received: status === 200 });
	});

	test('a bad key is in the log of n8n, for its owner', async () => {
		expect(await readFile(inject('n8nLog'), 'utf8')).toContain(
			'KIE Trigger rejected a callback: KIE does not accept the API key',
		);
	});
});

test('the Test URL takes one call, with its picture, and what is turned away is none', async () => {
	const trigger = triggerNode(signing);
	const { id } = await client.createWorkflow({
		...workflow([trigger, noOp('Next')], [[TRIGGER, 'Next']]),
	});
	const published: Published = {
		id,
		url: '',
		testUrl: `${client.url}/webhook-test/${String(trigger.webhookId)}/webhook`,
	};
	await client.run(id, TRIGGER);

	const answers = [
		await callBack(kie, taskId, published.testUrl, 'unsigned'),
		(await post(published.testUrl, told(taskId), signed(taskId))).status,
	];
	await executionsOf(client, id, 1);
	const { status: gone } = await post(published.testUrl, told(taskId), signed(taskId));

	const name = 'Test URL: forged, genuine, genuine again';
	const [execution] = await outcome(name, [...answers, gone], published, 1);
	expect([...answers, gone]).toEqual([401, 200, 404]);
	expect(execution).toMatchObject({ status: 'success', mode: 'manual' });
	sizeOfPng((await filesOf(itemsOf(execution!, 'Next')[0]))[0]);
});

test('unpublished it is not there; published again it still knows what it started', async () => {
	const published = await publish(client, signing, LINKS);
	const call = async () => (await post(published.url, told(taskId), signed(taskId))).status;

	const before = await call();
	await executionsOf(client, published.id, 1);
	await client.deactivateWorkflow(published.id);
	const meanwhile = await until(async () => {
		const status = await call();
		return status === 404 ? status : undefined;
	});
	await client.activateWorkflow(published.id);
	const after = await call();

	const name = 'published, unpublished, published again';
	const executions = await outcome(name, [before, meanwhile, after], published, 1);
	expect([before, meanwhile, after]).toEqual([200, 404, 200]);
	expect(executions).toHaveLength(1);
});
