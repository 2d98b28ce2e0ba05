import { afterEach, describe, expect, test, vi } from 'vitest';
import type { Order } from '../../../../../../nodes/Kie/actions/create/order.ts';
import type {
	callForOrder,
	Verdict,
} from '../../../../../../nodes/Kie/actions/create/rest/callForOrder.ts';
import type { Known } from '../../../../../../nodes/Kie/actions/create/rest/known.ts';
import type { RestState } from '../../../../../../nodes/Kie/actions/create/rest/state.ts';
import type { KieTask } from '../../../../../../nodes/shared/kie/task.ts';
import { unusedTransport } from '../../../../../helpers/unusedTransport.ts';

afterEach(() => vi.restoreAllMocks());

/** A process of n8n: what one has learned the others do not know. */
interface Process {
	callForOrder: typeof callForOrder;
	Known: typeof Known;
}

async function processes(
	count: number,
	read: (taskId: string) => Promise<KieTask>,
): Promise<Process[]> {
	const made: Process[] = [];
	for (let nth = 0; nth < count; nth++) {
		vi.resetModules();
		const { apis } = await import('../../../../../../nodes/shared/kie/apis/index.ts');
		vi.spyOn(apis.market, 'read').mockImplementation(async (_transport, taskId) => ({
			ok: true,
			value: await read(taskId),
		}));
		const room = '../../../../../../nodes/Kie/actions/create/rest';
		made.push({
			...(await import(`${room}/callForOrder.ts`)),
			...(await import(`${room}/known.ts`)),
		});
	}
	return made;
}

const taskOf = (taskId: string, status: KieTask['status']): KieTask => ({
	taskId,
	api: 'market',
	model: null,
	status,
	progress: 0,
	imageUrls: status === 'success' ? [`https://example.com/${taskId}.png`] : [],
	prompt: null,
	createdAt: null,
	completedAt: null,
	creditsUsed: null,
	errorCode: null,
	errorMessage: null,
	raw: {},
});

function orderOf(itemIndex: number): Order {
	return {
		itemIndex,
		api: 'market',
		waitUntilDone: true,
		output: { includeRaw: false },
		task: { taskId: `t${itemIndex}`, submittedAt: 0 },
	} as Order;
}

interface Calls {
	/** The tasks, in the order in which they end. */
	ends: number[];
	/** Which process gets the call for each of them, in the same order; null where it is lost. */
	receivers: Array<number | null>;
	/** How many calls come at the same moment. */
	together?: number;
	/** The only process, which has put the execution to rest itself. */
	isHome?: boolean;
}

async function call({ ends, receivers, together = 1, isHome = false }: Calls) {
	const reads: string[] = [];
	const ended = new Set<string>();
	const made = await processes(2, async (taskId) => {
		reads.push(taskId);
		const status = ended.has(taskId) ? 'success' : 'pending';
		await Promise.resolve();
		return taskOf(taskId, status);
	});
	const orders = ends.map((_, nth) => orderOf(nth));
	const state = {
		id: 'rest',
		executionId: '1',
		ordered: { orders, orphans: [], ended: [], failures: [] },
	} as unknown as RestState;
	if (isHome) new made[0]!.Known(state).noteHome();
	const verdicts: Verdict[] = [];
	for (let nth = 0; nth < ends.length; nth += together) {
		const now = ends.slice(nth, nth + together);
		for (const item of now) ended.add(`t${item}`);
		const judged = now.flatMap((item, beside) => {
			const process = made[receivers[nth + beside] ?? -1];
			return process ? [process.callForOrder(unusedTransport, state, orders[item]!)] : [];
		});
		verdicts.push(...(await Promise.all(judged)));
	}
	const wakes = verdicts.filter((verdict) => verdict.kind === 'wake');
	const readsOf = (task: string) => reads.filter((one) => one === task).length;
	return {
		kinds: verdicts.map(({ kind }) => kind),
		known: wakes.map(({ state }) => state.ordered.ended.length),
		reads: reads.length,
		mostReads: Math.max(...reads.map(readsOf)),
	};
}

const COUNT = 20;

/** The numbers from 0 on, in an order that a seed decides. */
function shuffled(seed: number): number[] {
	const list = Array.from({ length: COUNT }, (_, nth) => nth);
	let state = seed;
	for (let nth = COUNT - 1; nth > 0; nth--) {
		state = (state * 1_103_515_245 + 12_345) % 2 ** 31;
		const other = state % (nth + 1);
		[list[nth], list[other]] = [list[other]!, list[nth]!];
	}
	return list;
}

const toOne = Array.from({ length: COUNT }, () => 0);
const toEither = (seed: number) => shuffled(seed + 100).map((number) => number % 2);
const restOnAndWake = [...Array.from({ length: COUNT - 1 }, () => 'restOn'), 'wake'];
const SEEDS = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10];

describe.each(SEEDS)(
	'tasks that end in any order: the last call wakes the execution (%i)',
	(seed) => {
		const ends = shuffled(seed);

		test('in n8n of one process, at no more than two reads a task', async () => {
			const { kinds, known, mostReads } = await call({ ends, receivers: toOne, isHome: true });
			expect(kinds).toEqual(restOnAndWake);
			expect(known).toEqual([COUNT]);
			expect(mostReads).toBeLessThanOrEqual(2);
		});

		test('in another process than that which put it to rest, at two reads a task', async () => {
			const { kinds, known, reads } = await call({ ends, receivers: toOne });
			expect(kinds).toEqual(restOnAndWake);
			expect(known).toEqual([COUNT]);
			expect(reads).toBeLessThanOrEqual(2 * COUNT);
		});

		test('whichever of two processes each call comes to', async () => {
			const { kinds, known, reads } = await call({ ends, receivers: toEither(seed) });
			expect(kinds).toEqual(restOnAndWake);
			expect(known).toEqual([COUNT]);
			// As many for each process.
			expect(reads).toBeLessThanOrEqual(4 * COUNT);
		});

		test('four at the same moment', async () => {
			const { kinds, known } = await call({ ends, receivers: toEither(seed), together: 4 });
			expect(kinds).toHaveLength(COUNT);
			expect(new Set(known)).toEqual(new Set([COUNT]));
		});

		test('where n8n was started anew and has missed calls', async () => {
			const receivers = toEither(seed).map((number, nth) =>
				number || nth === COUNT - 1 ? 0 : null,
			);
			const { kinds, known } = await call({ ends, receivers });
			expect(kinds.at(-1)).toBe('wake');
			expect(kinds.slice(0, -1)).not.toContain('wake');
			expect(known).toEqual([COUNT]);
		});
	},
);
