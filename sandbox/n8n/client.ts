/**
 * A person at n8n's screen, in code:
 *
 *   const client = new N8nClient(n8n.url);
 *   await client.ensureOwner(OWNER);
 *   const credential = await client.createCredential('KIE account', 'kieImageApi', { apiKey: '…' });
 *   const workflow = await client.createWorkflow(JSON.parse(exampleText));
 *   const execution = await client.runAndWait(workflow.id, 'Manual Trigger');
 *   itemsOf(execution, 'KIE');  // the items of that node's first output
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { N8nHttp, N8nHttpError } from './http.ts';
import {
	communityPackagesSchema,
	credentialSchema,
	credentialTestSchema,
	executionSchema,
	publicationSchema,
	workflowListSchema,
	workflowSchema,
	type Binary,
	type CommunityPackage,
	type Credential,
	type CredentialTest,
	type Execution,
	type ExecutionStatus,
	type Item,
	type NodeRun,
	type PublicationStatus,
	type Workflow,
} from './schemas.ts';

export { N8nHttpError } from './http.ts';
export type * from './schemas.ts';

export interface Owner {
	email: string;
	password: string;
	firstName: string;
	lastName: string;
}

/** What a workflow file holds; the rest of it is passed on as it is. */
export interface WorkflowJson {
	name: string;
	nodes: unknown[];
	connections: Record<string, unknown>;
	[other: string]: unknown;
}

export interface WaitOptions {
	limitMs?: number;
	/** Stop waiting at these; by default when the execution is over, for good. */
	until?: ExecutionStatus[];
	/** How long to wait between two looks, each of which n8n has to answer. */
	lookMs?: number;
}

const OVER: ExecutionStatus[] = ['success', 'error', 'canceled', 'crashed'];
const LOOK_MS = 150;
const NOTHING = z.unknown();
const LIMIT_MS = 120_000;

export class N8nClient {
	private readonly http: N8nHttp;
	private apiKey: Promise<void> | undefined;

	constructor(url: string) {
		this.http = new N8nHttp(url);
	}

	get url(): string {
		return this.http.url;
	}

	// The person

	/** Creates the owner of a fresh n8n, or logs in to one that has it. */
	async ensureOwner(owner: Owner): Promise<void> {
		const settings = z.object({
			userManagement: z.object({ showSetupOnFirstLoad: z.boolean() }).passthrough(),
		});
		const { userManagement } = await this.http.rest('GET', '/settings', settings.passthrough());
		if (userManagement.showSetupOnFirstLoad) {
			await this.http.rest('POST', '/owner/setup', NOTHING, owner);
		} else {
			await this.login(owner.email, owner.password);
		}
	}

	async login(email: string, password: string): Promise<void> {
		await this.http.rest('POST', '/login', NOTHING, { emailOrLdapLoginId: email, password });
	}

	// Community packages

	async communityPackages(): Promise<CommunityPackage[]> {
		return await this.http.rest('GET', '/community-packages', communityPackagesSchema);
	}

	/** The descriptions of every node there is, as the editor gets them. */
	async nodeTypes(): Promise<unknown> {
		return JSON.parse((await this.http.bytes('/types/nodes.json')).toString());
	}

	async installPackage(name: string, version: string): Promise<void> {
		await this.http.rest('POST', '/community-packages', NOTHING, { name, version });
	}

	async uninstallPackage(name: string): Promise<void> {
		await this.http.rest('DELETE', `/community-packages?name=${encodeURIComponent(name)}`, NOTHING);
	}

	// Credentials

	async credentials(): Promise<Credential[]> {
		return await this.http.rest('GET', '/credentials', z.array(credentialSchema));
	}

	async createCredential(
		name: string,
		type: string,
		data: Record<string, unknown>,
	): Promise<Credential> {
		return await this.http.rest('POST', '/credentials', credentialSchema, { name, type, data });
	}

	async updateCredential(
		{ id, name, type }: Credential,
		data: Record<string, unknown>,
	): Promise<void> {
		await this.http.rest('PATCH', `/credentials/${id}`, NOTHING, { name, type, data });
	}

