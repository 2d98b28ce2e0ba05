import { createHmac } from 'node:crypto';
import { Container } from '@n8n/di';
import { Logger } from '@n8n/backend-common';
import { WebhookContext } from 'n8n-core';
import type {
	ICredentialDataDecryptedObject,
	IDataObject,
	INodeExecutionData,
	INodeParameters,
	INodeType,
	WorkflowExecuteMode,
} from 'n8n-workflow';
import { Workflow } from 'n8n-workflow';
import { vi } from 'vitest';
import { prepareBinaryStore } from './binaryStore.ts';
import { additionalData, API_KEY, BASE_URL, knownNodes, nodeTypes } from './engine.ts';

const TYPE = 'n8n-nodes-kie-image.kieTrigger';
export const SECRET = 'test-webhook-secret-that-must-not-leak';

export interface Delivered {
	status: number;
	answer: unknown;
	/** What the execution starts with; null where none starts. */
	items: INodeExecutionData[] | null;
}

export interface Delivery {
	headers?: Record<string, string>;
	query?: Record<string, unknown>;
	onAnswer?: (status: number) => void;
}

let made = 0;

/** One KIE Trigger in one workflow, called as n8n calls it: each delivery with a copy of the static data. */
export class Trigger {
	readonly warnings: string[] = [];

	readonly answers: unknown[] = [];

	staticData: IDataObject = {};

	mode: WorkflowExecuteMode = 'webhook';

	type: INodeType = knownNodes[TYPE]!;

	private readonly workflowId = `workflow-${made++}`;

	constructor(
		private readonly parameters: INodeParameters = {},
		private readonly credentials: ICredentialDataDecryptedObject = {},
	) {
		vi.spyOn(Container.get(Logger), 'warn').mockImplementation((message, meta) => {
			this.warnings.push(`${message} ${JSON.stringify(meta)}`);
		});
	}

	async deliver(body: unknown, delivery: Delivery = {}): Promise<Delivered> {
		await prepareBinaryStore();
		const workflow = new Workflow({
			id: this.workflowId,
			nodes: [
				{
					id: 'trigger',
					name: 'KIE Trigger',
					type: TYPE,
					typeVersion: 1.1,
					position: [0, 0],
					parameters: this.parameters,
					credentials: { kieImageApi: { id: '1', name: 'KIE account' } },
				},
			],
			connections: {},
			active: true,
			nodeTypes,
			staticData: structuredClone(this.staticData),
		});
		const node = workflow.getNode('KIE Trigger')!;
		const answer = { status: 0, answer: undefined as unknown };
		const response = {
			status(code: number) {
				if (answer.status !== 0) throw new Error('answered twice');
				answer.status = code;
				return this;
			},
			json(content: unknown) {
				answer.answer = content;
				delivery.onAnswer?.(answer.status);
			},
		};
		const { headers = {}, query = {} } = delivery;
		const additional = additionalData(workflow, {
			apiKey: API_KEY,
			webhookSecret: '',
			baseUrl: BASE_URL,
			...this.credentials,
		});
		const context = new WebhookContext(
			workflow,
			node,
			{
				...additional,
				httpRequest: { body, headers, query, params: {} },
				httpResponse: response,
			} as never,
			this.mode,
			{ webhookDescription: this.type.description.webhooks![0] } as never,
			[],
			null,
		);
		const result = await this.type.webhook!.call(context);
		// n8n waits for no other answer, and writes static data back now.
		if (result.noWebhookResponse !== true) throw new Error('n8n would answer too');
		if (this.mode === 'webhook' && '__dataChanged' in workflow.staticData) {
			this.staticData = JSON.parse(JSON.stringify(workflow.staticData)) as IDataObject;
		}
		this.answers.push(answer.answer);
		return { ...answer, items: result.workflowData?.[0] ?? null };
	}
}

export function signed(taskId: string, { secret = SECRET, ageSeconds = 0 } = {}) {
	const timestamp = String(Math.floor(Date.now() / 1000) - ageSeconds);
	return {
		'x-webhook-timestamp': timestamp,
		'x-webhook-signature': createHmac('sha256', secret)
			.update(`${taskId}.${timestamp}`)
			.digest('base64'),
	};
}

export const jsonIn = ({ items }: Delivered) => items?.map(({ json }) => json) ?? null;
