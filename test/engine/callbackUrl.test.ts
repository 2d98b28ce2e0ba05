import type { IDataObject, WorkflowExecuteMode } from 'n8n-workflow';
import { expect, test } from 'vitest';
import { runClock, useFakedClock } from '../helpers/clock.ts';
import { API_KEY, hintsOf, jsonOf, runWorkflow } from '../helpers/engine.ts';
import { created, KieWire } from '../helpers/kie.ts';
import { workflow } from '../helpers/workflows.ts';

useFakedClock();

const TEST_URL = /test URL: it accepts one call/;
const READABLE = /does not start with https/;
const EXAMPLE = /the address of an example/;

/** Submits with each of the URLs, and goes on where one is refused. */
async function submit(
	urls: string[],
	{ mode = 'manual', isOwnKie = false }: { mode?: WorkflowExecuteMode; isOwnKie?: boolean } = {},
) {
	const baseUrl = isOwnKie ? 'http://127.0.0.1:9' : 'https://api.kie.ai';
	const wire = new KieWire().onCreate((_, nth) => created(`t${nth}`));
	wire.on('POST', /generate$/, [created('own')], baseUrl);
	const json = workflow(
		{ prompt: 'x', waitUntilDone: false, callBackUrl: '={{ $json.url }}' },
		{ items: urls.map((url) => ({ url })), settings: { onError: 'continueRegularOutput' } },
	);
	const run = await runClock(
		runWorkflow(json, { mode, credentials: { apiKey: API_KEY, baseUrl } }),
	);
	const errors = jsonOf(run, 'KIE').map(({ error }: IDataObject) => error);
	return { errors, hints: hintsOf(run, 'KIE'), creates: wire.creates, run };
}

test.each<[string, RegExp[]]>([
	['https://shop.app.n8n.cloud/webhook/1/webhook?order=42', []],
	['', []],
	['https://n8n.example.com/webhook/1/webhook', [EXAMPLE]],
	['http://n8n.test/webhook/1/webhook', [EXAMPLE, READABLE]],
	['https://shop.app.n8n.cloud/webhook-test/1/webhook', [TEST_URL]],
	['http://shop.app.n8n.cloud/webhook/1/webhook', [READABLE]],
	['http://shop.app.n8n.cloud/webhook-test/1/webhook', [TEST_URL, READABLE]],
])('by hand %s is taken, with what is to say', async (url, hints) => {
	const { errors, hints: said, creates } = await submit([url]);

	expect(errors).toEqual([undefined]);
	expect(creates).toHaveLength(1);
	expect(said).toEqual(hints.map((hint) => expect.stringMatching(hint)));
});

test.each<[WorkflowExecuteMode, string, string]>([
	['manual', 'http://localhost:5678/webhook/1/webhook', 'localhost'],
	['manual', 'https://10.0.0.5/webhook-test/1/webhook', '10.0.0.5'],
	['trigger', 'http://[::1]:5678/webhook/1/webhook', '[::1]'],
	['webhook', 'https://n8n/webhook/1/webhook', 'n8n'],
	['trigger', 'https://n8n.lan/webhook/1/webhook', 'n8n.lan'],
])('%s: %s cannot be reached, so nothing is bought', async (mode, url, host) => {
	const { errors, hints, creates } = await submit([url], { mode });

	expect(errors).toEqual([
		`KIE cannot reach 'Callback URL': '${host}' is an address on a local network [item 0]`,
	]);
	expect(creates).toEqual([]);
	expect(hints).toEqual([]);
});

test.each<WorkflowExecuteMode>(['trigger', 'webhook', 'retry'])(
	'nobody listens at a test URL in mode %s, whoever KIE is, so nothing is bought',
	async (mode) => {
		const testUrl = 'https://shop.app.n8n.cloud/webhook-test/1/webhook';
		for (const isOwnKie of [false, true]) {
			const { errors, creates } = await submit([testUrl], { mode, isOwnKie });

			expect(errors).toEqual([
				"'Callback URL' is a test URL, which accepts a call only while the editor is listening [item 0]",
			]);
			expect(creates).toEqual([]);
		}
	},
);

test('an item is refused by itself: the others go', async () => {
	const good = 'https://shop.app.n8n.cloud/webhook/1/webhook';

	const { errors, creates } = await submit([good, 'http://localhost/x', good]);

	expect(errors).toEqual([undefined, expect.stringContaining('[item 1]'), undefined]);
	expect(creates.map(({ body }) => body.callBackUrl)).toEqual([good, good]);
});

test('without Continue On Fail one refused item holds back all, and says what to do', async () => {
	const wire = new KieWire().onCreate((_, nth) => created(`t${nth}`));
	const items = [{ url: 'https://shop.app.n8n.cloud/webhook/1' }, { url: 'http://localhost/x' }];
	const json = workflow(
		{ prompt: 'x', waitUntilDone: false, callBackUrl: '={{ $json.url }}' },
		{ items },
	);

	const { error } = (await runClock(runWorkflow(json))).data.resultData;

	expect(error?.message).toContain('[item 1]');
	expect(error).toHaveProperty('description', expect.stringContaining('WEBHOOK_URL'));
	expect(wire.creates).toEqual([]);
});

test('a KIE of the local network may call the local network', async () => {
	const url = 'http://localhost:5678/webhook/1/webhook';

	const { errors, hints, creates } = await submit([url], { isOwnKie: true });

	expect(errors).toEqual([undefined]);
	expect(creates).toHaveLength(1);
	expect(hints).toEqual([]);
});

test('many items with the same URL give one hint', async () => {
	const url = 'http://shop.app.n8n.cloud/webhook/1/webhook';

	const { hints, creates } = await submit([url, url]);

	expect(creates).toHaveLength(2);
	expect(hints).toHaveLength(1);
});
