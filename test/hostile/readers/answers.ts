import { expect } from 'vitest';
import { requestDownloadUrl } from '../../../nodes/Kie/actions/image/downloadUrl.ts';
import { createFailureOf, failureOf, taskFailureOf } from '../../../nodes/shared/kie/advice.ts';
import { apis } from '../../../nodes/shared/kie/apis/index.ts';
import { readCredits } from '../../../nodes/shared/kie/credits.ts';
import { readDisconnect } from '../../../nodes/shared/kie/disconnect.ts';
import type { HttpAnswer } from '../../../nodes/shared/kie/envelope.ts';
import { readEnvelope } from '../../../nodes/shared/kie/envelope.ts';
import type { Disconnect, Reply } from '../../../nodes/shared/kie/fault.ts';
import { isPassing } from '../../../nodes/shared/kie/fault.ts';
import type { KieTask } from '../../../nodes/shared/kie/task.ts';
import { isTaskId, SUCCESS_WITHOUT_IMAGE } from '../../../nodes/shared/kie/task.ts';
import type { Transport } from '../../../nodes/shared/kie/transport.ts';
import { connect } from '../../../nodes/shared/kie/transport.ts';
import type { UploadedFile } from '../../../nodes/shared/files/upload.ts';
import { uploadFromUrl } from '../../../nodes/shared/files/upload.ts';
import { taskItems } from '../../../nodes/shared/output/items.ts';
import { created, elsewhere, flux, market, RESULT, TASK_ID } from '../../fixtures/recordings.ts';
import { wire } from '../../helpers/wire.ts';
import { mentionsSuccess, recordIn, scalarsIn, toldBy, urlsIn } from '../oracle.ts';
import type { Reader } from '../reader.ts';
import { expectPlain, expectTold } from '../reader.ts';

// KIE's answers, from what n8n's helper gives to what the node makes of it.

export const envelopeOf = (body: unknown): Reply<unknown> =>
	readEnvelope({ status: 200, headers: {}, body });

/** For what asks again while a fault may pass: here it would get the same answer. */
export async function asked<T>(
	body: unknown,
	ask: (transport: Transport) => Promise<T>,
): Promise<T | Reply<never>> {
	const reply = envelopeOf(body);
	return !reply.ok && isPassing(reply.fault) ? reply : await ask(wire(reply));
}

const FOUR_O = {
	success: {
		code: 200,
		msg: 'success',
		data: {
			taskId: TASK_ID,
			paramJson: JSON.stringify({ prompt: 'A cat', callBackUrl: 'https://n8n.example.com/x' }),
			createTime: 1_786_878_147_734,
			completeTime: 1_786_878_159_734,
			response: JSON.stringify({ resultUrls: [RESULT] }),
			successFlag: 1,
			status: 'SUCCESS',
			progress: '1.00',
			errorCode: null,
			errorMessage: null,
		},
	},
	running: { code: 200, msg: 'success', data: { taskId: TASK_ID, successFlag: 0, response: null } },
	refused: {
		code: 400,
		msg: 'Your content was flagged by OpenAI as violating content policies',
		data: { taskId: TASK_ID, successFlag: 3, status: 'GENERATE_FAILED', errorCode: 400 },
	},
};

const records: unknown[] = [
	...Object.values(market),
	...Object.values(flux),
	...Object.values(elsewhere),
	...Object.values(FOUR_O),
];

const urls = (size: number) => Array.from({ length: size }, (_, nth) => `${RESULT}?${nth}`);
const names = (size: number) => Object.fromEntries(urls(size).map((url, nth) => [`n${nth}`, url]));

/** The ways in which an answer with such data may be long. */
const longAnswers = (dataOf: (part: unknown) => unknown) => {
	const answer = (part: unknown) => ({ code: 200, msg: 'ok', data: dataOf(part) });
	return {
		'a long list': (size: number) => answer(urls(size)),
		'many fields': (size: number) => answer(names(size)),
		'a long list as text': (size: number) => answer(JSON.stringify({ resultUrls: urls(size) })),
		'a long text': (size: number) => answer(`call_back_url ${'image content '.repeat(size)}`),
		'a long message': (size: number) => ({
			code: 500,
			msg: 'image content exceeds record task file 1 '.repeat(size),
			data: dataOf(names(size)),
		}),
	};
};

export function expectSoundTask(task: KieTask, given: unknown): void {
	const said = urlsIn(given);
	expect(task.imageUrls.filter((url) => !said.has(url))).toEqual([]);
	expect(task.imageUrls.filter((url) => !/^https?:\/\/[^/]/i.test(url))).toEqual([]);
	if (task.status === 'success') {
		expect(mentionsSuccess(given)).toBe(true);
		expect(task.imageUrls.length > 0).not.toBe('result' in task);
	} else {
		expect(task.imageUrls).toEqual([]);
		expect(task).not.toHaveProperty('result');
	}
	if (task.errorMessage === SUCCESS_WITHOUT_IMAGE) expect(task.status).toBe('failed');
	expect(task.progress >= 0 && task.progress <= 1).toBe(true);
	const settings = { outputItems: 'perImage', includeRaw: true, binaryName: 'data' } as const;
	const items = taskItems(task, 0, settings, []);
	expect(items.map(({ json }) => json.status)).toEqual(items.map(() => task.status));
	expectPlain(items);
	if (task.status === 'failed') expectTold(taskFailureOf(task));
}

