import fc from 'fast-check';
import { expect, test } from 'vitest';
import { keepFilesInMemory } from '../../helpers/binaryStore.ts';
import { useFakedClock } from '../../helpers/clock.ts';
import { newProcess } from '../../helpers/rest.ts';
import { scenarios } from '../arbitrary.ts';
import { brokenBy } from '../invariants/index.ts';
import { play } from '../play.ts';
import { mutations } from './mutations.mts';

// Always the same scenarios: what is caught today is caught tomorrow.
const SEED = 1;
const SCENARIOS = 600;

const mutation = mutations.find(({ name }) => name === process.env.FAULTS_MUTATION);

keepFilesInMemory();
useFakedClock();

test('is caught', { timeout: 1_200_000 }, async () => {
	const other = await newProcess();
	const seen = new Set<string>();
	for (const [nth, scenario] of fc
		.sample(scenarios, { seed: SEED, numRuns: SCENARIOS })
		.entries()) {
		for (const { name } of brokenBy(await play(scenario, other))) seen.add(name);
		if (!seen.has(mutation!.breaks)) continue;
		console.log(`caught by scenario ${nth + 1}: ${mutation!.breaks}`);
		return;
	}
	expect.fail(`${SCENARIOS} scenarios did not see that “${mutation!.breaks}” is broken`);
});
