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
		usableAsTool: {
			replacements: {
				description:
					'Make, edit or upscale an image with KIE and get its URL. Takes from half a minute to a few minutes, and each image costs credits.',
			},
		},
		// For n8n's AI workflow builder; n8n versions without one ignore it.
		builderHint: {
			searchHint:
				'One node submits the image task, waits for it and outputs the file in the binary field data. No HTTP Request, Wait or If nodes are needed around it, and no loop: it handles all items in parallel.',
			relatedNodes: [
				{
					nodeType: 'n8n-nodes-kie-image.kieTrigger',
					relationHint:
						"Starts another workflow when an image requested with 'Wait Until Done' off is ready",
				},
			],
		},
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
