/** What the package promises wherever it is installed, tried in the n8n that a folder names. */
import { readFileSync } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { z } from 'zod';
import { CREDENTIAL_TYPE, OWNER } from '../../sandbox/account.ts';
import type { Credential, Execution } from '../../sandbox/n8n/client.ts';
import { itemsOf, N8nClient, runsOf } from '../../sandbox/n8n/client.ts';
import { ensureN8n } from '../../sandbox/n8n/install.ts';
import { startN8n, type N8n } from '../../sandbox/n8n/server.ts';
import type { Simulator } from '../../sandbox/simulator/index.ts';
import { startSimulator } from '../../sandbox/simulator/index.ts';
import {
	API_KEY,
	ARTEFACTS,
	KIE_TYPE,
	PACKAGE,
	TRIGGER_TYPE,
	WEBHOOK_SECRET,
} from '../e2e/helpers/constants.ts';
import { sizeOfPng } from '../e2e/helpers/n8n.ts';
import {
	callBack,
	createCredential,
	endedTask,
	executionsOf,
	post,
	publishWorkflow,
	TRIGGER,
	triggerNode,
} from '../e2e/helpers/trigger.ts';
import { until } from '../e2e/helpers/until.ts';
import type { NodeJson, WorkflowFile } from '../e2e/helpers/workflows.ts';
import {
	chain,
	kie as kieNode,
	node as otherNode,
	noOp,
	START,
	workflow,
} from '../e2e/helpers/workflows.ts';

/** A picture takes some seconds, so that an execution has some to rest. */
const SPEED = 10;

const manifestSchema = z.object({ dependencies: z.object({ n8n: z.string() }) });

