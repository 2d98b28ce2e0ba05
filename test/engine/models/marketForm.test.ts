import type { IDataObject, INodeParameters } from 'n8n-workflow';
import { beforeEach, describe, expect, test } from 'vitest';
import {
	described,
	document,
	IMAGE_INPUT,
	list,
	LIST,
	listed,
	schemaOf,
} from '../../helpers/catalogue.ts';
import { runClock, useFakedClock } from '../../helpers/clock.ts';
import { errorOf, jsonOf } from '../../helpers/engine.ts';
import { created, KieWire, uploadedUrl } from '../../helpers/kie.ts';
import { byId, fromList, NodeEditor, savedForm } from '../../helpers/nodeEditor.ts';
import { ONE_PIXEL } from '../../helpers/onePixel.ts';
import { jobDone, MARKET_CREATE, marketRead } from '../../helpers/otherApis.ts';
import { run, runWithFiles } from '../../helpers/run.ts';
import type { GivenFile } from '../../helpers/workflows.ts';

// A market model whose settings a person has filled in: what the workflow saved is all that a run has.

useFakedClock();

const ID = 'maker/model';
const URL = 'https://example.com/a.png';

let wire: KieWire;
beforeEach(() => {
	wire = new KieWire()
		.on('POST', MARKET_CREATE, [created('t1')])
		.on('GET', marketRead('t1'), [jobDone('t1', ID)]);
});

const filledIn = { prompt: 'A cat', aspect_ratio: 'auto', input_urls: URL };

/** The node with the form of the recorded kind, filled in. */
async function node(value: Record<string, unknown>): Promise<INodeParameters> {
	const asked = new KieWire()
		.on('GET', LIST, [list([listed(ID)])])
		.on('GET', schemaOf(ID), [described(ID, document(IMAGE_INPUT))]);
	const form = await runClock(new NodeEditor({ marketModel: ID }).form());
	expect(asked.requests).toHaveLength(2);
	return {
		model: 'other',
		marketModel: fromList(ID, 'The Model · 5 credits') as unknown as INodeParameters,
		marketFields: savedForm(form, { ...filledIn, ...value }),
	};
}

const sent = () => wire.posts.map(({ body }) => body);

test('sends what was filled in, and asks KIE for nothing else', async () => {
	const result = await run(await node({ duration: 8 }));

	expect(sent()).toEqual([
		{
			model: ID,
			input: { prompt: 'A cat', aspect_ratio: 'auto', input_urls: [URL], duration: 8 },
		},
	]);
	expect(jsonOf(result, 'Next')).toMatchObject([{ model: ID, prompt: 'A cat', status: 'success' }]);
	expect(wire.requests.filter(({ path }) => path.includes('/models'))).toEqual([]);
});

test('edits as well as it generates', async () => {
	await run({ ...(await node({})), operation: 'edit' });

	expect(sent()).toMatchObject([{ model: ID, input: { input_urls: [URL] } }]);
});

describe('each value goes as KIE wants it', () => {
	test.each<[string, unknown, unknown]>([
		['prompt', '={{ 7 }}', '7'],
		['prompt', '={{ true }}', 'true'],
		['duration', '={{ "8" }}', 8],
		['guidance', '={{ "0.5" }}', 0.5],
		['safe', '={{ "False" }}', false],
		['safe', true, true],
		['input_urls', `={{ ["${URL}", "${URL}"] }}`, [URL, URL]],
		['input_urls', `={{ "${URL}" }}`, [URL]],
		['input_urls', `${URL},${URL}\n${URL}`, [URL, URL, URL]],
		['input_urls', `["${URL}"]`, [URL]],
		['input_urls', 'asset://one', ['asset://one']],
		['shots', '[{"a":1}]', [{ a: 1 }]],
		['shots', '={{ ({ a: 1 }) }}', [{ a: 1 }]],
		['style', '{"name":"x"}', { name: 'x' }],
		['style', '={{ ({ name: "x" }) }}', { name: 'x' }],
	])('%s: %j', async (name, value, expected) => {
		const result = await run(await node({ [name]: value }));

		expect(result.data.resultData.error).toBeUndefined();
		expect(sent()).toMatchObject([{ input: { [name]: expected } }]);
	});

	test.each([null, '={{ null }}', '={{ undefined }}', '={{ "" }}', '={{ "  " }}'])(
		'what is untouched (%j) is not sent',
		async (value) => {
			await run(await node({ guidance: value, style: value, shots: value }));

			expect(sent()).toEqual([
				{ model: ID, input: { prompt: 'A cat', aspect_ratio: 'auto', input_urls: [URL] } },
			]);
		},
	);
});

