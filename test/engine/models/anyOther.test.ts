import type { INodeParameters } from 'n8n-workflow';
import nock from 'nock';
import { describe, expect, test } from 'vitest';
import { useFakedClock } from '../../helpers/clock.ts';
import { errorOf, jsonOf, outputOf } from '../../helpers/engine.ts';
import { created, KieWire } from '../../helpers/kie.ts';
import { jobDone, MARKET_CREATE, marketRead } from '../../helpers/otherApis.ts';
import { run as runVersion } from '../../helpers/run.ts';

useFakedClock();

// Version 1 of the node has text and JSON alone; since 1.1 JSON is a choice.
describe.each([
	[1, {}],
	[1.1, { marketInputMode: 'json' }],
])('any other market model in version %s, with its input as JSON', (typeVersion, mode) => {
	const model = 'other';
	const run = async (parameters: INodeParameters) =>
		await runVersion({ ...mode, ...parameters }, { settings: { typeVersion } });

	test.each([
		['kling/v2-1-master-text-to-video', 'video/mp4', 'mp4', 'kling-v2-1-master-text-to-video'],
		['z-image/text-to-image', 'image/webp', 'webp', 'z-image-text-to-image'],
	])('%s comes as the file it is', async (marketModel, mimeType, ending, name) => {
		const url = `https://file.aiquickdraw.com/result.${ending}`;
		const wire = new KieWire()
			.on('POST', MARKET_CREATE, [created('t1')])
			.on('GET', marketRead('t1'), [jobDone('t1', marketModel, url)]);
		nock('https://file.aiquickdraw.com')
			.get(`/result.${ending}`)
			.reply(200, 'the file', { 'content-type': mimeType });

		const result = await run({ model, marketModel, marketInput: '{ "prompt": "A cat", "n": 1 }' });

		expect(wire.posts.map(({ body }) => body)).toEqual([
			{ model: marketModel, input: { prompt: 'A cat', n: 1 } },
		]);
		const [item] = outputOf(result, 'Next');
		expect(item?.json).toMatchObject({ model: marketModel, prompt: 'A cat', imageUrl: url });
		expect(item?.binary?.data).toMatchObject({ mimeType, fileName: `${name}-t1-1.${ending}` });
	});

	test('takes its input as an object too, and says pending what it was asked', async () => {
		const wire = new KieWire().on('POST', MARKET_CREATE, [created('t1')]);

		const result = await run({
			model,
			marketModel: ' qwen/text-to-image ',
			marketInput: '={{ ({ prompt: "A dog" }) }}',
			waitUntilDone: false,
			callBackUrl: 'https://n8n.test/hook',
		});

		expect(wire.posts.map(({ body }) => body)).toEqual([
			{
				model: 'qwen/text-to-image',
				input: { prompt: 'A dog' },
				callBackUrl: 'https://n8n.test/hook',
			},
		]);
		expect(jsonOf(result, 'Next')).toMatchObject([
			{ model: 'qwen/text-to-image', prompt: 'A dog', status: 'pending', api: 'market' },
		]);
	});

	test('one that the node knows goes by the name of the node', async () => {
		new KieWire()
			.on('POST', MARKET_CREATE, [created('t1')])
			.on('GET', marketRead('t1'), [jobDone('t1', 'google/imagen4')]);

		const result = await run({
			model,
			marketModel: 'google/imagen4',
			marketInput: { prompt: 'A cat' },
		});

		expect(jsonOf(result, 'Next')).toMatchObject([{ model: 'imagen4' }]);
	});

	test.each<[string, INodeParameters, string]>([
		['no model', { marketModel: '={{ "" }}' }, "'Market Model' is empty"],
		['a model with spaces', { marketModel: 'qwen image' }, "'Market Model' must be a name such as"],
		[
			'a name of ours',
			{ marketModel: 'nano-banana' },
			"'Market Model' cannot be 'nano-banana': use google/nano-banana",
		],
		['no input', { marketInput: '{}' }, "'Model Input' is empty"],
		[
			'input that is no JSON',
			{ marketInput: '={{ "{ prompt" }}' },
			"'Model Input' must be a JSON object",
		],
		['a list', { marketInput: '={{ [1] }}' }, "'Model Input' must be a JSON object"],
		[
			'a whole request',
			{ marketInput: '{ "model": "x/y", "input": { "prompt": "x" } }' },
			"'Model Input' contains a whole request",
		],
		[
			'a callback',
			{ marketInput: '{ "callBackUrl": "https://x.test" }' },
			"'Model Input' cannot contain a callback",
		],
		[
			'a name that only the older pages have',
			{ marketModel: 'nano-banana-pro', marketInput: '{ "input_prompt": "x" }' },
			"'Model Input' contains 'input_prompt', which KIE does not accept: use 'prompt'",
		],
		[
			'a number of images where there is none',
			{ marketModel: 'google/imagen4', marketInput: '{ "prompt": "x", "num_images": "2" }' },
			"'Model Input' contains 'num_images', which KIE does not accept: leave it out",
		],
	])('refuses %s', async (_name, parameters, message) => {
		const wire = new KieWire();
		const given = { marketModel: 'qwen/text-to-image', marketInput: '{ "prompt": "x" }' };

		const result = await run({ model, ...given, ...parameters });

		expect(errorOf(result).message).toContain(message);
		expect(wire.requests).toEqual([]);
	});
});
