import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { ImageApi } from '../../nodes/shared/apis/index.ts';
import type { Fault, Reply } from '../../nodes/shared/envelope.ts';
import type { Batching, Submission } from '../../nodes/shared/submit.ts';
import { submitAll } from '../../nodes/shared/submit.ts';
import type { Transport } from '../../nodes/shared/transport.ts';

beforeEach(() => {
	vi.useFakeTimers();
});
afterEach(() => {
	vi.useRealTimers();
});

const unused = async () => await Promise.reject(new Error('nothing is sent past the API'));
const transport: Transport = { get: unused, post: unused, upload: unused, isPrivate: false };
const limit = (retryAfterMs: number | null): Reply<string> => ({
	ok: false,
	fault: { kind: 'refusal', code: 429, msg: 'Too many', fromKie: true, retryAfterMs },
});
const refused = (fault: Partial<Fault>): Reply<string> => ({
	ok: false,
	fault: {
		kind: 'disconnect',
		code: 'x',
		mayHaveArrived: true,
		cancelled: false,
		...fault,
	} as Fault,
});

/** Submits so many requests to an API with these answers (then success); gives the times of sending. */
async function times(
	count: number,
	answers: Array<Reply<string>>,
	batching: Batching = { batchSize: 20, batchIntervalMs: 10_000 },
): Promise<number[]> {
	const start = Date.now();
	const sent: number[] = [];
	const api: ImageApi = {
		name: 'gpt4oImage',
		displayName: '4o Image',
		firstLookMs: 1,
		read: unused,
		fromCallback: () => null,
		submit: async () => {
			sent.push(Date.now() - start);
			return answers.shift() ?? { ok: true, value: `task-${sent.length}` };
		},
	};
	const requests: Submission[] = Array.from({ length: count }, () => ({
		api,
		payload: {},
		callBackUrl: undefined,
	}));
	const done = submitAll(transport, requests, batching, (_, { ok }) => ok, undefined);
	await vi.advanceTimersByTimeAsync(3_600_000);
	await done;
	return sent;
}

test('no interval holds more than a batch, wherever it begins', async () => {
	const sent = await times(50, []);
	expect(sent).toHaveLength(50);
	for (const from of sent) {
		expect(sent.filter((at) => at >= from && at < from + 10_000).length).toBeLessThanOrEqual(20);
	}
	expect(sent.at(-1)).toBe(20_000);
});

test('without a limit all go at once', async () => {
	const sent = await times(50, [], { batchSize: -1, batchIntervalMs: 10_000 });
	expect(sent.every((at) => at === 0)).toBe(true);
});

test.each([
	['a rate limit waits for the interval', null, 10_000],
	['Retry-After is obeyed where it is longer', 25_000, 25_000],
	['Retry-After is obeyed where it is shorter', 3_000, 3_000],
])('%s', async (_, retryAfterMs, expected) => {
	expect(await times(1, [limit(retryAfterMs)])).toEqual([0, expected]);
});

// A Retry-After of nothing comes from a date by a clock that is behind.
test('a Retry-After of nothing does not use up the tries within one moment', async () => {
	const sent = await times(1, [limit(0), limit(0)]);
	expect(sent).toHaveLength(3);
	expect(sent[1]).toBeGreaterThanOrEqual(1_000);
});

test('a rate limit is met six times, then told', async () => {
	const answers = Array.from({ length: 9 }, () => limit(1_000));
	expect(await times(1, answers)).toHaveLength(6);
});

test('a rate limit halts all, not only the one it met', async () => {
	const sent = await times(4, [limit(5_000)], { batchSize: 1, batchIntervalMs: 1_000 });
	expect(sent).toEqual([0, 5_000, 6_000, 7_000, 8_000]);
});

test.each([
	['a reset', refused({ code: 'ECONNRESET' })],
	['a refused connection', refused({ code: 'ECONNREFUSED', mayHaveArrived: false })],
	['a server that broke', refused({ kind: 'refusal', code: 500, fromKie: true })],
])('%s is never sent again', async (_, reply) => {
	expect(await times(1, [reply])).toEqual([0]);
});

test('after a refusal that stops the run, nothing more is sent', async () => {
	const reply = refused({ kind: 'refusal', code: 402, fromKie: true });
	expect(await times(3, [reply], { batchSize: 1, batchIntervalMs: 1_000 })).toEqual([0]);
});
