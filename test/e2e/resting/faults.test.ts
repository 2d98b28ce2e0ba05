import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import type { Execution, Item } from '../../../sandbox/n8n/client.ts';
import { itemsOf } from '../../../sandbox/n8n/client.ts';
import type { FaultInput, LedgerTask } from '../../../sandbox/simulator/index.ts';
import { picture } from '../../helpers/pictures.ts';
import { API_KEY } from '../helpers/constants.ts';
import { host } from '../helpers/kie.ts';
import { errorOf, n8n } from '../helpers/n8n.ts';
import { useSlowKie } from '../helpers/resting.ts';
import type { FateName, Scenario } from '../helpers/restingScenarios.ts';
import { drawScenarios, fateOf } from '../helpers/restingScenarios.ts';
import { chain } from '../helpers/workflows.ts';

// What the fault campaign plays by the thousand in n8n's engine, in sixty executions of a real n8n: drawn
// from a seed, all at rest at the same time.

const COUNT = 60;
const SEED = 12;
const LIMIT_MS = 180_000;
// So many look at the same time that n8n would have nothing else to do.
const LOOK_MS = 3_000;
const AFTER_MS = 3_000;
const { kie, resting, ordered } = useSlowKie();

interface Started extends Scenario {
	name: string;
	executionId: string;
}

interface Played extends Started {
	execution: Execution;
}

const promptOf = (name: string, item: number) => `${name} ${item}.`;

async function start(one: Scenario, nth: number): Promise<Started> {
	const name = `rest-faults-${nth}`;
	one.fates.forEach((fate, item) => {
		const match = { prompt: promptOf(name, item) };
		const takes: FaultInput = { kind: 'takes', durationMs: one.takesMs, times: 'always' };
		for (const fault of [takes, ...fateOf(fate).faults]) {
			kie().addFault({ ...fault, match } as FaultInput);
		}
	});
	const { operation, model, onError, onTimeout, outputItems, retries } = one;
	const parameters = {
		operation,
		model,
		...(operation === 'edit' && { imageUrls: await photoUrl() }),
		// Past this, n8n looks by itself: once a minute.
		options: { maxWait: 30, onTimeout, outputItems },
	};
	const settings = {
		onError,
		...(retries > 0 && { retryOnFail: true, maxTries: retries + 1, waitBetweenTries: 500 }),
	};
	const prompts = one.fates.map((_, item) => ({ prompt: promptOf(name, item) }));
	const client = await n8n();
	const { id } = await client.createWorkflow({
		...chain(prompts, resting('KIE', parameters, settings)),
	});
	return { ...one, name, executionId: String(await client.run(id, 'Start')) };
}

let photo: Promise<string> | undefined;
const photoUrl = async () => await (photo ??= host('photo.png', picture('png', 64, 64)));

async function end(one: Started): Promise<Played> {
	const wait = { limitMs: LIMIT_MS, lookMs: LOOK_MS };
	return { ...one, execution: await (await n8n()).waitForExecution(one.executionId, wait) };
}

const tasksOf = ({ name }: Started, item: number): LedgerTask[] => ordered(promptOf(name, item));

const outputOf = ({ execution }: Played): Item[] =>
	[0, 1].flatMap((output) => itemsOf(execution, 'KIE', output));

function itemBehind({ pairedItem }: Item): number | undefined {
	const [one] = [pairedItem].flat();
	return typeof one === 'object' ? one.item : one;
}

/** Whether what an item got is what its fate has for it; in words where it is not. */
function itemBroken(
	played: Played,
	item: number,
	fate: FateName,
	{ json, binary }: Item,
): string[] {
	const tasks = tasksOf(played, item);
	const isTaskOf = (url: unknown) =>
		tasks.some(({ resultUrls }) => resultUrls.includes(String(url)));
	const { end: expected } = fateOf(fate);
	const told = JSON.stringify(json);
	switch (json.status) {
		case 'success':
			return [
				...(['success', 'unclear'].includes(expected) ? [] : ['is told as a success']),
				...(isTaskOf(json.imageUrl) ? [] : ['has an image that is not its own']),
				...(binary || fate === 'fileGone' ? [] : ['has no file']),
			];
		case 'pending':
			if (expected === 'unclear')
				return told.includes('billed') ? [] : ['is pending without a word'];
			return expected === 'late' ? [] : ['is told as pending'];
		default:
			if (expected === 'success') return [`is told as failed: ${String(json.error)}`];
			if (expected === 'unclear' && !/may have been billed/.test(told))
				return ['does not say that it may have been billed'];
			return [];
	}
}

