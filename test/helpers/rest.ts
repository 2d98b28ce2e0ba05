import { parse, stringify } from 'flatted';
import { WebhookContext, WorkflowExecute } from 'n8n-core';
import type {
	ICredentialDataDecryptedObject,
	INode,
	INodeParameters,
	INodeType,
	INodeTypes,
	IRun,
	IRunExecutionData,
	IWorkflowExecuteAdditionalData,
	IWorkflowSettings,
	Workflow as WorkflowClass,
	WorkflowExecuteMode,
} from 'n8n-workflow';
import { Workflow } from 'n8n-workflow';
import { vi } from 'vitest';
import { prepareBinaryStore } from './binaryStore.ts';
import { runClock } from './clock.ts';
import type { WorkflowJson } from './engine.ts';
import { additionalData, API_KEY, BASE_URL, fromTheStart, knownNodes } from './engine.ts';
import { isOldestEngine } from './engineFolder.ts';
import { byPrompt, KIE, prompts, workflow as workflowOf } from './workflows.ts';

// What n8n does with an execution that is put to rest, as its waiting-webhooks.js, webhook-helpers.js,
// wait-tracker.js, active-executions.js and execution.service.js have it. The engine is n8n's own.

/** A process of n8n: the node, with what it keeps in memory. */
export type Process = INodeType;

/** Another one, which has learned nothing yet. */
export async function newProcess(): Promise<Process> {
	vi.resetModules();
	const { Kie } = await import('../../nodes/Kie/Kie.node.ts');
	return new Kie();
}

export interface Answered {
	status: number;
	body: unknown;
}

export interface Call {
	body?: unknown;
	headers?: Record<string, string>;
	/** Who gets the call. */
	to?: Process;
	/** Called when the answer is given and the execution, if it is woken, still runs. */
	onAnswer?: () => void;
}

export interface Setup {
	credentials?: ICredentialDataDecryptedObject;
	workflowSettings?: IWorkflowSettings;
	mode?: WorkflowExecuteMode;
	/** As 'Execute Step' has it. */
	startData?: unknown;
	/** Where n8n believes that it can be reached. */
	address?: string;
	runs?: Process;
	onStart?: (run: { cancel(): void }) => void;
}

const CREDENTIALS = {
	apiKey: API_KEY,
	webhookSecret: '',
	baseUrl: BASE_URL,
	uploadBaseUrl: 'https://kieai.redpandaai.co',
};

let made = 0;

/** One execution, from its start to its end, with the rests between. */
export class RestingExecution {
	readonly id = `execution-${made++}`;

	/** As n8n's list of executions shows it. */
	status: string = 'new';

	/** How often it was woken. */
	woken = 0;

	/** What n8n shows the node, for those of its functions that a test takes away. */
	process: Process;

	credentials: ICredentialDataDecryptedObject | null;

	waitTill: Date | null = null;

	/** What the database holds. */
	stored = '';

	private last: IRun | undefined;

	constructor(
		private readonly json: WorkflowJson,
		private readonly setup: Setup = {},
	) {
		this.process = setup.runs ?? knownNodes[KIE]!;
		this.credentials = { ...CREDENTIALS, ...setup.credentials };
	}

	/** Runs until it rests or ends. */
	async start(data?: IRunExecutionData): Promise<this> {
		await prepareBinaryStore();
		const workflow = this.workflow(this.process);
		const begun = data ?? fromTheStart(workflow);
		if (this.setup.startData) begun.startData = this.setup.startData as never;
		await runClock(this.goOn(workflow, begun));
		return this;
	}

	/** What it came to; the data as it is read from the database. */
	get run(): IRun {
		if (!this.last) throw new Error('It did not run.');
		return { ...this.last, data: this.load() };
	}

	load(): IRunExecutionData {
		return parse(this.stored) as IRunExecutionData;
	}

	/** Changes what the database holds. */
	amend(change: (data: IRunExecutionData) => void): void {
		const data = this.load();
		change(data);
		this.stored = stringify(data);
	}

	/** A call to the address that KIE was given. */
	async ring(callBackUrl: string, call: Call = {}): Promise<Answered> {
		return await runClock(this.call(new URL(callBackUrl), call));
	}

	/** n8n's clock wakes it, on time or late. */
	async wakeByTimer({ lateMs = 0 } = {}): Promise<void> {
		if (this.status !== 'waiting' || !this.waitTill) throw new Error('It does not rest.');
		vi.setSystemTime(Math.max(Date.now(), this.waitTill.getTime() + lateMs));
		this.woken++;
		await runClock(this.goOn(this.workflow(this.process), this.claim(this.load())));
	}

	/** The process dies while it runs: what is stored is what it was woken with. */
	crash(): void {
		this.stored = this.atWake;
		this.status = 'crashed';
	}

	/** A retry from the list of executions. */
	async retry({ withSavedWorkflow = false } = {}): Promise<RestingExecution> {
		// Somebody looks at the list first.
		vi.setSystemTime(Date.now() + 60_000);
		const data = this.load();
		const { lastNodeExecuted, runData } = data.resultData;
		if (lastNodeExecuted) {
			delete data.resultData.error;
			const runs = runData[lastNodeExecuted];
			if (runs?.at(-1)?.error !== undefined) runs.pop();
		}
		const retried = new RestingExecution(this.json, { ...this.setup, mode: 'retry' });
		retried.process = this.process;
		if (withSavedWorkflow) {
			const workflow = this.workflow(this.process);
			for (const entry of data.executionData!.nodeExecutionStack) {
				entry.node = workflow.getNode(entry.node.name)!;
			}
		}
		return await retried.start(data);
	}

