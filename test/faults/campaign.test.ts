import fc from 'fast-check';
import { expect, test } from 'vitest';
import { keepFilesInMemory } from '../helpers/binaryStore.ts';
import { useFakedClock } from '../helpers/clock.ts';
import { newProcess } from '../helpers/rest.ts';
import { scenarios } from './arbitrary.ts';
import { brief } from './brief.ts';
import { brokenBy } from './invariants/index.ts';
import { play } from './play.ts';
import { Tally } from './tally.ts';

// Scenarios by chance, which one number brings back: each is played in n8n's engine, and every promise
// is looked at. One that breaks a promise is made smaller until nothing can be left out.

const { FAULTS = '1000', FAULTS_SHARD = '0', FAULTS_SHARDS = '1', FAULTS_PATH } = process.env;
const { FAULTS_SEED = '1' } = process.env;
// No two seeds share a part.
const seed = Number(FAULTS_SEED) * Number(FAULTS_SHARDS) + Number(FAULTS_SHARD);
const numRuns = Math.ceil(Number(FAULTS) / Number(FAULTS_SHARDS));
// Smaller ones are looked for no longer than this.
const SHRINKING_MS = 120_000;
const PROGRESS = 100;
/** From so many on, each kind of thing has to have come. */
const ENOUGH = 300;

keepFilesInMemory();
useFakedClock();

test(`${numRuns} scenarios from the seed ${seed}`, { timeout: 3_600_000 }, async () => {
	const processes = { other: await newProcess() };
	const tally = new Tally();
	let played = 0;
	let giveUpAt = Infinity;
	const promise = fc.asyncProperty(scenarios, async (scenario) => {
		if (performance.now() > giveUpAt) return;
		const seen = await play(scenario, processes);
		const broken = brokenBy(seen);
		if (broken.length === 0 && giveUpAt === Infinity) {
			tally.note(seen);
			if (++played % PROGRESS === 0) console.log(`[seed ${seed}] ${tally.line}`);
		}
		if (broken.length === 0) return;
		if (giveUpAt === Infinity) giveUpAt = performance.now() + SHRINKING_MS;
		const how = broken.map((one) => `${one.name}:\n  ${one.how.join('\n  ')}`).join('\n');
		throw new Error(`${how}\n${brief(scenario)}`);
	});
	const result = await fc.check(promise, {
		...{ seed, numRuns },
		...(FAULTS_PATH !== undefined && { path: FAULTS_PATH }),
	});
	console.log(`[seed ${seed}] ${String(tally)}`);
	if (!result.failed) {
		if (numRuns >= ENOUGH) expect(tally.missing).toEqual([]);
		return;
	}
	const again = `FAULTS_SEED=${seed} FAULTS_PATH=${result.counterexamplePath} npm run test:faults`;
	expect.fail(
		`${String((result.errorInstance as Error | null)?.message)}\nOnce more: ${again}\nThe scenario: ${JSON.stringify(result.counterexample)}`,
	);
});