	/** The Test button, on what is saved or on `data` that is not saved yet. */
	async testCredential(
		credential: Credential,
		data?: Record<string, unknown>,
	): Promise<CredentialTest> {
		// Like the editor: n8n gives the saved data with its secrets blanked, and fills them in again.
		const saved = credentialSchema.extend({ data: z.record(z.unknown()) });
		const path = `/credentials/${credential.id}?includeData=true`;
		const tested = data ?? (await this.http.rest('GET', path, saved)).data;
		const body = { credentials: { ...credential, data: tested } };
		return await this.http.rest('POST', '/credentials/test', credentialTestSchema, body);
	}

	async deleteCredential(id: string): Promise<void> {
		await this.http.rest('DELETE', `/credentials/${id}`, NOTHING);
	}

	// Workflows

	/** The workflows that are not archived. */
	async workflows(): Promise<Array<{ id: string; name: string; active: boolean }>> {
		const all = await this.http.rest('GET', '/workflows', workflowListSchema);
		return all.filter(({ isArchived }) => !isArchived);
	}

	async workflow(id: string): Promise<Workflow> {
		return await this.http.rest('GET', `/workflows/${id}`, workflowSchema);
	}

	async createWorkflow(workflow: WorkflowJson): Promise<Workflow> {
		const settings = workflow.settings ?? { executionOrder: 'v1' };
		// As the editor has it: where there are none, n8n 2.40 cannot execute a step after a first run.
		const pinData = workflow.pinData ?? {};
		const body = { ...workflow, settings, pinData, active: false };
		return await this.http.rest('POST', '/workflows', workflowSchema, body);
	}

	async updateWorkflow(id: string, changes: Partial<WorkflowJson>): Promise<Workflow> {
		const { versionId } = await this.workflow(id);
		const body = { ...changes, versionId };
		return await this.http.rest('PATCH', `/workflows/${id}`, workflowSchema, body);
	}

	/** Publishes the newest version, and waits until its production webhooks answer. */
	async activateWorkflow(id: string): Promise<void> {
		const { versionId } = await this.workflow(id);
		await this.http.rest('POST', `/workflows/${id}/activate`, NOTHING, { versionId });
		await this.untilPublished(id);
	}

	/** n8n publishes in the background: before it has, production webhooks answer 404. */
	async untilPublished(id: string, limitMs = LIMIT_MS): Promise<void> {
		const deadline = Date.now() + limitMs;
		let seen: PublicationStatus | undefined;
		while (Date.now() < deadline) {
			seen = await this.publicationStatus(id);
			if (!seen || seen.status === 'published') return;
			if (seen.status === 'failed' || seen.status === 'partial') break;
			await sleep(LOOK_MS);
		}
		const why = seen?.triggers.flatMap(({ errorMessage }) => errorMessage ?? []).join('; ');
		throw new Error(
			`Workflow ${id} is not published but '${seen?.status}': ${why || 'no reason given'}`,
		);
	}

	/** Undefined where n8n publishes at once, as n8n 1 and 2.0 do. */
	private async publicationStatus(id: string): Promise<PublicationStatus | undefined> {
		try {
			return await this.http.rest('GET', `/workflows/${id}/publication-status`, publicationSchema);
		} catch (error) {
			if (error instanceof N8nHttpError && error.status === 404) return undefined;
			throw error;
		}
	}

	async deactivateWorkflow(id: string): Promise<void> {
		await this.http.rest('POST', `/workflows/${id}/deactivate`, NOTHING, {});
	}

	async deleteWorkflow(id: string): Promise<void> {
		// n8n deletes only what is archived.
		await this.http.rest('POST', `/workflows/${id}/archive`, NOTHING, {});
		await this.http.rest('DELETE', `/workflows/${id}`, NOTHING);
	}

	// Executions

	/** The Execute button of a trigger. A webhook trigger is armed instead of run: no execution id yet. */
	async run(workflowId: string, trigger: string): Promise<string | undefined> {
		const answer = z.object({ executionId: z.string().optional() }).passthrough();
		// n8n 1 and 2.0 run the workflow that they are sent, not the one that they have.
		const workflowData = await this.workflow(workflowId);
		const body = { workflowData, triggerToStartFrom: { name: trigger } };
		const { executionId } = await this.http.rest(
			'POST',
			`/workflows/${workflowId}/run`,
			answer,
			body,
		);
		return executionId;
	}