	private atWake = '';

	private async call(url: URL, { body = {}, headers = {}, to, onAnswer }: Call): Promise<Answered> {
		const [, , id, suffix = ''] = url.pathname.split('/').map(decodeURIComponent);
		if (id !== this.id) throw new Error(`A call for ${id}`);
		const conflict: Answered = { status: 409, body: { message: `It is ${this.status}.` } };
		if (this.stored === '') return conflict;
		const data = this.load();
		const { resumeToken } = data as { resumeToken?: string };
		if (resumeToken !== undefined && url.searchParams.get('signature') !== resumeToken) {
			return { status: 401, body: { error: 'Invalid token' } };
		}
		if (this.status !== 'waiting') return conflict;

		const { executionData, resultData } = data;
		const entry = executionData!.nodeExecutionStack[0]!;
		const process = to ?? this.process;
		const workflow = this.workflow(process);
		entry.node.disabled = true;
		data.waitTill = undefined;
		resultData.runData[resultData.lastNodeExecuted!]!.pop();
		const node = workflow.getNode(resultData.lastNodeExecuted!)!;
		const description = process.description.webhooks![0]!;
		const path = workflow.expression.getSimpleParameterValue(
			...([node, description.path, 'internal', {}] as const),
		);
		if (suffix !== path) return { status: 404, body: {} };

		const answer: Answered = { status: 0, body: undefined };
		const httpResponse = {
			status(code: number) {
				answer.status = code;
				return this;
			},
			json(content: unknown) {
				answer.body = content;
			},
		};
		const query = Object.fromEntries(url.searchParams);
		const httpRequest = { body, headers, query, params: {} };
		const context = new WebhookContext(
			...([workflow, node] as const),
			{ ...this.additional(workflow), httpRequest, httpResponse } as never,
			this.setup.mode ?? 'trigger',
			{ webhookDescription: description } as never,
			[],
			data,
		);
		const result = await process.webhook!.call(context);
		if (result.workflowData === undefined) {
			onAnswer?.();
			if (result.noWebhookResponse) return answer;
			return { status: 200, body: result.webhookResponse };
		}
		entry.data.main = result.workflowData;
		if (!isOldestEngine) {
			entry.metadata = { ...entry.metadata, forwardAllOutputs: true } as never;
			// The oldest n8n runs it, whatever has become of it meanwhile.
			if (this.status !== 'waiting') return { status: 500, body: {} };
		}
		this.woken++;
		const goesOn = this.goOn(workflow, this.claim(data));
		onAnswer?.();
		await goesOn;
		return { status: 200, body: result.webhookResponse };
	}

	/** Notes in the database that it goes on. */
	private claim(data: IRunExecutionData): IRunExecutionData {
		this.status = 'running';
		this.waitTill = null;
		this.stored = stringify(data);
		this.atWake = this.stored;
		return data;
	}

	private async goOn(workflow: WorkflowClass, data: IRunExecutionData): Promise<void> {
		this.status = 'running';
		const mode = this.setup.mode ?? 'trigger';
		const engine = new WorkflowExecute(this.additional(workflow), mode, data);
		const going = engine.processRunExecutionData(workflow);
		this.setup.onStart?.(going);
		const run = await going;
		this.last = run;
		this.status = run.status;
		this.waitTill = run.status === 'waiting' ? (run.waitTill ?? null) : null;
		this.stored = stringify(run.data);
	}

	private workflow(process: Process): WorkflowClass {
		const typeOf = (name: string) => (name === KIE ? process : knownNodes[name]!);
		const nodeTypes: INodeTypes = {
			getByName: typeOf,
			getByNameAndVersion: typeOf,
			getKnownTypes: () => ({}),
		};
		const { nodes, connections } = structuredClone(this.json);
		return new Workflow({
			...{ id: `workflow-of-${this.id}`, name: 'Test', active: false },
			...{ nodes, connections, nodeTypes },
			settings: { executionOrder: 'v1', ...this.setup.workflowSettings },
		});
	}

	private additional(workflow: WorkflowClass): IWorkflowExecuteAdditionalData {
		const additional = additionalData(workflow, this.credentials ?? undefined);
		if (!this.credentials) {
			const missing = async () => {
				throw new Error('Credential with ID "1" does not exist for type "kieImageApi".');
			};
			Object.assign(additional.credentialsHelper, { getDecrypted: missing });
		}
		const { address = 'https://n8n.example.com' } = this.setup;
		return Object.assign(additional, {
			executionId: this.id,
			webhookWaitingBaseUrl: `${address}/webhook-waiting`,
		});
	}
}

/** Starts a run of these prompts that is to rest. */
export async function startResting(
	list: string[],
	parameters: INodeParameters = {},
	{ settings = {}, ...setup }: Setup & { settings?: Partial<INode> } = {},
): Promise<RestingExecution> {
	const json = workflowOf(
		{ ...byPrompt, waitMethod: 'callback', ...parameters },
		{ items: prompts(...list), settings },
	);
	return await new RestingExecution(json, setup).start();
}
