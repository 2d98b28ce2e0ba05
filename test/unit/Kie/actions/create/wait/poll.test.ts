import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { apis } from '../../../../../../nodes/shared/kie/apis/index.ts';
import type { Fault, Reply } from '../../../../../../nodes/shared/kie/fault.ts';
import type { KieTask } from '../../../../../../nodes/shared/kie/task.ts';
import { SUCCESS_WITHOUT_IMAGE } from '../../../../../../nodes/shared/kie/task.ts';
import type { WaitResult } from '../../../../../../nodes/Kie/actions/create/wait/poll.ts';
import { Poller } from '../../../../../../nodes/Kie/actions/create/wait/poll.ts';
import { unusedTransport } from '../../../../../helpers/unusedTransport.ts';

beforeEach(() => {
	vi.useFakeTimers();
	vi.spyOn(Math, 'random').mockReturnValue(0);
});
afterEach(() => {
	vi.restoreAllMocks();
	vi.useRealTimers();
});

type Look = Reply<KieTask | null>;

const taskOf = (changes: Partial<KieTask>): Look => ({
	ok: true,
	value: {
		taskId: 't',
		api: 'market',
		model: null,
		status: 'success',
		progress: 1,
		imageUrls: [],
		prompt: null,
		createdAt: null,
		completedAt: null,
		creditsUsed: null,
		errorCode: null,
		errorMessage: null,
		raw: {},
		...changes,
	},
});
const done = taskOf({ imageUrls: ['https://example.com/a.png'] });
const running = taskOf({ status: 'pending' });
const withoutImage = taskOf({ status: 'failed', errorMessage: SUCCESS_WITHOUT_IMAGE });
const unseen: Look = { ok: true, value: null };
const refused = (code: number, fromKie = true): Look => {
	const fault: Fault = { kind: 'refusal', code, msg: 'no', fromKie, retryAfterMs: null };
	return { ok: false, fault };
};

interface Looks {
	results: Record<string, WaitResult>;
	/** When each task was looked at, in seconds. */
	at: Record<string, number[]>;
	limits: number[];
	seconds: number;
}

/** Watches tasks, whose looks show this; the last for ever. */
async function watch(
	looks: Record<string, Look[] | ((seconds: number, nth: number) => Look)>,
	{ maxWait = 900, interval = 5, age = 0, takes = 0 } = {},
): Promise<Looks> {
	const start = Date.now();
	const at: Record<string, number[]> = {};
	const limits: number[] = [];
	vi.spyOn(apis.market, 'read').mockImplementation(async (_transport, taskId, limitMs = 0) => {
		const times = (at[taskId] ??= []);
		const nth = times.length;
		const seconds = (Date.now() - start) / 1000;
		times.push(seconds);
		limits.push(limitMs);
		if (takes > 0) {
			await new Promise((resolve) => setTimeout(resolve, Math.min(takes * 1000, limitMs)));
		}
		const shown = looks[taskId]!;
		return typeof shown === 'function'
			? shown(seconds, nth)
			: shown[Math.min(nth, shown.length - 1)]!;
	});
	const settings = {
		intervalMs: interval * 1000,
		deadline: start + maxWait * 1000,
		signal: undefined,
	};
	const poller = new Poller(unusedTransport, settings);
	const results: Record<string, WaitResult> = {};
	let endedAt = 0;
	const all = Object.keys(looks).map(async (taskId) => {
		results[taskId] = await poller.watch({
			api: 'market',
			task: { taskId, submittedAt: start - age * 1000 },
		});
		endedAt = Date.now();
	});
	await vi.advanceTimersByTimeAsync(2 * maxWait * 1000);
	await Promise.all(all);
	return { results, at, limits, seconds: (endedAt - start) / 1000 };
}

const failureOf = (result: WaitResult | undefined) =>
	result === undefined || result.kind === 'done' ? undefined : result.failure;

describe('where watching ends, the task goes on: it is pending, and not to be bought again', () => {
	test.each<[string, Look[]]>([
		['at the end of the time', [running]],
		['at the end of the time, behind a gateway page', [refused(502, false)]],
		['at the end of the time, within a rate limit', [refused(429)]],
		['where KIE refuses to show it', [refused(400)]],
		['where KIE refuses the account', [refused(401)]],
		['where KIE no longer knows it', [unseen]],
	])('%s', async (_name, looks) => {
		const { results } = await watch({ t: looks });

		expect(failureOf(results.t)).toMatchObject({
			cause: 'waiting',
			retryable: false,
			task: { taskId: 't', api: 'market', status: 'pending' },
		});
	});
});