export function tryIn(recipe: URL): void {
	const folder = fileURLToPath(recipe);
	const manifest: unknown = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
	const version = manifestSchema.parse(manifest).dependencies.n8n;

	describe(`n8n ${version}`, () => {
		let kie: Simulator;
		let n8n: N8n;
		let client: N8nClient;
		let credential: Credential;

		beforeAll(async () => {
			const install = await ensureN8n({ recipe: folder });
			const home = join(ARTEFACTS, 'compat', version);
			await rm(home, { recursive: true, force: true });
			await mkdir(home, { recursive: true });
			kie = await startSimulator({
				speed: SPEED,
				apiKeys: [API_KEY],
				credits: 100_000,
				webhookSecret: WEBHOOK_SECRET,
				callbackTimeoutFloorMs: 15_000,
			});
			// An n8n does not start when it is to do without a module that it does not know.
			const env = { N8N_DISABLED_MODULES: '' };
			n8n = await startN8n({ home, install, tarball: inject('tarball'), env });
			client = new N8nClient(n8n.url);
			await client.ensureOwner(OWNER);
			await n8n.installPackage(client);
			credential = await createCredential(client, 'KIE', kie.url, { secret: WEBHOOK_SECRET });
		});
		afterAll(async () => {
			await n8n?.stop();
			await kie?.close();
		});

		const node = (parameters: Record<string, unknown>, settings: Record<string, unknown> = {}) => {
			const made = kieNode('KIE', { operation: 'generate', ...parameters }, settings);
			const { id, name } = credential;
			return { ...made, credentials: { [CREDENTIAL_TYPE]: { id, name } } };
		};
		const prompts = (name: string, count: number) =>
			Array.from({ length: count }, (_, nth) => ({ prompt: `${name} ${nth}.` }));
		const generate = (name: string, count: number, ...nodes: [NodeJson, ...NodeJson[]]) =>
			chain(prompts(name, count), ...nodes);
		const start = async (file: WorkflowFile): Promise<string> => {
			const { id } = await client.createWorkflow({ ...file });
			const execution = await client.run(id, START);
			if (execution === undefined) throw new Error('It did not start.');
			return execution;
		};
		const atRest = async (id: string): Promise<Execution> =>
			await client.waitForExecution(id, { until: ['waiting', 'success', 'error'] });
		const ordered = (name: string) =>
			kie.ledger().tasks.filter(({ params }) => JSON.stringify(params).includes(name));
		const statuses = (execution: Execution, name: string) =>
			itemsOf(execution, name).map(({ json }) => json.status);
		const expectPng = async (execution: Execution, name: string, at = 0) => {
			const { data } = itemsOf(execution, name)[at]?.binary ?? {};
			if (!data) throw new Error(`Item ${at} has no file.`);
			sizeOfPng(await client.binary(data));
		};

		test('installs the package, and loads its nodes and its credential', async () => {
			const [installed, ...others] = await client.communityPackages();
			expect(others).toEqual([]);
			expect(installed?.packageName).toBe(PACKAGE);
			expect(installed?.failedLoading).not.toBe(true);
			expect(installed?.installedNodes.map(({ type }) => type).sort()).toEqual([
				KIE_TYPE,
				TRIGGER_TYPE,
			]);
			expect(await client.testCredential(credential)).toMatchObject({ status: 'OK' });
		});

		test('makes a picture', async () => {
			const { id } = await client.createWorkflow({
				...generate('polled', 1, node({ prompt: '={{ $json.prompt }}' }), noOp('Next')),
			});
			const execution = await client.runAndWait(id, START);

			expect(execution.status).toBe('success');
			expect(statuses(execution, 'Next')).toEqual(['success']);
			await expectPng(execution, 'Next');
		});

		test('is called by KIE, once for a task, and turns strangers away', async () => {
			// Read while it runs: before 2.19, n8n loses a trigger's file at all nodes but one when it is over.
			const read = otherNode('Read', 'n8n-nodes-base.extractFromFile', 1, {
				operation: 'binaryToPropery',
				options: { keepSource: 'json' },
			});
			const { id, url } = await publishWorkflow(
				client,
				workflow([triggerNode(credential), read], [[TRIGGER, 'Read']]),
			);
			const taskId = await endedTask(kie);

			expect((await post(url, { code: 200, data: { taskId } })).status).toBe(401);
			expect(await callBack(kie, taskId, url)).toBe(200);
			expect(await callBack(kie, taskId, url)).toBe(200);
			const [execution, ...more] = await executionsOf(client, id, 1);
			expect(more).toEqual([]);
			expect(execution?.status).toBe('success');
			if (!execution) throw new Error('It did not start.');
			const { json } = itemsOf(execution, 'Read')[0] ?? {};
			expect(json).toMatchObject({ taskId, status: 'success' });
			sizeOfPng(Buffer.from(String(json?.data), 'base64'));
		});

		test('rests until KIE calls', async () => {
			const resting = node({ prompt: '={{ $json.prompt }}', waitMethod: 'callback' });
			const id = await start(generate('rested', 3, resting, noOp('Next')));
			expect((await atRest(id)).status).toBe('waiting');
			const execution = await client.waitForExecution(id);

			expect(execution.status).toBe('success');
			expect(runsOf(execution, 'KIE')).toHaveLength(1);
			expect(itemsOf(execution, 'Next').map(({ json }) => json.prompt)).toEqual(
				prompts('rested', 3).map(({ prompt }) => prompt),
			);
			await expectPng(execution, 'Next', 2);
			expect(ordered('rested')).toHaveLength(3);
		});

		test('calls at the same moment wake it once, and what follows runs once', async () => {
			for (const nth of [0, 1]) {
				const match = { prompt: `double ${nth}.` };
				kie.addFault({ kind: 'duplicateCallback', copies: 5, match });
			}
			const resting = node({ prompt: '={{ $json.prompt }}', waitMethod: 'callback' });
			const tell = otherNode('Tell', 'n8n-nodes-base.httpRequest', 4.2, {
				url: `${kie.url}/told`,
				options: { response: { response: { neverError: true } } },
			});
			const id = await start(generate('double', 2, resting, { ...tell, executeOnce: true }));
			await until(async () => {
				const calls = ordered('double').flatMap(({ callbacks }) => callbacks);
				return calls.length >= 10 && calls.every(({ status }) => status !== null)
					? true
					: undefined;
			}, 60_000);
			// Whoever woke it has been answered: if it was woken again, it runs again.
			const execution = await client.waitForExecution(id);

			expect(execution.status).toBe('success');
			expect(kie.requests().filter(({ path }) => path === '/told')).toHaveLength(1);
		});

		test('a refused image is told as it is without a rest', async () => {
			for (const name of ['stop', 'output']) {
				kie.addFault({ kind: 'moderation', match: { prompt: `${name} 1.` } });
			}
			const rest = { prompt: '={{ $json.prompt }}', waitMethod: 'callback' };
			const stops = await start(generate('stop', 2, node(rest)));
			const goesOn = generate(
				'output',
				2,
				node(rest, { onError: 'continueErrorOutput' }),
				noOp('Next'),
				noOp('Bad'),
			);
			goesOn.connections.KIE?.main.push([{ node: 'Bad', type: 'main', index: 0 }]);
			goesOn.connections.Next = { main: [] };
			const [stopped, wentOn] = [
				await client.waitForExecution(stops),
				await client.waitForExecution(await start(goesOn)),
			];

			expect(stopped.status).toBe('error');
			expect(stopped.data?.resultData.error?.message).toMatch(/\[item 1\]$/);
			expect(statuses(wentOn, 'Next')).toEqual(['success']);
			expect(statuses(wentOn, 'Bad')).toEqual(['failed']);
			expect(ordered('stop')).toHaveLength(2);
			expect(ordered('output')).toHaveLength(2);
		});

		test('strangers cannot wake an execution that rests', async () => {
			kie.addFault({ kind: 'takes', durationMs: 80_000, match: { prompt: 'forged 0.' } });
			const resting = node({ prompt: '={{ $json.prompt }}', waitMethod: 'callback' });
			const id = await start(generate('forged', 1, resting));
			expect((await atRest(id)).status).toBe('waiting');
			const task = await until(async () => ordered('forged')[0]);
			const { callBackUrl } = z.object({ callBackUrl: z.string() }).parse(task.params);
			const url = new URL(callBackUrl);
			url.searchParams.set('secret', 'x'.repeat(32));

			expect((await post(url.href, { code: 200, data: { taskId: task.id } })).status).toBe(404);
			expect((await client.execution(id))?.status).toBe('waiting');
			expect((await client.waitForExecution(id)).status).toBe('success');
		});
	});
}
