import { expect, test } from 'vitest';
import { useFakedClock } from '../helpers/clock.ts';
import { expected, runFrozen, workflows } from './run.ts';

// Workflows as users have saved them. They must go on doing exactly what they did: a change of
// expected.json is a change that breaks somebody's workflow.

useFakedClock();

test('every workflow has what is expected of it', () => {
	expect(Object.keys(expected)).toEqual(Object.keys(workflows));
});

test.each(Object.keys(workflows))('%s', async (name) => {
	const { error, did } = await runFrozen(name);

	expect(error).toBeUndefined();
	expect(did).toEqual(expected[name]);
});
