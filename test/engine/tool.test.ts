import type { INodeParameters } from 'n8n-workflow';
import { expect, test } from 'vitest';
import { callAsTool } from '../helpers/agent.ts';
import { useFakedClock } from '../helpers/clock.ts';
import { created, done, IMAGE_HOST, KieWire, running } from '../helpers/kie.ts';
import { jobDone, MARKET_CREATE, marketRead } from '../helpers/otherApis.ts';
import { retry } from '../helpers/workflows.ts';

useFakedClock();

test('a model that calls the node reads the URL, and no file is fetched', async () => {
	const wire = new KieWire().onCreate([created('t1')]).onRead('t1', [done('t1')]);

	const [answer] = await callAsTool({ prompt: 'A cat' }, [{}]);

	expect(answer).toContain(`${IMAGE_HOST}/t1.png`);
	expect(wire.requests.filter(({ path }) => path.endsWith('.png'))).toEqual([]);
});

test('two calls with the same prompt are two pictures', async () => {
	const wire = new KieWire()
		.onCreate((_, nth) => created(`t${nth}`))
		.onRead('t0', [done('t0')])
		.onRead('t1', [done('t1')]);

	const answers = await callAsTool({ prompt: 'A cat' }, [{}, {}]);

	expect(wire.creates).toHaveLength(2);
	expect(answers.map((answer) => /t\d\.png/.exec(answer)?.[0])).toEqual(['t0.png', 't1.png']);
});

// n8n gives every try of a tool a run index of its own.
test('Retry On Fail never repeats a request that may have been billed', async () => {
	const wire = new KieWire().onCreate(['reset']);

	const [answer] = await callAsTool({ prompt: 'A cat' }, [{}], retry);

	expect(wire.creates).toHaveLength(1);
	expect(answer).toContain('may have been billed');
});

test('Retry On Fail goes on waiting for the same task', async () => {
	const wire = new KieWire()
		.onCreate((_, nth) => created(`t${nth}`))
		.onRead('t0', (_, nth) => (nth < 8 ? running('t0') : done('t0')));

	const [answer] = await callAsTool({ prompt: 'A cat', options: { maxWait: 30 } }, [{}], retry);

	expect(wire.creates).toHaveLength(1);
	expect(answer).toContain('t0.png');
});

test('a market model gets what the agent gave for its settings', async () => {
	const wire = new KieWire()
		.on('POST', MARKET_CREATE, [created('t1')])
		.on('GET', marketRead('t1'), [jobDone('t1', 'maker/model')]);
	const marketFields = {
		mappingMode: 'defineBelow',
		value: { prompt: "={{ $fromAI('prompt') }}", seed: "={{ $fromAI('seed') }}" },
		schema: [
			{ id: 'prompt', required: true, wants: { type: 'text' } },
			{ id: 'seed', required: false, wants: { type: 'integer' } },
		],
	};

	const [answer] = await callAsTool(
		{
			model: 'other',
			marketModel: { __rl: true, mode: 'list', value: 'maker/model' },
			marketFields: marketFields as unknown as INodeParameters,
		},
		[{ prompt: 'A cat', seed: '7' }],
	);

	expect(wire.posts.map(({ body }) => body)).toEqual([
		{ model: 'maker/model', input: { prompt: 'A cat', seed: 7 } },
	]);
	expect(answer).toContain(`${IMAGE_HOST}/t1.png`);
});
