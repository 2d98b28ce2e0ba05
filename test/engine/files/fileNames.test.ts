import { expect, test } from 'vitest';
import { runClock, useFakedClock } from '../../helpers/clock.ts';
import { outputOf, runWorkflow } from '../../helpers/engine.ts';
import { created, done, IMAGE_HOST, KieWire } from '../../helpers/kie.ts';
import { workflow } from '../../helpers/workflows.ts';

useFakedClock();

async function namesOf(fileName: string, options: Record<string, string> = {}): Promise<string[]> {
	const urls = [1, 2].map((nth) => `${IMAGE_HOST}/t1-${nth}.png`);
	new KieWire().onCreate([created('t1')]).onRead('t1', [done('t1', urls)]);
	const run = await runClock(
		runWorkflow(
			workflow(
				{ prompt: 'A cat', nVariants: '2', options: { fileName, ...options } },
				{ items: [{ sku: 'A-1' }] },
			),
		),
	);
	return outputOf(run, 'Next').flatMap(({ binary }) =>
		Object.values(binary ?? {}).map((file) => String(file.fileName)),
	);
}

test.each([
	['={{ $json.sku }}', ['A-1.png', 'A-1-2.png']],
	['={{ $json.sku }}.png', ['A-1.png', 'A-1-2.png']],
	['../a/b', ['..-a-b.png', '..-a-b-2.png']],
	['={{ $json.nothing }}', ['gpt4o-image-t1-1.png', 'gpt4o-image-t1-2.png']],
])('files are named by %s', async (fileName, names) => {
	expect(await namesOf(fileName)).toEqual(names);
});

test('in one item, too', async () => {
	expect(await namesOf('cat', { outputItems: 'perTask' })).toEqual(['cat.png', 'cat-2.png']);
});