/** Each promise that was broken, in words. */
function brokenBy(played: Played): string[] {
	const { fates, execution, onError, onTimeout, retries } = played;
	const error = errorOf(execution);
	const text = JSON.stringify([execution.data, error]);
	const ends = fates.map((fate) => fateOf(fate).end);
	const isGood = (one: (typeof ends)[number]) =>
		one === 'success' || (one === 'late' && onTimeout === 'returnPending');
	const mayStop = onError === 'stopWorkflow' && !ends.every(isGood);
	// KIE's call may still tell the task of a create without an answer.
	const mustStop =
		onError === 'stopWorkflow' && ends.some((one) => !isGood(one) && one !== 'unclear');
	const output = outputOf(played);
	return [
		...(execution.status === 'success' && mustStop ? ['it did not stop'] : []),
		...(execution.status === 'success' || (execution.status === 'error' && mayStop)
			? []
			: [`it ended as '${execution.status}': ${String(error?.message)}`]),
		...(text.includes(API_KEY) ? ['the key stands in the execution'] : []),
		...(/[?&]secret=/.test(text) ? ['the secret of a call stands in the execution'] : []),
		...fates.flatMap((fate, item) => {
			const tasks = tasksOf(played, item);
			const mine = output.filter((one) => itemBehind(one) === item);
			const isUnclear = fateOf(fate).end === 'unclear';
			// What KIE failed for a passing reason, a further try may order again.
			const most = fateOf(fate).end === 'failed' ? retries + 1 : 1;
			return [
				...(tasks.length > most ? [`was ordered ${tasks.length} times`] : []),
				...tasks
					.filter(({ id, state }) => !isUnclear && state !== 'failed' && !text.includes(id))
					.map(({ id }) => `has a task that is nowhere: ${id}`),
				// KIE's call may have told its task: then that is named.
				...(execution.status === 'error' &&
				isUnclear &&
				!/may have been billed/.test(text) &&
				!tasks.some(({ id }) => text.includes(id))
					? ['is not told as perhaps billed']
					: []),
				...(execution.status === 'success' && mine.length !== 1
					? [`gave ${mine.length} items`]
					: []),
				...mine.flatMap((one) => itemBroken(played, item, fate, one)),
			].map((how) => `item ${item} (${fate}) ${how}`);
		}),
	].map((how) => `${played.name} (${onError}): ${how}`);
}

/** KIE's call was taken, which only a resting execution does. */
const hasRested = (played: Played): boolean =>
	played.fates.some((_, item) =>
		tasksOf(played, item).some(({ callbacks }) => callbacks.some(({ status }) => status === 200)),
	);

test(
	`${COUNT} executions at rest, with faults from the seed ${SEED}`,
	{ timeout: 900_000 },
	async () => {
		const started: Started[] = [];
		for (const one of drawScenarios(COUNT, SEED)) started.push(await start(one, started.length));
		const played = await Promise.all(started.map(end));

		const rested = played.filter(hasRested).length;
		const faults = played.flatMap(({ fates }) => fates);
		const succeeded = played.filter(({ execution }) => execution.status === 'success').length;
		console.log(
			`${COUNT} executions, ${rested} resumed by KIE's call, ${succeeded} succeeded; ${faults.length} items with ${new Set(faults).size} kinds of fate`,
		);
		expect(played.flatMap(brokenBy)).toEqual([]);
		expect(rested).toBeGreaterThan(COUNT / 2);

		const before = kie().requests().length;
		await sleep(AFTER_MS);
		expect(kie().requests().length).toBe(before);
	},
);
