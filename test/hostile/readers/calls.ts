import type { INodeExecutionData, IWebhookResponseData } from 'n8n-workflow';
import { expect } from 'vitest';
import { answerDoorbell } from '../../../nodes/Kie/actions/create/rest/doorbell.ts';
import { receive } from '../../../nodes/KieTrigger/receive.ts';
import type { Callback } from '../../../nodes/shared/callback/readCallback.ts';
import { readCallback } from '../../../nodes/shared/callback/readCallback.ts';
import { checkSignature } from '../../../nodes/shared/callback/signature.ts';
import { isTaskId } from '../../../nodes/shared/kie/task.ts';
import { callbacks, market } from '../../fixtures/recordings.ts';
import { orderOf, stateOf } from '../../unit/Kie/actions/create/rest/fixtures.ts';
import { mentionsSuccess } from '../oracle.ts';
import type { Reader } from '../reader.ts';
import { expectPlain } from '../reader.ts';
import { expectSoundTask } from './answers.ts';

// What anybody may send to a URL of the workflow in KIE's name.

const bodies: unknown[] = [
	...Object.values(callbacks),
	{ code: 400, msg: 'flagged', data: { taskId: 't', info: null } },
	{ code: 500, msg: 'Internal Error', data: null },
];

/** A code that is no praise; one that is no number leaves the word to the rest. */
const isRefusal = (code: unknown): boolean => typeof code === 'number' && code !== 200;

const NODE_ID = 'the-node';
const SECRET = 's';

const longBody = (size: number) => ({
	code: 200,
	msg: 'ok '.repeat(size),
	data: { taskId: 't', info: { result_urls: Array(size).fill('https://a.b/c.png') } },
});

interface Call {
	query: object;
	body: object;
	state: unknown;
}

const rest = stateOf({ executionId: 'x', id: 'rest' }, [orderOf('t')]);
const resting: Call = {
	query: { item: '0', secret: SECRET },
	body: callbacks.market,
	state: { state: rest, tries: { made: 1, allowed: 1 } },
};

const node = (metadata: object) => ({ node: { id: NODE_ID, name: 'KIE' }, metadata });

/** As n8n gives it to a node that is called. What is called twice in one process is another execution. */
const called = (given: unknown, answered: { status: number }) => {
	const { query, body, state } = Object(given) as Partial<Call>;
	return {
		getQueryData: () => Object(query) as object,
		getBodyData: () => Object(body) as object,
		getHeaderData: () => ({}),
		getMode: () => 'trigger',
		getNode: () => ({ id: NODE_ID, name: 'KIE' }),
		getWorkflow: () => ({ id: 'w' }),
		getExecutionId: () => 'x',
		getWorkflowStaticData: () => ({ startedTasks: state }),
		getNodeParameter: (name: string, fallback: unknown) =>
			({
				events: ['success', 'failed'],
				confirmResult: false,
				downloadImages: false,
			})[name] ?? fallback,
		getCredentials: async () => ({ apiKey: 'key', baseUrl: 'https://api.kie.ai' }),
		getResponseObject: () => ({
			status: (status: number) => {
				answered.status = status;
				return { json: () => {} };
			},
		}),
		logger: { warn: () => {}, info: () => {} },
		helpers: {
			httpRequestWithAuthentication: async () => ({
				statusCode: 200,
				headers: {},
				body: market.success,
			}),
		},
		runExecutionData: {
			executionData: { nodeExecutionStack: [node({}), node({ kieRest: state })] },
		},
	} as never;
};

