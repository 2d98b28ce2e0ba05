/** KIE Trigger in a real n8n, and a KIE of its own that signs what it sends. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Credential, Execution, N8nClient } from '../../../sandbox/n8n/client.ts';
import type { Simulator } from '../../../sandbox/simulator/index.ts';
import { startSimulator } from '../../../sandbox/simulator/index.ts';
import { API_KEY, SPEED, TRIGGER_TYPE, WEBHOOK_SECRET } from './constants.ts';
import { until } from './until.ts';
import type { NodeJson, WorkflowFile } from './workflows.ts';
import { node, noOp, workflow } from './workflows.ts';

export const TRIGGER = 'KIE Trigger';

export const startSigningSimulator = async (): Promise<Simulator> =>
	await startSimulator({
		speed: SPEED,
		apiKeys: [API_KEY],
		credits: 100_000,
		webhookSecret: WEBHOOK_SECRET,
		// n8n does not get faster with the clock.
		callbackTimeoutFloorMs: 15_000,
	});

/** A credential that the test made; `secret` empty where callbacks need no signature. */
export async function createCredential(
	client: N8nClient,
	name: string,
	kieUrl: string,
	data: { secret: string; apiKey?: string },
): Promise<Credential> {
	return await client.createCredential(name, 'kieImageApi', {
		apiKey: data.apiKey ?? API_KEY,
		webhookSecret: data.secret,
		baseUrl: kieUrl,
		uploadBaseUrl: kieUrl,
	});
}

export interface Published {
	id: string;
	url: string;
	testUrl: string;
}

export function triggerNode(
	{ id, name }: Credential,
	parameters: Record<string, unknown> = {},
): NodeJson {
	return node(TRIGGER, TRIGGER_TYPE, 1.1, parameters, {
		credentials: { kieImageApi: { id, name } },
		webhookId: crypto.randomUUID(),
	});
}

/** KIE Trigger → Next, published. */
export async function publish(
	client: N8nClient,
	credential: Credential,
	parameters: Record<string, unknown> = {},
): Promise<Published> {
	const trigger = triggerNode(credential, parameters);
	return await publishWorkflow(client, workflow([trigger, noOp('Next')], [[TRIGGER, 'Next']]));
}

export async function publishWorkflow(client: N8nClient, file: WorkflowFile): Promise<Published> {
	const webhookId = file.nodes.find(({ type }) => type === TRIGGER_TYPE)?.webhookId;
	const { id } = await client.createWorkflow({ ...file });
	await client.activateWorkflow(id);
	const at = (path: string) => `${client.url}/${path}/${String(webhookId)}/webhook`;
	return { id, url: at('webhook'), testUrl: at('webhook-test') };
}

/** A task that KIE has ended, made without a callback. */
export async function endedTask(kie: Simulator): Promise<string> {
	const taskId = await createTask(kie);
	await untilEnded(kie, taskId);
	return taskId;
}

export async function untilEnded(kie: Simulator, taskId: string): Promise<void> {
	await until(async () =>
		kie.ledger().tasks.find(({ id, state }) => id === taskId && state !== 'running'),
	);
}

export async function createTask(
	kie: Simulator,
	callBackUrl?: string,
	{ prompt = 'a fox', images }: { prompt?: string; images?: number | undefined } = {},
): Promise<string> {
	const response = await fetch(`${kie.url}/api/v1/gpt4o-image/generate`, {
		method: 'POST',
		headers: { 'content-type': 'application/json', authorization: `Bearer ${API_KEY}` },
		body: JSON.stringify({ prompt, size: '1:1', nVariants: images, callBackUrl }),
	});
	const { data } = (await response.json()) as { data: { taskId: string } };
	return data.taskId;
}

/** What KIE sends of an ended task, or what someone else sends in its name; gives n8n's answer. */
export async function callBack(
	kie: Simulator,
	taskId: string,
	url: string,
	forgery?: string,
): Promise<number | null> {
	const response = await fetch(`${kie.url}/__sim/callbacks`, {
		method: 'POST',
		headers: { 'content-type': 'application/json' },
		body: JSON.stringify({ taskId, url, ...(forgery && { forgery }) }),
	});
	const { status } = (await response.json()) as { status: number | null };
	return status;
}

export async function post(
	url: string,
	body: unknown,
	headers: Record<string, string> = {},
): Promise<{ status: number; text: string }> {
	const response = await fetch(url, {
		method: 'POST',
		headers: { 'content-type': 'application/json', ...headers },
		body: typeof body === 'string' ? body : JSON.stringify(body),
	});
	return { status: response.status, text: await response.text() };
}

const SETTLE_MS = 400;

/** The executions a workflow has come to, once there are no more on the way. */
export async function executionsOf(
	client: N8nClient,
	workflowId: string,
	expected: number,
): Promise<Execution[]> {
	await until(async () =>
		(await client.executions(workflowId)).length >= expected ? true : undefined,
	).catch(() => {});
	// One too many would be here by then.
	await sleep(SETTLE_MS);
	const found = await client.executions(workflowId);
	return await Promise.all(found.map(async ({ id }) => await client.waitForExecution(id)));
}