const taskReaders = Object.values(apis).flatMap((api): Reader[] => [
	{
		name: `a record of ${api.displayName}`,
		of: [
			'shared/kie/apis/record#readRecord',
			'shared/kie/apis/record#toTask',
			'shared/kie/apis/record#readRequest',
			'shared/kie/apis/result#firstUrls',
			'shared/kie/apis/result#imagesIn',
			'shared/kie/apis/result#firstResult',
			'shared/kie/apis/status#readStatus',
			'shared/kie/apis/status#readProgress',
			'shared/kie/json#readTime',
			'shared/kie/json#readObject',
			'shared/kie/json#unwrapped',
			'shared/kie/json#holdsAnything',
		],
		valid: records,
		runs: 1_000,
		read: async (given) => await api.read(wire(envelopeOf(given)), TASK_ID),
		sound(reply: Reply<KieTask | null>, given) {
			if (!reply.ok) return expectTold(failureOf(reply.fault));
			if (reply.value === null) return;
			const task = reply.value;
			expectSoundTask(task, given);
			const record = recordIn(given);
			if (record === undefined) return;
			const isWithoutImage = task.errorMessage === SUCCESS_WITHOUT_IMAGE;
			expect(isWithoutImage ? 'success' : task.status).toBe(toldBy(record));
		},
		long: longAnswers((part) => ({
			taskId: TASK_ID,
			state: 'success',
			status: 'SUCCESS',
			param: part,
			resultJson: part,
			response: part,
			failMsg: part,
		})),
	},
	{
		name: `a create of ${api.displayName}`,
		of: ['shared/kie/apis/created#readTaskId', 'shared/kie/json#readId'],
		valid: Object.values(created),
		read: async (given) => await api.submit(wire(envelopeOf(given)), {}, undefined),
		sound(reply: Reply<string>, given) {
			if (!reply.ok) return expectTold(createFailureOf(reply.fault));
			expect(isTaskId(reply.value)).toBe(true);
			expect(scalarsIn(given)).toContain(reply.value);
		},
		long: longAnswers((part) => ({ response: part, more: [part, { part }] })),
	},
]);

const answers: unknown[] = [...records, ...Object.values(created)];
const transportAnswers = answers.flatMap((body) => [
	{ statusCode: 200, headers: { 'retry-after': '5' }, body },
	{ statusCode: 429, headers: { 'retry-after': '5' }, body: JSON.stringify(body) },
]);

const API_KEY = 'the-key-of-the-account';

const transportWith = async (response: unknown) =>
	await connect({
		getCredentials: async () => ({
			apiKey: API_KEY,
			baseUrl: 'https://api.kie.ai',
			uploadBaseUrl: 'https://kieai.redpandaai.co',
		}),
		helpers: { httpRequestWithAuthentication: async () => response },
	} as never);

