import 'reflect-metadata';
import { ExecutionLifecycleHooks, WorkflowExecute } from 'n8n-core';
import type {
	ICredentialDataDecryptedObject,
	IDataObject,
	IHttpRequestOptions,
	INode,
	INodeExecutionData,
	INodeType,
	INodeTypes,
	IRun,
	IRunExecutionData,
	IWorkflowExecuteAdditionalData,
	NodeApiError,
	Workflow as WorkflowClass,
	WorkflowExecuteMode,
	WorkflowParameters,
} from 'n8n-workflow';
import { Workflow, createRunExecutionData } from 'n8n-workflow';
import { KieImageApi } from '../../credentials/KieImageApi.credentials.ts';
import { Kie } from '../../nodes/Kie/Kie.node.ts';
import { KieTrigger } from '../../nodes/KieTrigger/KieTrigger.node.ts';
import { prepareBinaryStore } from './binaryStore.ts';
import { helperNodes } from './standInNodes.ts';

export const API_KEY = 'test-key-that-must-not-leak';
export const BASE_URL = 'https://api.kie.ai';

export interface WorkflowJson {
	nodes: INode[];
	connections: WorkflowParameters['connections'];
}

export interface RunOptions {
	credentials?: ICredentialDataDecryptedObject;
	/** Called with the running engine, to cancel it. */
	onStart?: (run: { cancel(): void }) => void;
	/** Continue with the data of an earlier execution, as a retry from the list does. */
	runExecutionData?: IRunExecutionData;
	/** How the execution came about; by hand where nothing is said. */
	mode?: WorkflowExecuteMode;
}

/** The node types a workflow may use; benchmarks add their own. */
export const knownNodes: Record<string, INodeType> = {
	'n8n-nodes-kie-image.kie': new Kie(),
	'n8n-nodes-kie-image.kieTool': new Kie(),
	'n8n-nodes-kie-image.kieTrigger': new KieTrigger(),
	...helperNodes,
};

export const nodeTypes: INodeTypes = {
	getByName: (name) => typeOf(name),
	getByNameAndVersion: (name) => typeOf(name),
	getKnownTypes: () => ({}),
};

function typeOf(name: string): INodeType {
	const type = knownNodes[name];
	if (!type) throw new Error(`No such node type here: ${name}`);
	return type;
}

/** n8n's engine with nothing replaced but the credential store, which needs a database. */
export async function runWorkflow(json: WorkflowJson, options: RunOptions = {}): Promise<IRun> {
	await prepareBinaryStore();
	const workflow = new Workflow({
		id: 'test-workflow',
		name: 'Test',
		nodes: structuredClone(json.nodes),
		connections: json.connections,
		active: false,
		nodeTypes,
		settings: { executionOrder: 'v1' },
	});
	const engine = new WorkflowExecute(
		additionalData(workflow, options.credentials),
		options.mode ?? 'manual',
		options.runExecutionData ?? fromTheStart(workflow),
	);
	const run = engine.processRunExecutionData(workflow);
	options.onStart?.(run);
	return await run;
}

/** What the engine makes itself in `run`, which takes other arguments in older versions. */
export function fromTheStart(workflow: WorkflowClass): IRunExecutionData {
	const node = workflow.getNode('Start');
	if (!node) throw new Error("There is no node 'Start'.");
	return createRunExecutionData({
		executionData: {
			nodeExecutionStack: [{ node, data: { main: [[{ json: {} }]] }, source: null }],
		},
	});
}

export function additionalData(
	workflow: WorkflowClass,
	credentials: ICredentialDataDecryptedObject = {
		apiKey: API_KEY,
		webhookSecret: '',
		baseUrl: BASE_URL,
		uploadBaseUrl: 'https://kieai.redpandaai.co',
	},
): IWorkflowExecuteAdditionalData {
	const type = new KieImageApi();
	const credentialsHelper = {
		getParentTypes: () => [],
		getDecrypted: async () => credentials,
		getCredentials: async () => credentials,
		preAuthentication: async () => undefined,
		// What n8n does for a generic credential: resolve the expressions of its headers.
		authenticate: async (
			data: ICredentialDataDecryptedObject,
			_name: string,
			request: IHttpRequestOptions,
		) => {
			const headers = type.authenticate.properties?.headers ?? {};
			const resolved = Object.fromEntries(
				Object.entries(headers).map(([name, value]) => [
					name,
					String(value).replace('=', '').replace('{{$credentials.apiKey}}', String(data.apiKey)),
				]),
			);
			return { ...request, headers: { ...request.headers, ...resolved } };
		},
		isCredentialUsableByNode: () => true,
	};
	return {
		credentialsHelper,
		hooks: new ExecutionLifecycleHooks('manual', 'test-execution', {
			id: workflow.id,
			name: 'Test',
			nodes: [],
			connections: {},
			active: false,
			isArchived: false,
			createdAt: new Date(),
			updatedAt: new Date(),
		} as never),
		executionId: 'test-execution',
		currentNodeExecutionIndex: 0,
		webhookWaitingBaseUrl: 'http://localhost/webhook-waiting',
		formWaitingBaseUrl: 'http://localhost/form-waiting',
		variables: {},
	} as unknown as IWorkflowExecuteAdditionalData;
}

export const errorOf = (run: IRun) => run.data.resultData.error as NodeApiError;

export const hintsOf = (run: IRun, node: string): string[] =>
	run.data.resultData.runData[node]?.at(-1)?.hints?.map(({ message }) => message) ?? [];

/** What a node put out on one output in its last run. */
export function outputOf(run: IRun, node: string, output = 0): INodeExecutionData[] {
	return run.data.resultData.runData[node]?.at(-1)?.data?.main?.[output] ?? [];
}

export const jsonOf = (run: IRun, node: string, output = 0): IDataObject[] =>
	outputOf(run, node, output).map(({ json }) => json);
