import { expect, test } from 'vitest';
import { runClock, useFakedClock } from '../../helpers/clock.ts';
import { API_KEY, errorOf, runWorkflow } from '../../helpers/engine.ts';
import { KieWire, refused } from '../../helpers/kie.ts';
import { run } from '../../helpers/run.ts';
import { workflow } from '../../helpers/workflows.ts';

useFakedClock();

test('the key stands in no error and no item', async () => {
	const everything: unknown[] = [];
	for (const answer of [
		'reset',
		refused(401, 'bad key'),
		{ httpStatus: 502, body: '<html>' },
	] as const) {
		new KieWire().onCreate([answer]);
		everything.push(await runClock(runWorkflow(workflow({ prompt: 'x' }))));
		everything.push(
			await runClock(
				runWorkflow(workflow({ prompt: 'x' }, { settings: { onError: 'continueErrorOutput' } })),
			),
		);
	}

	const seen = new Set<unknown>();
	const text = JSON.stringify(everything, (_key, value: unknown) => {
		if (typeof value !== 'object' || value === null) return value;
		if (seen.has(value)) return undefined;
		seen.add(value);
		return value instanceof Error
			? { ...value, message: value.message, cause: value.cause }
			: value;
	});
	expect(text).toContain('may have been billed');
	expect(text).not.toContain(API_KEY);
});

test('a key that KIE repeats in its words goes no further', async () => {
	new KieWire().onCreate([refused(401, `The key ${API_KEY} is not valid`)]);

	const error = errorOf(await run({ prompt: 'x' }));

	expect(error.description).toContain('The key [API key] is not valid');
	expect(JSON.stringify(error)).not.toContain(API_KEY);
});
