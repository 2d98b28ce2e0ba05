import type {
	INodeType,
	INodeTypeDescription,
	IWebhookDescription,
	IWebhookFunctions,
	IWebhookResponseData,
} from 'n8n-workflow';
import { NodeConnectionTypes } from 'n8n-workflow';
import { fields } from './parameters';
import { receive } from './receive';
import { activationMessage, eventTriggerDescription, triggerPanel } from './texts';

// KIE has nowhere to register a URL: it is sent along with each task.
const webhooks: IWebhookDescription[] = [
	{ name: 'default', httpMethod: 'POST', responseMode: 'onReceived', path: 'webhook' },
];

export class KieTrigger implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'KIE Trigger',
		name: 'kieTrigger',
		icon: { light: 'file:../../icons/kie.svg', dark: 'file:../../icons/kie.dark.svg' },
		group: ['trigger'],
		// For the body of version 1 n8n evaluates an expression, which doubles what a delivery costs.
		version: 1.1,
		subtitle: '={{ $parameter["events"].join(", ") }}',
		// n8n shows both nodes as one in its search, with this description.
		description: 'Generate and edit images with KIE, and start a workflow when an image is ready',
		defaults: { name: 'KIE Trigger' },
		eventTriggerDescription,
		activationMessage,
		triggerPanel,
		inputs: [],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: 'kieImageApi', required: true }],
		webhooks,
		properties: fields,
	};

	async webhook(this: IWebhookFunctions): Promise<IWebhookResponseData> {
		return await receive(this);
	}
}