describe('refuses before anything is paid', () => {
	test.each<[string, unknown, string]>([
		['prompt', '={{ "" }}', "'Prompt' is empty"],
		['prompt', '={{ ["a"] }}', "'Prompt' must be text, but it is a list"],
		[
			'prompt',
			'A prompt that is too long',
			"'Prompt' has 25 characters, but this model accepts at most 20",
		],
		['aspect_ratio', '={{ "5:7" }}', "'Aspect Ratio' must be one of auto, 1:1, 16:9, not '5:7'"],
		['duration', '={{ 5 }}', "'Duration' must be one of 4, 6, 8, not '5'"],
		['guidance', '={{ 11 }}', "'Guidance' must be a number from 0 to 10, not '11'"],
		['guidance', '={{ "much" }}', "'Guidance' must be a number from 0 to 10, not 'much'"],
		['safe', '={{ "maybe" }}', "'Safe' must be true or false, not 'maybe'"],
		['style', '={{ "loud" }}', `'Style' must be a JSON object such as { "name": "value" }`],
		[
			'input_urls',
			`${URL}\n${URL}\n${URL}\n${URL}`,
			"'Input URLs or Files' contains 4 values, but this model accepts at most 3",
		],
		['input_urls', 'photo', "The input has no file in the field 'photo'"],
		[
			'input_urls',
			'example.com/a.png',
			"'Input URLs or Files' must be a URL that starts with https:// or the name of a binary field, not 'example.com/a.png'",
		],
		[
			'input_urls',
			'iVBORw0KGgo/'.repeat(20),
			"'Input URLs or Files' must be a URL that starts with https:// or the name of a binary field, not 'iVBORw0KGgo/iVBORw0KGgo/iVBORw0KGgo/iVBORw0KGgo/iVBORw0KGgo/'",
		],
	])('%s: %j', async (name, value, message) => {
		const result = await run(await node({ [name]: value }));

		expect(errorOf(result).message).toBe(`${message} [item 0]`);
		expect(wire.requests).toEqual([]);
	});

	test.each<[string, INodeParameters[string]]>([
		['no form', null],
		['an empty form', { mappingMode: 'defineBelow', value: null }],
		['a form that never loaded', { mappingMode: 'defineBelow', value: {}, schema: [] } as never],
		['text', 'prompt'],
	])('%s', async (_name, marketFields) => {
		const result = await run({ model: 'other', marketModel: byId(ID) as never, marketFields });

		expect(errorOf(result).message).toContain("'Model Settings' is empty");
		expect(errorOf(result).description).toContain('Nothing was sent to KIE');
		expect(wire.requests).toEqual([]);
	});

	test('a name that KIE no longer takes', async () => {
		const result = await run({
			model: 'other',
			marketModel: byId('nano-banana-pro') as never,
			marketFields: { mappingMode: 'defineBelow', value: { input_prompt: 'x' } },
		});

		expect(errorOf(result).message).toContain("'Model Settings' contains 'input_prompt'");
	});
});

