import { describe, expect, test } from 'vitest';
import { list, LIST, listed, TOO_FAST } from '../../helpers/catalogue.ts';
import { runClock, useFakedClock } from '../../helpers/clock.ts';
import { KieWire, refused } from '../../helpers/kie.ts';
import { fromList, newAccount, NodeEditor } from '../../helpers/nodeEditor.ts';

// The list of market models in the editor.

useFakedClock();

const shown = async (editor: NodeEditor, filter?: string) => await runClock(editor.names(filter));

describe('the list', () => {
	test('has models for the operation first, then others that make images, with provider and price', async () => {
		new KieWire().on('GET', LIST, [list()]);

		expect(await shown(new NodeEditor())).toEqual([
			'Nano Banana 2 · Google · 8–18 credits',
			'Qwen Image · Alibaba',
			'Gpt Image 2 Image To Image · OpenAI · 6–16 credits',
		]);
		expect(await shown(new NodeEditor({ operation: 'edit' }))).toEqual([
			'Gpt Image 2 Image To Image · OpenAI · 6–16 credits',
			'Nano Banana 2 · Google · 8–18 credits',
			'Qwen Image · Alibaba',
		]);
	});

	test('has everything for who searches, by any word that KIE has for it', async () => {
		const wire = new KieWire().on('GET', LIST, [list()]);
		const editor = new NodeEditor();

		expect(await shown(editor, 'VIDEO google')).toEqual(['Veo 3.1 · Google · 30–150 credits']);
		expect(await shown(editor, 'qwen/text')).toEqual(['Qwen Image · Alibaba']);
		expect(await shown(editor, 'nothing like it')).toEqual([]);
		expect(wire.requests).toHaveLength(1);
	});

	test('has everything for who asks for a price', async () => {
		new KieWire().on('GET', LIST, [list()]);

		const names = await shown(new NodeEditor({ resource: 'account', operation: 'getPrice' }));

		expect(names).toHaveLength(4);
		expect(names.at(-1)).toContain('Veo');
	});

	test('tells models of one title apart', async () => {
		const models = ['a/one', 'a/two'].map((id) => listed(id, { title: 'Qwen', provider: '' }));
		new KieWire().on('GET', LIST, [list(models)]);

		expect(await shown(new NodeEditor())).toEqual(['Qwen · a/one', 'Qwen · a/two']);
	});

	test('has nothing that n8n would run as an expression, or that leads elsewhere', async () => {
		const models = [
			listed('={{ $env.SECRET }}'),
			listed('../../chat/credit'),
			listed('x/..'),
			listed('fine', { title: '= ={{ $env.SECRET }}', provider: '\n=x' }),
			'text',
			null,
			{ model: 7 },
		];
		new KieWire().on('GET', LIST, [list(models)]);

		const { results } = await runClock(new NodeEditor().list());

		expect(results).toEqual([{ name: '{{ $env.SECRET }} · x', value: 'fine' }]);
	});
});

describe('what was chosen', () => {
	const chosen = { marketModel: fromList('gone/model', 'The Model · 5 credits') };

	test('stays in the list when KIE no longer has it', async () => {
		new KieWire().on('GET', LIST, [list()]);
		const editor = new NodeEditor(chosen);

		const { results } = await runClock(editor.list());

		expect(results[0]).toEqual({ name: 'The Model · 5 credits', value: 'gone/model' });
		expect(results).toHaveLength(4);
		expect(await shown(editor, 'qwen')).toEqual(['Qwen Image · Alibaba']);
	});

	test.each([
		['offline', 'refused' as const, 'KIE could not be reached'],
		['with another key', refused(401, 'Unauthorized'), 'KIE does not accept the API key'],
		['too often', TOO_FAST, 'KIE is limiting requests for its list of models'],
	])('stays %s, with a sentence that nobody can choose', async (_name, answer, message) => {
		new KieWire().on('GET', LIST, [answer]);

		const { results } = await runClock(new NodeEditor(chosen).list());

		expect(results).toEqual([
			{ name: 'The Model · 5 credits', value: 'gone/model' },
			{ name: `The other models could not be loaded: ${message}`, value: false },
		]);
	});

	test('is known where version 1 saved it as text', async () => {
		new KieWire().on('GET', LIST, [list([])]);

		expect(await shown(new NodeEditor({ marketModel: 'qwen/text-to-image' }))).toEqual([
			'qwen/text-to-image',
		]);
	});
});

