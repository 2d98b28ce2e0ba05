import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Execution } from '../../../sandbox/n8n/client.ts';
import { itemsOf } from '../../../sandbox/n8n/client.ts';
import type { FaultInput, LedgerTask } from '../../../sandbox/simulator/index.ts';
import { API_KEY } from '../helpers/constants.ts';
import { errorOf, n8n } from '../helpers/n8n.ts';
import { useSlowKie } from '../helpers/resting.ts';
import { chain } from '../helpers/workflows.ts';

// What the fault campaign plays by the thousand in n8n's engine, in sixty executions of a real n8n: drawn
// from a seed, all at rest at the same time, and held to what matters most.

const COUNT = 60;
const SEED = 12;
const LIMIT_MS = 150_000;
// So many look at the same time that n8n would have nothing else to do.
const LOOK_MS = 3_000;

const { kie, resting, ordered } = useSlowKie();

/** What may become of one item. Ten times as fast as life: 30,000 is three seconds. */
const FATES = {
	well: [],
	declined: [{ kind: 'moderation' }],
	fails: [{ kind: 'taskFails' }],
	answerLost: [{ kind: 'reset', on: 'create', when: 'after' }],
	orderLost: [{ kind: 'reset', on: 'create', when: 'before' }],
	answerUnreadable: [{ kind: 'html', on: 'create', when: 'after', status: 502 }],
	limited: [{ kind: 'rateLimit', on: 'create' }],
	neverEnds: [{ kind: 'neverEnds' }],
	callLost: [{ kind: 'lostCallback' }],
	callTwice: [{ kind: 'duplicateCallback', copies: 3 }],
	callForged: [{ kind: 'forgedCallback' }],
	callLate: [{ kind: 'lateCallback', delayMs: 60_000 }],
	hidden: [{ kind: 'recordHidden', durationMs: 30_000 }],
	emptyAtFirst: [{ kind: 'resultCount', count: 0 }],
	readBroken: [{ kind: 'error', on: 'read', times: 2 }],
	fileGone: [{ kind: 'error', on: 'hosted', code: 404, times: 'always' }],
	otherSpelling: [{ kind: 'spelling', as: 'snakeCase' }],
} satisfies Record<string, FaultInput[]>;

type Fate = keyof typeof FATES;

interface Scenario {
	fates: Fate[];
	onError: 'stopWorkflow' | 'continueRegularOutput' | 'continueErrorOutput';
	onTimeout: 'error' | 'returnPending';
	outputItems: 'perImage' | 'perTask';
	takesMs: number;
}

const fates = Object.keys(FATES) as Fate[];
const scenario: fc.Arbitrary<Scenario> = fc.record({
	fates: fc.array(fc.oneof(fc.constantFrom<Fate>('well'), fc.constantFrom(...fates)), {
		minLength: 1,
		maxLength: 4,
	}),
	onError: fc.constantFrom('stopWorkflow', 'continueRegularOutput', 'continueErrorOutput'),
	onTimeout: fc.constantFrom('error', 'returnPending'),
	outputItems: fc.constantFrom('perImage', 'perTask'),
	takesMs: fc.constantFrom(10_000, 30_000, 60_000),
});

interface Started extends Scenario {
	name: string;
	executionId: string;
}

interface Played extends Scenario {
	name: string;
	execution: Execution;
}

async function start(one: Scenario, nth: number): Promise<Started> {
	const name = `rest-faults-${nth}`;
	one.fates.forEach((fate, item) => {
		const match = { prompt: `${name} ${item}.` };
		const faults: FaultInput[] = [{ kind: 'takes', durationMs: one.takesMs }, ...FATES[fate]];
		for (const fault of faults) kie().addFault({ ...fault, match } as FaultInput);
	});
	const { onError, onTimeout, outputItems } = one;
	// Past this, n8n looks by itself: once a minute.
	const options = { maxWait: 30, onTimeout, outputItems };
	const prompts = one.fates.map((_, item) => ({ prompt: `${name} ${item}.` }));
	const file = chain(prompts, resting('KIE', { options }, { onError }));
	const client = await n8n();
	const { id } = await client.createWorkflow({ ...file });
	return { ...one, name, executionId: String(await client.run(id, 'Start')) };
}