	/** Runs from a trigger and returns the execution with its data once it is over. */
	async runAndWait(
		workflowId: string,
		trigger: string,
		options: WaitOptions = {},
	): Promise<Execution> {
		const id = await this.run(workflowId, trigger);
		if (id === undefined) throw new Error(`'${trigger}' waits for a call: nothing runs yet.`);
		return await this.waitForExecution(id, options);
	}

	async waitForExecution(id: string, options: WaitOptions = {}): Promise<Execution> {
		const { limitMs = LIMIT_MS, until = OVER, lookMs = LOOK_MS } = options;
		const deadline = Date.now() + limitMs;
		let seen = 'not there yet';
		while (Date.now() < deadline) {
			const execution = await this.execution(id, false);
			if (execution && until.includes(execution.status)) {
				return (await this.execution(id)) ?? execution;
			}
			seen = execution?.status ?? seen;
			await sleep(lookMs);
		}
		throw new Error(`Execution ${id} is still '${seen}' after ${limitMs / 1000} s.`);
	}

	/** Undefined when n8n does not know it (yet): a new one is saved a moment after it is answered. */
	async execution(id: string, includeData = true): Promise<Execution | undefined> {
		await this.ensureApiKey();
		try {
			const path = `/executions/${id}?includeData=${includeData}`;
			return await this.http.api('GET', path, executionSchema);
		} catch (error) {
			if (error instanceof N8nHttpError && error.status === 404) return undefined;
			throw error;
		}
	}

	/** The newest first, without their data. */
	async executions(workflowId: string, limit = 100): Promise<Execution[]> {
		await this.ensureApiKey();
		const list = z.object({ data: z.array(executionSchema) });
		const path = `/executions?workflowId=${workflowId}&limit=${limit}`;
		return (await this.http.api('GET', path, list)).data;
	}

	/** Starts a failed execution again from the node that failed; the id of the new one. */
	async retryExecution(id: string, loadWorkflow = false): Promise<string> {
		const answer = z.object({ id: z.coerce.string() }).passthrough();
		const body = { loadWorkflow };
		return (await this.http.rest('POST', `/executions/${id}/retry`, answer, body)).id;
	}

	async stopExecution(id: string): Promise<void> {
		await this.http.rest('POST', `/executions/${id}/stop`, NOTHING, {});
	}

	async binary(binary: Binary): Promise<Buffer> {
		if (binary.id === undefined) return Buffer.from(binary.data ?? '', 'base64');
		return await this.http.bytes(
			`/rest/binary-data?action=download&id=${encodeURIComponent(binary.id)}`,
		);
	}

	/** One, however many ask at the same time. */
	private async ensureApiKey(): Promise<void> {
		this.apiKey ??= this.createApiKey().catch((cause: unknown) => {
			this.apiKey = undefined;
			throw cause;
		});
		await this.apiKey;
	}

	private async createApiKey(): Promise<void> {
		const body = {
			label: `sandbox ${process.pid} ${Date.now()}`,
			expiresAt: Math.floor(Date.now() / 1000) + 24 * 60 * 60,
			scopes: ['execution:read', 'execution:list'],
		};
		const answer = z.object({ rawApiKey: z.string() }).passthrough();
		this.http.useApiKey((await this.http.rest('POST', '/api-keys', answer, body)).rawApiKey);
	}
}

/** The runs of a node in an execution: more than one when it stands in a loop. */
export function runsOf(execution: Execution, node: string): NodeRun[] {
	return execution.data?.resultData.runData[node] ?? [];
}

/** What a node put out in one of its runs, on one of its outputs. */
export const itemsOfRun = (run: NodeRun | undefined, output = 0): Item[] =>
	run?.data?.main?.[output] ?? [];

/** What a node put out in its last run, on one of its outputs. */
export function itemsOf(execution: Execution, node: string, output = 0): Item[] {
	return itemsOfRun(runsOf(execution, node).at(-1), output);
}