describe('a list that does not come', () => {
	test.each([
		['refused' as const, 'KIE could not be reached', undefined],
		[refused(401, 'Unauthorized – no'), 'KIE does not accept the API key', '401'],
		[TOO_FAST, 'KIE is limiting requests for its list of models', '429'],
		[
			{ code: 200, msg: 'success', data: 'no list' },
			'The response did not come from KIE',
			undefined,
		],
		[{ httpStatus: 502, body: '<html>' }, 'The response did not come from KIE', '502'],
	])('after %j says what to do', async (answer, message, httpCode) => {
		new KieWire().on('GET', LIST, [answer]);

		const error = await runClock(
			new NodeEditor().list().then(
				() => null,
				(thrown: unknown) => thrown,
			),
		);

		expect(error).toMatchObject({
			name: 'NodeApiError',
			message,
			description: expect.stringMatching(/Until then, choose 'By ID'/),
			httpCode: httpCode ?? null,
		});
	});

	test('says so of a credential without a key', async () => {
		const editor = new NodeEditor({}, { ...newAccount(), apiKey: ' ' });

		await expect(runClock(editor.list())).rejects.toThrow("'API Key' in the KIE API credential");
	});
});

describe('one question a second for each account', () => {
	test('many that ask at once cost one request, also minutes later', async () => {
		const wire = new KieWire().on('GET', LIST, [list()]);
		const editor = new NodeEditor();

		const all = await runClock(Promise.all([1, 2, 3, 4].map(async () => await editor.names())));
		expect(all.map((names) => names.length)).toEqual([3, 3, 3, 3]);
		await runClock(wait(4 * 60_000));
		await shown(editor, 'qwen');
		expect(wire.requests).toHaveLength(1);

		await runClock(wait(2 * 60_000));
		await shown(editor);
		expect(wire.requests).toHaveLength(2);
	});

	test('a limit that others have used up is ridden out', async () => {
		const wire = new KieWire().on('GET', LIST, [TOO_FAST, TOO_FAST, list()]);

		expect(await shown(new NodeEditor())).toHaveLength(3);
		const [first, second, third] = wire.requests.map(({ at }) => at);
		expect(second! - first!).toBeGreaterThanOrEqual(1_000);
		expect(third! - second!).toBeGreaterThanOrEqual(2_000);
	});

	test('another key is another account', async () => {
		const wire = new KieWire().on('GET', LIST, (_, nth) =>
			nth === 0 ? list() : refused(401, 'Unauthorized'),
		);
		const editor = new NodeEditor({ marketModel: fromList('nano-banana-2', 'Nano Banana 2') });
		await shown(editor);

		editor.credentials = newAccount();
		const { results } = await runClock(editor.list());

		expect(results[0]).toEqual({ name: 'Nano Banana 2', value: 'nano-banana-2' });
		expect(wire.requests.map(({ headers }) => headers.authorization)).toHaveLength(2);
	});

	test('what went wrong is asked again soon', async () => {
		const wire = new KieWire().on('GET', LIST, [refused(401, 'Unauthorized'), list()]);
		const editor = new NodeEditor();

		await expect(runClock(editor.names())).rejects.toThrow('KIE does not accept');
		await expect(runClock(editor.names())).rejects.toThrow('KIE does not accept');
		expect(wire.requests).toHaveLength(1);
		await runClock(wait(4_000));

		expect(await shown(editor)).toHaveLength(3);
	});
});

const wait = async (ms: number) => await new Promise<void>((resolve) => setTimeout(resolve, ms));