export const callReaders: Reader[] = [
	{
		name: 'a callback',
		of: ['shared/callback/readCallback#readCallback', 'shared/kie/apis/callback#toRecord'],
		valid: bodies,
		read: readCallback,
		runs: 2_000,
		sound(callback: Callback | null, given) {
			if (callback === null) return;
			expectSoundCallback(callback, given);
		},
		long: {
			'a long text': (size) => ({
				code: 200,
				msg: 'ok',
				data: { info: 'call_back_url '.repeat(size) },
			}),
			'a long list': (size) => ({
				code: 200,
				msg: 'ok',
				data: { taskId: 't', info: { result_urls: Array(size).fill('https://a.b/c.png') } },
			}),
		},
	},
	{
		name: 'a signature',
		of: ['shared/callback/signature#checkSignature'],
		valid: [{ 'x-webhook-timestamp': '1769670760', 'x-webhook-signature': 'x'.repeat(44) }],
		read: (given) =>
			checkSignature(Object(given) as Record<string, unknown>, 't', {
				secret: 'secret',
				toleranceSeconds: 300,
			}),
		sound(verdict: string) {
			expect(['missing', 'wrong']).toContain(verdict);
		},
		long: {
			'a long signature': (size) => ({
				'x-webhook-timestamp': '1769670760',
				'x-webhook-signature': 'abcd'.repeat(size),
			}),
			'a long time': (size) => ({
				'x-webhook-timestamp': '1769'.repeat(size),
				'x-webhook-signature': 'x'.repeat(44),
			}),
		},
	},
	{
		name: 'a call to an execution at rest',
		of: ['Kie/actions/create/rest/state#restStateSchema'],
		valid: [resting],
		async read(given) {
			const answered = { status: 200 };
			const response = await answerDoorbell(called(given, answered));
			return { response, answered };
		},
		sound(
			{ response, answered }: { response: IWebhookResponseData; answered: { status: number } },
			given,
		) {
			const { query } = Object(given) as Partial<Call>;
			const isTrue = (Object(query) as { secret?: unknown }).secret === SECRET;
			if (response.workflowData) expect(isTrue).toBe(true);
			else expect([401, 404, 503, 200]).toContain(answered.status);
			// KIE sends again what is answered so; what is no call of KIE's must not come again.
			if (!isTrue) expect(answered.status).toBe(404);
		},
		long: {
			'a long body': (size) => ({ ...resting, body: longBody(size) }),
			'a long secret': (size) => ({ ...resting, query: { item: '0', secret: 'abc'.repeat(size) } }),
			'many orders': (size) => {
				const ids = Array.from({ length: size }, (_, nth) => `t${nth}`);
				const orders = ids.map((id, itemIndex) => orderOf(id, { itemIndex }));
				const ended = stateOf({ executionId: 'x', id: 'rest' }, orders, ids);
				return { ...resting, state: { state: ended, tries: { made: 1, allowed: 1 } } };
			},
		},
	},
	{
		name: 'a call to a trigger',
		of: [],
		valid: bodies.map((body) => ({ query: { a: '1', b: ['2', '3'] }, body, state: 'a b' })),
		read: async (given) => await receive(called(given, { status: 200 })),
		sound({ workflowData = [[]] }: { workflowData?: INodeExecutionData[][] }, given) {
			for (const { json } of workflowData.flat()) {
				expectPlain(json);
				const isEmpty = (json.imageUrls as string[]).length === 0;
				if (json.status === 'success') expect('result' in json).toBe(isEmpty);
				if (json.status === 'success') expect(isPraise((given as Call).body)).toBe(true);
			}
		},
		runs: 1_000,
		long: {
			'a long body': (size) => ({ query: {}, body: longBody(size), state: 'a' }),
			'a long query': (size) => ({
				query: Object.fromEntries(Array.from({ length: size }, (_, nth) => [`n${nth}`, 'x'])),
				body: callbacks.market,
				state: 'a',
			}),
		},
	},
];

function expectSoundCallback({ taskId, task }: Callback, given: unknown): void {
	if (taskId !== null) expect(isTaskId(taskId)).toBe(true);
	if (task.status !== 'success') return expectSoundTask(task, given);
	expect(isPraise(given)).toBe(true);
	expectSoundTask(task, { given, state: 'success' });
}

/** A callback of 4o or Flux says success by its code alone, or by the images. */
function isPraise(given: unknown): boolean {
	const ahead: unknown[] = [given];
	const codes: unknown[] = [];
	while (ahead.length > 0) {
		const value = ahead.pop();
		const opened = typeof value === 'string' ? parsed(value) : value;
		if (typeof opened !== 'object' || opened === null) continue;
		if ('code' in opened) codes.push(opened.code);
		ahead.push(...Object.values(opened));
	}
	return mentionsSuccess(given) || codes.length === 0 || !codes.every(isRefusal);
}

function parsed(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return null;
	}
}