describe('files of the item', () => {
	const files: Record<string, GivenFile> = {
		data: { bytes: ONE_PIXEL, name: 'a.png' },
		photo: { bytes: Buffer.concat([ONE_PIXEL, Buffer.alloc(1)]), name: 'b.jpg' },
	};
	/** Files go up side by side, so either may be the first. */
	const urlOf = (given: string) => {
		const { bytes } = files[given] ?? {};
		return bytes ? uploadedUrl(wire.uploads.findIndex((one) => one.bytes.equals(bytes))) : given;
	};

	test.each<[unknown, string[]]>([
		['data', ['data']],
		['data, photo', ['data', 'photo']],
		[`data,${URL}`, ['data', URL]],
		[`={{ ["${URL}", "photo"] }}`, [URL, 'photo']],
		['={{ $binary.photo }}', ['photo']],
	])('%j are uploaded, in their places', async (input_urls, places) => {
		wire.onUpload();

		const result = await runWithFiles(await node({ input_urls }), files);

		expect(result.data.resultData.error).toBeUndefined();
		expect(sent().at(-1)).toMatchObject({ input: { input_urls: places.map(urlOf) } });
	});

	test('that are no image are for KIE to judge; a web page is surely wrong', async () => {
		wire.onUpload();
		const sound = {
			data: { bytes: Buffer.from([0xff, 0xfb, 0x90, 0x00]), name: 'a.mp3', type: 'audio/mpeg' },
		};
		const page = { data: { bytes: Buffer.from('<html>no</html>'), name: 'a.png' } };

		const parameters = await node({ input_urls: 'data' });
		await runWithFiles(parameters, sound);
		const refused = await runWithFiles(parameters, page);

		expect(wire.uploads).toMatchObject([
			{ type: 'audio/mpeg', name: expect.stringMatching(/\.mp3$/) },
		]);
		expect(errorOf(refused).message).toContain(
			"'Input URLs or Files' contains a.png, which cannot be used: it is a web page",
		);
	});
});

describe('a form that nobody loaded', () => {
	const hand = async (value: IDataObject, schema: IDataObject[] = []) =>
		await run({
			model: 'other',
			marketModel: byId(ID) as never,
			marketFields: { mappingMode: 'defineBelow', value, schema } as never,
		});

	test('sends its values as they are', async () => {
		const value = { prompt: '[x] and {y}', n: 3, list: ['a'], odd: { 'a b%': null } };
		await hand(value);

		expect(sent()).toEqual([{ model: ID, input: value }]);
	});

	test("goes by n8n's own types where it has some", async () => {
		const field = (id: string, type: string, more = {}) => ({ id, type, displayName: id, ...more });
		const given = { n: '={{ "3" }}', on: 'true', list: '={{ "a" }}', object: '{"a":1}' };
		await hand({ ...given, of: '={{ "4" }}', gone: 'kept' }, [
			...[field('n', 'number'), field('on', 'boolean'), field('list', 'array')],
			...[
				field('object', 'object'),
				field('of', 'options', { options: [{ name: '4', value: 4 }] }),
			],
			field('gone', 'string', { removed: true }),
		]);

		expect(sent()).toEqual([
			{
				model: ID,
				input: { n: 3, on: true, list: ['a'], object: { a: 1 }, of: 4, gone: 'kept' },
			},
		]);
	});
});

test('every item has its own values, and its own model', async () => {
	const parameters = await node({ prompt: '={{ $json.prompt }}' });
	const result = await run(
		{
			...parameters,
			marketModel: byId('={{ $json.id }}') as never,
			options: { batching: { batch: { batchSize: 1, batchInterval: 0 } } },
		},
		{
			items: [
				{ prompt: 'A', id: 'x/one' },
				{ prompt: 'B', id: 'x/two' },
			],
			settings: { onError: 'continueRegularOutput' },
		},
	);

	expect(sent()).toMatchObject([
		{ model: 'x/one', input: { prompt: 'A' } },
		{ model: 'x/two', input: { prompt: 'B' } },
	]);
	expect(jsonOf(result, 'Next').map(({ model }) => model)).toEqual(['x/one', 'x/two']);
});
