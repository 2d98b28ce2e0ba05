import { Logger } from '@n8n/backend-common';
import { Container } from '@n8n/di';
import nock from 'nock';
import { expect, test, vi } from 'vitest';
import { runClock, useFakedClock } from '../helpers/clock.ts';
import { API_KEY, runWorkflow } from '../helpers/engine.ts';
import { created, done, KieWire } from '../helpers/kie.ts';
import { workflow } from '../helpers/workflows.ts';

// n8n's console drops everything of a log line but its text.

useFakedClock();

const textsOf = (level: 'info' | 'warn') => {
	const spy = vi.spyOn(Container.get(Logger), level);
	return () => spy.mock.calls.map(([text]) => text);
};

test('every task that KIE took is in the text of a log line, whatever becomes of the run', async () => {
	const texts = textsOf('info');
	new KieWire()
		.onCreate(({ prompt }) => created(String(prompt)))
		.onRead('a', [done('a')])
		.onRead('b', [done('b')]);

	const items = [{ prompt: 'a' }, { prompt: 'b' }];
	await runClock(runWorkflow(workflow({ prompt: '={{ $json.prompt }}' }, { items })));

	expect(texts()).toContain(
		"KIE accepted an image task: a (item 0, node 'KIE', workflow test-workflow, execution test-execution)",
	);
	expect(texts()).toContainEqual(
		expect.stringMatching(/^KIE accepted an image task: b \(item 1, /),
	);
});

test('a create that Cancel cuts off leaves a warning', async () => {
	vi.setSystemTime('2026-01-01T00:00:00Z');
	const texts = textsOf('warn');
	new KieWire();
	let arrived = 0;
	nock('https://api.kie.ai')
		.persist()
		.post(/generate$/, () => {
			arrived++;
			return true;
		})
		.delay(20_000)
		.reply(200, created('t1'));

	const ended = runWorkflow(workflow({ prompt: 'secret wish' }, { items: [{}, {}] }), {
		onStart: (run) => setTimeout(() => run.cancel(), 2_000),
	});
	const run = await runClock(ended);
	await runClock(new Promise((resolve) => setTimeout(resolve, 100)));

	expect(run.status).toBe('canceled');
	expect(arrived).toBe(2);
	expect(texts()).toEqual(
		[0, 1].map(
			(item) =>
				`KIE may have accepted an image task, but its response did not arrive: look for the task at https://kie.ai/logs (model gpt4o-image, 2026-01-01T00:00:02.000Z, item ${item}, node 'KIE', workflow test-workflow, execution test-execution)`,
		),
	);
	expect(JSON.stringify(texts())).not.toContain('secret wish');
	expect(JSON.stringify(texts())).not.toContain(API_KEY);
});

test('so does one whose answer was lost, since the run may be canceled later', async () => {
	const texts = textsOf('warn');
	new KieWire().onCreate(['reset']);

	await runClock(runWorkflow(workflow({ prompt: 'x' })));

	expect(texts()).toEqual([
		expect.stringMatching(/^KIE may have accepted an image task, .*item 0, node 'KIE'/),
	]);
});
