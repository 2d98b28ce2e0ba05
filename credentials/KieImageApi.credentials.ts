import type {
	IAuthenticateGeneric,
	ICredentialTestRequest,
	ICredentialType,
	Icon,
	INodeProperties,
} from 'n8n-workflow';

export class KieImageApi implements ICredentialType {
	name = 'kieImageApi';

	displayName = 'KIE API';

	icon: Icon = { light: 'file:../icons/kie.svg', dark: 'file:../icons/kie.dark.svg' };

	documentationUrl =
		'https://github.com/n8n-nodes-kie-image/n8n-nodes-kie-image#connect-your-kie-account';

	properties: INodeProperties[] = [
		{
			displayName: 'API Key',
			name: 'apiKey',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			required: true,
			description:
				'Create or copy a key on the <a href="https://kie.ai/api-key" target="_blank">KIE API key page</a>',
		},
		{
			displayName: 'Webhook Secret',
			name: 'webhookSecret',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			description:
				'The webhook key from the <a href="https://kie.ai/settings" target="_blank">KIE settings</a> (not the API key). If it is set, only callbacks signed by KIE are accepted. Leave it empty if you do not use callbacks.',
		},
		{
			displayName: 'Base URL',
			name: 'baseUrl',
			type: 'string',
			default: 'https://api.kie.ai',
			placeholder: 'e.g. https://api.kie.ai',
			description:
				'Where requests are sent. Change it only if you use your own proxy or test server.',
		},
		{
			displayName: 'Upload Base URL',
			name: 'uploadBaseUrl',
			type: 'string',
			default: 'https://kieai.redpandaai.co',
			placeholder: 'e.g. https://kieai.redpandaai.co',
			description:
				'Where files are uploaded. Change it only if you use your own proxy or test server.',
		},
	];

	authenticate: IAuthenticateGeneric = {
		type: 'generic',
		properties: { headers: { Authorization: '=Bearer {{$credentials.apiKey}}' } },
	};

	test: ICredentialTestRequest = {
		request: {
			baseURL: '={{$credentials.baseUrl}}',
			url: '/api/v1/chat/credit',
			disableFollowRedirect: true,
		},
		// KIE answers with HTTP 200 and the real status in the body. Only 200 and 402 (a good key
		// without credits) let the key pass.
		rules: [
			refusal(
				401,
				'KIE does not recognize this API key. Copy it again from https://kie.ai/api-key.',
			),
			refusal(403, 'KIE rejected this API key. Check it at https://kie.ai/api-key.'),
			refusal(404, "The server at 'Base URL' does not provide KIE's API. Check 'Base URL'."),
			refusal(429, 'KIE is limiting requests right now. Wait a moment and try again.'),
			refusal(
				433,
				'This API key has reached its own limit. Raise the limit at https://kie.ai/api-key.',
			),
			refusal(455, 'KIE is under maintenance. Try again later.'),
			refusal(505, 'KIE has disabled this feature. Contact support@kie.ai.'),
			...[400, 408, 422, 451, 500, 501, 550].map((code) =>
				refusal(code, `KIE could not check the key just now (code ${code}). Try again later.`),
			),
			refusal(undefined, "The server at 'Base URL' does not respond like KIE. Check 'Base URL'."),
		],
	};
}

function refusal(code: number | undefined, message: string) {
	return {
		type: 'responseSuccessBody' as const,
		properties: { key: 'code', value: code, message },
	};
}
