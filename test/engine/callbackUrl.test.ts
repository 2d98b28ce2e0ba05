import { expect, test } from 'vitest';
import { runClock, useFakedClock } from '../helpers/clock.ts';
import { API_KEY, runWorkflow } from '../helpers/engine.ts';
import { KieWire, created } from '../helpers/kie.ts';
import { workflow } from '../helpers/workflows.ts';

useFakedClock();

async function hintsFor(callBackUrl: string, baseUrl?: string): Promise<string[]> {
	if (baseUrl === undefined) new KieWire().onCreate([created('t1')]);
	const json = workflow({ prompt: 'x', waitUntilDone: false, callBackUrl });
	const credentials = { apiKey: API_KEY, baseUrl: baseUrl ?? 'https://api.kie.ai' };
	const run = await runClock(runWorkflow(json, { credentials }));
	const hints = run.data.resultData.runData.KIE?.[0]?.hints ?? [];
	return hints.map(({ message }) => message);
}

const TEST_URL = /test URL: it takes one call/;
const UNREACHABLE = /KIE cannot reach 'Callback URL'/;
const READABLE = /does not start with https/;

test.each<[string, RegExp[]]>([
	['https://n8n.example.com/webhook/1/webhook?order=42', []],
	['', []],
	['https://n8n.example.com/webhook-test/1/webhook', [TEST_URL]],
	['http://n8n.example.com/webhook/1/webhook', [READABLE]],
	['http://n8n.example.com/webhook-test/1/webhook', [TEST_URL, READABLE]],
	['http://localhost:5678/webhook/1/webhook', [UNREACHABLE]],
	['https://10.0.0.5/webhook-test/1/webhook', [TEST_URL, UNREACHABLE]],
	['http://[::1]:5678/webhook/1/webhook', [UNREACHABLE]],
	['https://n8n/webhook/1/webhook', [UNREACHABLE]],
])('%s', async (url, hints) => {
	expect(await hintsFor(url)).toEqual(hints.map((hint) => expect.stringMatching(hint)));
});

test('a KIE of the local network may call the local network', async () => {
	const nowhere = 'http://127.0.0.1:9';

	expect(await hintsFor('http://localhost:5678/webhook/1/webhook', nowhere)).toEqual([]);
});

test('many items with the same URL give one hint', async () => {
	new KieWire().onCreate((_, nth) => created(`t${nth}`));
	const callBackUrl = 'http://localhost/webhook/1/webhook';
	const json = workflow({ prompt: 'x', waitUntilDone: false, callBackUrl }, { items: [{}, {}] });

	const run = await runClock(runWorkflow(json));

	expect(run.data.resultData.runData.KIE?.[0]?.hints).toHaveLength(1);
});
