import type {
	IExecuteFunctions,
	INodeExecutionData,
	INodeType,
	INodeTypeDescription,
	IWebhookDescription,
	IWebhookFunctions,
	IWebhookResponseData,
} from 'n8n-workflow';
import { NodeConnectionTypes } from 'n8n-workflow';
import { properties } from './actions';
import { answerDoorbell } from './actions/create/rest/doorbell';
import { route } from './actions/router';
import { methods } from './methods';

// Where KIE calls an execution that rests. n8n takes the node's ID for the path of such a webhook.
const webhooks: IWebhookDescription[] = [
	{
		name: 'default',
		httpMethod: 'POST',
		responseMode: 'onReceived',
		responseData: '',
		path: '={{ $nodeId }}',
		restartWebhook: true,
		isFullPath: true,
	},
];

export class Kie implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'KIE',
		name: 'kie',
		icon: { light: 'file:../../icons/kie.svg', dark: 'file:../../icons/kie.dark.svg' },
		group: ['transform'],
		version: [1, 1.1],
		subtitle: '={{ $parameter["operation"] + ": " + $parameter["resource"] }}',
		description:
			'Generate, edit and upscale images and remove backgrounds with Nano Banana, GPT Image, Seedream, Flux, Qwen, Imagen, Ideogram and other KIE models',
		defaults: { name: 'KIE' },
		usableAsTool: true,
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: 'kieImageApi', required: true }],
		webhooks,
		waitingNodeTooltip: 'KIE is making the images. The execution continues as soon as KIE calls.',
		properties,
	};

	methods = methods;

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return [await route(this)];
	}

	/** Called while the execution rests. */
	async webhook(this: IWebhookFunctions): Promise<IWebhookResponseData> {
		return await answerDoorbell(this);
	}
}
