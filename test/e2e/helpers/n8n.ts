/** The n8n of this run, with its owner logged in. Files share it: n8n limits how often one may log in. */
import { inject } from 'vitest';
import { CREDENTIAL_NAME, OWNER } from '../../../sandbox/account.ts';
import type {
	Credential,
	Execution,
	Item,
	WaitOptions,
	Workflow,
} from '../../../sandbox/n8n/client.ts';
import { itemsOf, N8nClient } from '../../../sandbox/n8n/client.ts';
import type { WorkflowFile } from './workflows.ts';
import { START } from './workflows.ts';

interface Session {
	client: N8nClient;
	credential: Credential;
}

let session: Promise<Session> | undefined;

async function open(): Promise<Session> {
	const client = new N8nClient(inject('n8nUrl'));
	await client.login(OWNER.email, OWNER.password);
	const credential = (await client.credentials()).find(({ name }) => name === CREDENTIAL_NAME);
	if (!credential) throw new Error(`n8n has no credential '${CREDENTIAL_NAME}'.`);
	return { client, credential };
}

export async function n8n(): Promise<N8nClient> {
	return (await (session ??= open())).client;
}

export async function kieCredential(): Promise<Credential> {
	return (await (session ??= open())).credential;
}

/** Saves a workflow with the credential it names replaced by the one there is. */
export async function save(workflow: WorkflowFile): Promise<Workflow> {
	const { id, name, type } = await kieCredential();
	const nodes = workflow.nodes.map((node) =>
		node.credentials?.[type]
			? { ...node, credentials: { ...node.credentials, [type]: { id, name } } }
			: node,
	);
	return await (await n8n()).createWorkflow({ ...workflow, nodes });
}

/** Saves a workflow, runs it by its trigger, and reads the execution back once it is over. */
export async function runWorkflow(
	workflow: WorkflowFile,
	options: WaitOptions & { trigger?: string } = {},
): Promise<Execution> {
	const { id } = await save(workflow);
	return await (await n8n()).runAndWait(id, options.trigger ?? START, options);
}

export const jsonOf = (execution: Execution, node: string, output = 0): Array<Item['json']> =>
	itemsOf(execution, node, output).map(({ json }) => json);

export const errorOf = (execution: Execution) => execution.data?.resultData.error;

/** The bytes of every file an item carries. */
export async function filesOf(item: Item | undefined): Promise<Buffer[]> {
	const client = await n8n();
	return await Promise.all(
		Object.values(item?.binary ?? {}).map(async (binary) => await client.binary(binary)),
	);
}

/** Width and height of a PNG; throws on anything else. */
export function sizeOfPng(bytes: Buffer | undefined): { width: number; height: number } {
	if (bytes?.subarray(1, 4).toString() !== 'PNG') throw new Error('This is no PNG.');
	return { width: bytes.readUInt32BE(16), height: bytes.readUInt32BE(20) };
}