async function end({ executionId, ...one }: Started): Promise<Played> {
	const client = await n8n();
	const wait = { limitMs: LIMIT_MS, lookMs: LOOK_MS };
	return { ...one, execution: await client.waitForExecution(executionId, wait) };
}

const tasksOf = (name: string, item: number): LedgerTask[] => ordered(`${name} ${item}.`);

/** What a person gets to see. */
const shownOf = ({ execution }: Played): string =>
	JSON.stringify([
		itemsOf(execution, 'KIE', 0),
		itemsOf(execution, 'KIE', 1),
		errorOf(execution),
		execution.data?.resultData.runData,
	]);

/** Each promise that was broken, in words. */
function brokenBy(played: Played): string[] {
	const { name, fates: all, execution, onError } = played;
	const text = shownOf(played);
	const out = [...itemsOf(execution, 'KIE', 0), ...itemsOf(execution, 'KIE', 1)];
	const isOver = ['success', 'error'].includes(execution.status);
	return [
		...(isOver ? [] : [`it ended as '${execution.status}'`]),
		...(execution.status === 'error' && onError !== 'stopWorkflow' ? ['it stopped'] : []),
		...(text.includes(API_KEY) ? ['the key stands in the execution'] : []),
		...all.flatMap((fate, item) => {
			const tasks = tasksOf(name, item);
			const mine = out.filter(({ pairedItem }) => {
				const [one] = [pairedItem].flat();
				return (typeof one === 'object' ? one.item : one) === item;
			});
			const isUnclear = ['answerLost', 'answerUnreadable'].includes(fate);
			return [
				...(tasks.length > 1 ? [`item ${item} (${fate}) was ordered ${tasks.length} times`] : []),
				...tasks
					.filter(({ id }) => !isUnclear && !text.includes(id))
					.map(({ id }) => `task ${id} of item ${item} (${fate}) is nowhere`),
				...(isUnclear && !tasks.some(({ id }) => text.includes(id)) && !/billed/.test(text)
					? [`item ${item} (${fate}) is not told`]
					: []),
				...(execution.status === 'success' && mine.length !== 1
					? [`item ${item} (${fate}) gave ${mine.length} items`]
					: []),
				...(fate === 'well' && mine.some(({ json }) => json.status !== 'success')
					? [`item ${item} was harmed by another`]
					: []),
				...mine
					.filter(({ json }) => json.status === 'success' && tasks[0]?.state !== 'success')
					.map(() => `item ${item} (${fate}) is told as a success`),
			];
		}),
	];
}

test(
	`${COUNT} executions at rest, with faults from the seed ${SEED}`,
	{ timeout: 900_000 },
	async () => {
		const started: Started[] = [];
		for (const one of fc.sample(scenario, { numRuns: COUNT, seed: SEED })) {
			started.push(await start(one, started.length));
		}
		const played = await Promise.all(started.map(end));

		const ends = ['success', 'error'].map(
			(status) =>
				`${played.filter(({ execution }) => execution.status === status).length} ${status}`,
		);
		const faults = played.flatMap((one) => one.fates);
		const tasks = played.flatMap(({ name, fates: all }) => all.flatMap((_, n) => tasksOf(name, n)));
		console.log(
			`${played.length} executions (${ends.join(', ')}), ${faults.length} items, ${new Set(faults).size} kinds of fate, ${tasks.length} tasks`,
		);
		const broken = played.flatMap((one) =>
			brokenBy(one).map((how) => `${one.name} ${one.onError}: ${how}`),
		);
		expect(broken).toEqual([]);
	},
);
