import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Fault, Reply } from '../../../../../nodes/shared/kie/fault.ts';
import { isRateLimit } from '../../../../../nodes/shared/kie/fault.ts';
import type { Batching } from '../../../../../nodes/Kie/actions/create/rateLimit.ts';
import type { Submission } from '../../../../../nodes/Kie/actions/create/submitPaced.ts';
import { submitPaced } from '../../../../../nodes/Kie/actions/create/submitPaced.ts';

beforeEach(() => {
	vi.useFakeTimers();
});
afterEach(() => {
	vi.restoreAllMocks();
	vi.useRealTimers();
});

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
		canceled: false,
		...fault,
	} as Fault,
});

type Send = Submission['send'];

const requests = (send: Send, count: number): Submission[] =>
	Array.from({ length: count }, () => ({ send }));

/** Submits so many requests with these answers (then success); gives the times of sending. */
async function times(
	count: number,
	answers: Array<Reply<string>>,
	batching?: Batching,
): Promise<number[]> {
	return (await outcomes(count, answers, batching, ({ ok }) => ok)).sent;
}

async function outcomes(
	count: number,
	answers: Array<Reply<string>>,
	batching: Batching = { batchSize: 20, batchIntervalMs: 10_000 },
	mayGoOn = (_: Reply<string>) => true,
): Promise<{ sent: number[]; replies: Array<Reply<string>> }> {
	const start = Date.now();
	const sent: number[] = [];
	const send: Send = async () => {
		sent.push(Date.now() - start);
		return await Promise.resolve(answers.shift() ?? { ok: true, value: `task-${sent.length}` });
	};
	const replies: Array<Reply<string>> = [];
	const onReply = (_: Submission, reply: Reply<string>) => {
		replies.push(reply);
		return mayGoOn(reply);
	};
	const done = submitPaced(requests(send, count), batching, onReply, undefined);
	await vi.advanceTimersByTimeAsync(3_600_000);
	await done;
	return { sent, replies };
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

describe('a rate limit', () => {
	const always = (replies: Reply<string>[] = []) => replies.concat(Array(5_000).fill(limit(null)));

	test.each([
		['is rested out for a part of the window', null, 0, 3_000],
		['or, by chance, for all of it', null, 1, 10_000],
		['and of a longer interval', null, 1, 30_000, 30_000],
		['longer where Retry-After says so', 25_000, 0, 25_000],
		['never all together, even then', 25_000, 1, 32_000],
		['no shorter where Retry-After is shorter than the window', 1_000, 0, 3_000],
		// It comes from a date by a clock that is behind.
		['no shorter where Retry-After is nothing', 0, 0, 3_000],
	])('%s', async (_, retryAfterMs, chance, expected, batchIntervalMs = 10_000) => {
		vi.spyOn(Math, 'random').mockReturnValue(chance);
		const batching = { batchSize: 20, batchIntervalMs };
		expect(await times(1, [limit(retryAfterMs)], batching)).toEqual([0, expected]);
	});

	test('halts all, not only the one it met', async () => {
		vi.spyOn(Math, 'random').mockReturnValue(0);
		const sent = await times(4, [limit(5_000)], { batchSize: 1, batchIntervalMs: 1_000 });
		expect(sent).toEqual([0, 5_000, 6_000, 7_000, 8_000]);
	});

	test('makes the rest go one by one, at the pace of the limit', async () => {
		vi.spyOn(Math, 'random').mockReturnValue(0);
		const sent = await times(3, [limit(null), limit(null)]);
		expect(sent).toEqual([0, 0, 0, 3_000, 3_500]);
	});

	test('that does not end is told after five minutes, with how long it was tried', async () => {
		const { sent, replies } = await outcomes(1, always());
		expect(sent.at(-1)).toBeGreaterThanOrEqual(300_000);
		expect(sent.at(-1)).toBeLessThan(310_000);
		expect(replies).toMatchObject([{ ok: false, fault: { code: 429, triedForMs: sent.at(-1) } }]);
	});

	test('is waited for as long as the run itself needs', async () => {
		const { sent } = await outcomes(1_000, always());
		expect(sent.at(-1)).toBeGreaterThanOrEqual(500_000);
		expect(sent.at(-1)).toBeLessThan(510_000);
	});

	test('is waited for anew when a create got through', async () => {
		vi.spyOn(Math, 'random').mockReturnValue(1);
		const taken: Reply<string> = { ok: true, value: 'taken' };
		const answers = always([...Array<Reply<string>>(20).fill(limit(null)), taken]);
		const { sent, replies } = await outcomes(2, answers, { batchSize: 1, batchIntervalMs: 10_000 });
		expect(replies.map(({ ok }) => ok)).toEqual([true, false]);
		expect(sent.at(-1)).toBeGreaterThanOrEqual(200_000 + 300_000);
	});

	test('that was waited for in vain is the answer to all, and nothing more is sent', async () => {
		const { sent, replies } = await outcomes(50, always());
		const after = sent.filter((at) => at > 310_000);
		expect(after).toEqual([]);
		expect(replies).toHaveLength(50);
		expect(replies.every((reply) => !reply.ok && isRateLimit(reply.fault))).toBe(true);
	});

	test('that asks for a longer rest than the run would wait is told at once', async () => {
		expect(await times(1, [limit(301_000)])).toEqual([0]);
	});

	test('and a canceled execution: what was not made is told as not made', async () => {
		const controller = new AbortController();
		const send: Send = async () => await Promise.resolve(limit(null));
		const replies: Array<Reply<string>> = [];
		const onReply = (_: Submission, reply: Reply<string>) => replies.push(reply) > 0;
		const batching = { batchSize: 20, batchIntervalMs: 10_000 };
		const done = submitPaced(requests(send, 1), batching, onReply, controller.signal);
		const thrown = expect(done).rejects.toThrow('canceled');
		await vi.advanceTimersByTimeAsync(1_000);
		controller.abort();
		await thrown;
		expect(replies).toMatchObject([{ ok: false, fault: { code: 429 } }]);
	});
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

describe('five workflows at once on one account', () => {
	const WINDOW_MS = 10_000;
	const LIMIT = 20;

	/** KIE's limit for the account: so many in any ten seconds, the rest refused. */
	class Account {
		readonly takenAt: number[] = [];

		refusals = 0;

		constructor(private readonly retryAfterMs: number | null) {}

		async create(): Promise<Reply<string>> {
			await sleep(50 + 200 * Math.random());
			const now = Date.now();
			const isFull = this.takenAt.filter((at) => at > now - WINDOW_MS).length >= LIMIT;
			if (isFull) this.refusals++;
			else this.takenAt.push(now);
			await sleep(50 + 200 * Math.random());
			return isFull ? limit(this.retryAfterMs) : { ok: true, value: `task-${now}` };
		}
	}

	const sleep = async (ms: number) => await new Promise((resolve) => setTimeout(resolve, ms));

	test.each([
		['without Retry-After', null, 1],
		['without Retry-After, by another chance', null, 2],
		['with a Retry-After that is too short', 1_000, 3],
	])('%s all 300 are submitted, in little more than the time it takes', async (_, asked, seed) => {
		vi.spyOn(Math, 'random').mockImplementation(seeded(seed));
		const start = Date.now();
		const account = new Account(asked);
		const send: Send = async () => await account.create();
		const replies: Array<Reply<string>> = [];
		const runs = Array.from({ length: 5 }, async () => {
			const onReply = (_submission: Submission, reply: Reply<string>) => {
				replies.push(reply);
				return reply.ok;
			};
			const batching = { batchSize: LIMIT, batchIntervalMs: WINDOW_MS };
			await submitPaced(requests(send, 60), batching, onReply, undefined);
		});
		await vi.advanceTimersByTimeAsync(1_000_000);
		await Promise.all(runs);

		expect(replies.filter(({ ok }) => !ok)).toHaveLength(0);
		expect(account.takenAt).toHaveLength(300);
		// 300 creates at 20 in 10 s.
		expect(account.takenAt.at(-1)! - start).toBeLessThan(1.5 * 150_000);
		// What is refused is work for KIE too.
		expect(account.refusals).toBeLessThan(300);
	});
});

/** The same chances in every run (mulberry32). */
function seeded(seed: number): () => number {
	let state = seed;
	return () => {
		state = (state + 0x6d2b79f5) | 0;
		let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
		mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
	};
}
