import fc from 'fast-check';
import { expect, test } from 'vitest';
import { keepFilesInMemory } from '../../helpers/binaryStore.ts';
import { useFakedClock } from '../../helpers/clock.ts';
import { scenarios } from '../arbitrary.ts';
import { brokenBy } from '../invariants/index.ts';
import { play } from '../play.ts';
import { builtNode } from './built.ts';
import type { Mutation } from './mutations.mts';
import { mutations } from './mutations.mts';

// Always the same scenarios: what is caught today is caught tomorrow.
const SEED = 1;
const SCENARIOS = 600;
const drawn = fc.sample(scenarios, { seed: SEED, numRuns: SCENARIOS });
const LIMIT = { timeout: 1_200_000 };

const { MUTATIONS_SHARD, MUTATIONS_SHARDS } = process.env;

keepFilesInMemory();
useFakedClock();

/** The first scenario that sees a promise broken; none where all are kept. */
async function firstCatch(isLookedFor: (name: string) => boolean, mutation?: Mutation) {
	const processes = { own: builtNode(mutation), other: builtNode(mutation) };
	for (const [nth, scenario] of drawn.entries()) {
		const broken = brokenBy(await play(scenario, processes));
		const found = broken.find(({ name }) => isLookedFor(name));
		if (found) return { nth: nth + 1, ...found };
	}
	return null;
}

if (MUTATIONS_SHARD === 'control') {
	test(`without a fault, ${SCENARIOS} scenarios break no promise`, LIMIT, async () => {
		const found = await firstCatch(() => true);
		if (found) expect.fail(`scenario ${found.nth}: ${found.name}: ${found.how.join('\n')}`);
	});
} else {
	const own = mutations.filter(
		(_, nth) => nth % Number(MUTATIONS_SHARDS) === Number(MUTATIONS_SHARD),
	);
	test.each(own)('$name', LIMIT, async (mutation) => {
		const found = await firstCatch((name) => name === mutation.breaks, mutation);
		if (!found) expect.fail(`${SCENARIOS} scenarios did not see: ${mutation.breaks}`);
		console.log(`“${mutation.name}” is caught by scenario ${found.nth}: ${found.how[0]}`);
	});
}