export const answerReaders: Reader[] = [
	...taskReaders,
	{
		name: 'what n8n gives as a response',
		of: ['shared/kie/answerBody#readBody', 'shared/kie/transport#isPrivateKie'],
		valid: [
			...transportAnswers,
			{ statusCode: 200, headers: {}, body: { code: 401, msg: `Bad key ${API_KEY}`, data: null } },
			{ statusCode: 200, headers: {}, body: { code: 200, data: { [API_KEY]: [API_KEY] } } },
		],
		read: async (given) => await (await transportWith(given)).get('/x'),
		sound(reply: Reply<unknown>) {
			expect(JSON.stringify(reply)).not.toContain(API_KEY);
			if (!reply.ok) expectTold(failureOf(reply.fault));
		},
		long: {
			'a long text': (size) => ({ statusCode: 200, headers: {}, body: '": 1'.repeat(size) }),
			'JSON of many numbers': (size) => ({
				statusCode: 200,
				headers: {},
				body: JSON.stringify({ code: 200, data: urls(size).map((_, id) => ({ id })) }),
			}),
		},
	},
	{
		name: 'an envelope',
		of: ['shared/kie/envelope#readEnvelope'],
		valid: transportAnswers.map(({ statusCode: status, ...more }) => ({ status, ...more })),
		// Status and headers are n8n's: of its own types, with any text in them.
		read(given) {
			const { status, headers, body } = Object(given) as Record<string, unknown>;
			const isStatus = typeof status === 'number' && Number.isInteger(status);
			return readEnvelope({
				status: isStatus ? status : 200,
				headers: Object(headers) as HttpAnswer['headers'],
				body,
			});
		},
		sound(reply: Reply<unknown>) {
			if (reply.ok) return;
			expectTold(failureOf(reply.fault));
			if (reply.fault.kind === 'disconnect') return;
			const { retryAfterMs } = reply.fault;
			if (retryAfterMs !== null) {
				expect(retryAfterMs).toBeGreaterThanOrEqual(0);
				expect(Number.isFinite(retryAfterMs)).toBe(true);
			}
		},
		long: {
			'a long text': (size) => ({ status: 200, headers: {}, body: '": 1'.repeat(size) }),
			'a long message': (size) => ({
				...{ status: 500, headers: { 'retry-after': '5'.repeat(size) } },
				body: { code: 500, msg: 'no '.repeat(size) },
			}),
			'many fields beside the data': (size) => ({
				...{ status: 200, headers: {} },
				body: { code: 200, data: null, ...names(size) },
			}),
		},
	},
	{
		name: 'an answer as text',
		of: ['shared/kie/envelope#readEnvelope'],
		valid: answers,
		flat: true,
		read: (given) =>
			typeof given === 'object' && [envelopeOf(JSON.stringify(given)), envelopeOf(given)],
		sound(read: [Reply<unknown>, Reply<unknown>] | false) {
			if (read === false) return;
			const [asText, asValue] = read;
			// Numbers that JavaScript would round are kept as text: the only difference.
			const rounded = (value: unknown) =>
				JSON.stringify(value)?.replace(/"?\b(\d{16,})\b"?/g, (_, digits) => String(Number(digits)));
			expect(rounded(asText)).toBe(rounded(asValue));
		},
		long: 'it reads all twice, to compare: see the envelope',
	},
	{
		name: 'a link',
		of: [],
		valid: [
			{ code: 200, msg: 'success', data: RESULT },
			{ code: 200, msg: 'success', data: { downloadUrl: RESULT } },
			{ code: 422, msg: 'record is null', data: null },
		],
		read: async (given) => await requestDownloadUrl(wire(envelopeOf(given)), RESULT, TASK_ID),
		sound(reply: Reply<{ downloadUrl: string; expiresAt: string }>, given) {
			if (!reply.ok) return expectTold(failureOf(reply.fault));
			expect(urlsIn(given)).toContain(reply.value.downloadUrl);
			expectPlain(reply.value);
		},
		long: longAnswers((part) => part),
	},
	{
		name: 'the credits',
		of: ['shared/kie/json#readNumber'],
		valid: [{ code: 200, msg: 'success', data: 5916.25 }],
		read: async (given) => await asked(given, async (kie) => await readCredits(kie, undefined)),
		sound(credits: number | Reply<never>) {
			if (typeof credits === 'number') expect(Number.isFinite(credits)).toBe(true);
		},
		long: {
			'a long number': (size) => ({ code: 200, data: '9.9'.repeat(size) }),
			'a long list': (size) => ({ code: 200, data: urls(size) }),
		},
	},
	{
		name: 'an uploaded file',
		of: [],
		valid: [
			{
				success: true,
				code: 200,
				msg: 'File uploaded successfully',
				data: {
					success: true,
					fileName: 'x.png',
					filePath: 'kieai/1/x.png',
					downloadUrl: 'https://tempfile.redpandaai.co/kieai/1/x.png',
					fileSize: 188_328,
					mimeType: 'image/png',
					uploadedAt: '2026-10-01T07:46:53.882Z',
				},
			},
		],
		read: async (given) =>
			await asked(given, async (kie) => await uploadFromUrl(kie, RESULT, undefined, undefined)),
		sound(reply: Reply<UploadedFile>, given) {
			if (!reply.ok) return expectTold(failureOf(reply.fault));
			const { url, expiresAt } = reply.value;
			expect(urlsIn(given)).toContain(url);
			// A promise that KIE does not give is none of ours.
			expect(Date.parse(expiresAt)).toBeLessThanOrEqual(Date.now() + 24 * 60 * 60 * 1000);
			expectPlain(reply.value);
		},
		long: {
			'a long address': (size) => ({
				code: 200,
				data: { downloadUrl: RESULT + 'x/'.repeat(size) },
			}),
			'long texts': (size) => ({
				code: 200,
				data: { downloadUrl: RESULT, fileName: 'x '.repeat(size), uploadedAt: '1'.repeat(size) },
			}),
			'many fields': (size) => ({ code: 200, data: { ...names(size), downloadUrl: RESULT } }),
		},
	},
	{
		name: 'what was thrown instead of an answer',
		of: ['shared/kie/disconnect#readDisconnect'],
		valid: [
			{ code: 'ECONNRESET' },
			{ message: 'no', cause: { code: 'ECONNREFUSED', cause: { code: 'X' } } },
			{ httpCode: 'ETIMEDOUT', context: {} },
		],
		read: readDisconnect,
		sound(disconnect: Disconnect) {
			expect(disconnect.code).toMatch(/^(no response|[A-Z][A-Z0-9_]+)$/);
			expectTold(failureOf(disconnect));
		},
		long: {
			'a long code': (size) => ({ code: 'A_'.repeat(size) }),
			'many causes': (size) =>
				Array.from({ length: size }).reduce((cause: unknown) => ({ cause }), null),
		},
	},
];