describe('a task that KIE does not show', () => {
	test.each([
		['just submitted', 0],
		['submitted long before, in an early batch or an earlier try', 600],
	])('%s is waited for 90 seconds', async (_name, age) => {
		const { at, results } = await watch({ t: [unseen] }, { age });

		const [first = 0] = at.t!;
		expect(at.t!.at(-1)! - first).toBeGreaterThan(90);
		expect(at.t!.at(-1)! - first).toBeLessThan(105);
		expect(failureOf(results.t)?.message).toContain('no longer has a task');
	});

	test('counts from when it was last seen', async () => {
		const { results } = await watch({
			t: (seconds) => (seconds < 80 || (seconds > 85 && seconds < 160) ? unseen : done),
		});

		expect(results.t?.kind).toBe('done');
	});
});

describe('a refusal', () => {
	test.each([401, 403, 433, 400, 505, 451])('with code %i is asked about again', async (code) => {
		const { results, at } = await watch({ t: [refused(code), done] });

		expect(results.t?.kind).toBe('done');
		expect(at.t).toHaveLength(2);
	});

	test.each([401, 403, 433, 400, 505])('with code %i twice in a row is believed', async (code) => {
		const { results, at } = await watch({ t: [refused(code)] });

		expect(failureOf(results.t)).toMatchObject({ errorCode: code });
		expect(at.t).toHaveLength(2);
	});

	test('that comes and goes ends nothing', async () => {
		const { results } = await watch({
			t: (_, nth) => (nth > 20 ? done : nth % 2 === 0 ? refused(401) : running),
		});

		expect(results.t?.kind).toBe('done');
	});

	test('for lack of credits never ends a watch: looking costs none', async () => {
		const { results } = await watch({ t: (seconds) => (seconds < 300 ? refused(402) : done) });

		expect(results.t?.kind).toBe('done');
	});

	test.each([302, 400, 404])(
		'by a page that is not of KIE (%i) never ends a watch',
		async (code) => {
			const { results } = await watch({
				t: (seconds) => (seconds < 300 ? refused(code, false) : done),
			});

			expect(results.t?.kind).toBe('done');
		},
	);

	test('of the account makes all rest, and one more look decides for all', async () => {
		const { results, at } = await watch(
			{ a: [refused(401)], b: [running], c: [running] },
			{
				takes: 1,
			},
		);

		// The others, which KIE shows, go on; the refused one alone is given up.
		expect(failureOf(results.a)).toMatchObject({ errorCode: 401 });
		expect(at.a).toHaveLength(2);
		expect(failureOf(results.b)?.message).toContain("'Max Wait (Seconds)'");
	});

	test('of the account, confirmed, ends every watch', async () => {
		const all = Object.fromEntries(
			Array.from({ length: 100 }, (_, nth) => [`t${nth}`, [refused(401)]]),
		);
		const { results, at, seconds } = await watch(all, { takes: 1 });

		expect(Object.values(results).map((result) => failureOf(result)?.errorCode)).toEqual(
			Array.from({ length: 100 }, () => 401),
		);
		// One wave, a rest, one more wave: not a hundred.
		expect(Object.values(at).flat().length).toBeLessThan(60);
		expect(seconds).toBeLessThan(30);
	});
});

describe('success without its images', () => {
	test.each([1, 2, 3])('is looked at again, %i times', async (times) => {
		const { results, at } = await watch({
			t: (_, nth) => (nth < times ? withoutImage : done),
		});

		expect(results.t).toEqual({ kind: 'done', task: done.ok && done.value });
		expect(at.t!.at(-1)! - at.t![0]!).toBeLessThanOrEqual(10);
	});

	test('is looked at again where it gives something else, which then holds', async () => {
		const other = taskOf({ result: { segments: [1] } });
		const { results, at } = await watch({ t: [other] });

		expect(results.t).toEqual({ kind: 'done', task: other.ok && other.value });
		expect(at.t).toHaveLength(4);
	});

	test('is believed in the end', async () => {
		const { results, at } = await watch({ t: [running, withoutImage] });

		expect(results.t).toEqual({ kind: 'done', task: withoutImage.ok && withoutImage.value });
		expect(at.t).toHaveLength(5);
	});

	test('is believed at the end of the time', async () => {
		const { results } = await watch({ t: [withoutImage] }, { maxWait: 6 });

		expect(results.t).toEqual({ kind: 'done', task: withoutImage.ok && withoutImage.value });
	});
});

describe('the end of the time', () => {
	test('holds for a look too, but for a moment', async () => {
		const { limits, seconds } = await watch({ t: [running] }, { maxWait: 12, takes: 600 });

		expect(Math.max(...limits)).toBeLessThanOrEqual(10_000);
		expect(seconds).toBeLessThanOrEqual(15);
	});

	test('holds for many looks that stand in line', async () => {
		const all = Object.fromEntries(Array.from({ length: 500 }, (_, nth) => [`t${nth}`, [running]]));
		const { seconds } = await watch(all, { maxWait: 12, takes: 600 });

		expect(seconds).toBeLessThanOrEqual(25);
	});
});
