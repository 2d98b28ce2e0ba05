import { ok, refused } from './kie.ts';

// KIE's catalogue as it was recorded: the list, and a model's own document.

export const LIST = /^\/api\/v1\/models$/;
export const schemaOf = (id: string) => new RegExp(`^/api/v1/models/${id}/schema$`);
export const priceOf = (id: string) => new RegExp(`^/api/v1/models/${id}/price$`);

/** An entry of the list. */
export const listed = (model: string, more: Record<string, unknown> = {}) => ({
	model,
	slug: model,
	title: model,
	provider: 'KIE',
	taskType: ['Text to Image'],
	description: null,
	pricingDesc: null,
	...more,
});

export const RECORDED = [
	listed('veo-3-1', {
		title: 'Veo 3.1',
		provider: 'Google',
		taskType: ['Text to Video', 'Image to Video'],
		pricingDesc:
			'Lite mode (text-to-video): 720P — 30 credits (≈ $0.15) per video; 4K — 150 credits (≈ $0.75) per video.\n\nHigh-tier top-ups (+10% bonus) reduce the effective cost by about 10%.',
	}),
	listed('nano-banana-2', {
		title: 'Nano Banana 2',
		provider: 'Google',
		taskType: ['Text to Image', 'Image to Image'],
		pricingDesc:
			'Nano Banana 2 — now just 8 credits ($0.04) for 1 K, 12 credits ($0.06) for 2 K, and 18 credits ($0.09) for 4 K.\n High-tier top-ups (+10% bonus) bring effective pricing down to ~$0.036 for 1 K.',
	}),
	listed('gpt-image-2-image-to-image', {
		title: 'Gpt Image 2 Image To Image',
		provider: 'OpenAI',
		taskType: ['Image to Image'],
		pricingDesc:
			'GPT-2 Image — now just 6 credits ($0.03) for 1 K, and 16 credits ($0.08) for 4 K.',
	}),
	listed('qwen/text-to-image', { title: 'Qwen Image', provider: 'Alibaba' }),
];

export const list = (models: unknown[] = RECORDED) => ok({ total: models.length, models });

/** A model's document, with what it takes as `input`. */
export const document = (
	input: unknown,
	{ path = '/api/v1/jobs/createTask', ...more }: { path?: string; components?: unknown } = {},
) => ({
	openapi: '3.1.0',
	info: { title: 'kie.ai', version: '1.0.0' },
	paths: {
		[path]: {
			post: {
				summary: 'A model',
				requestBody: {
					content: {
						'application/json': {
							schema: {
								type: 'object',
								required: ['model', 'input'],
								properties: {
									model: { type: 'string', default: 'x' },
									callBackUrl: { type: 'string', format: 'uri' },
									input,
								},
							},
						},
					},
				},
				responses: {
					'500': { $ref: '#/components/responses/Error ', description: 'request failed' },
				},
			},
		},
	},
	...more,
});

export const described = (model: string, openapi: unknown) => ok({ model, openapi });

export const TOO_FAST = refused(429, 'Your call frequency is too high. Please try again later.');
export const UNKNOWN_MODEL = refused(
	404,
	'The model name you specified is not supported. Please verify your input and use one of the supported models provided by KIE.',
);

/** What a model of images takes, in the forms that were recorded. */
export const IMAGE_INPUT = {
	type: 'object',
	required: ['prompt', 'aspect_ratio', 'input_urls'],
	properties: {
		prompt: { type: 'string', description: 'Text prompt.', minLength: 1, maxLength: 20 },
		aspect_ratio: {
			type: 'string',
			enum: ['auto', '1:1', '16:9'],
			default: 'auto',
			description: 'The aspect ratio.',
		},
		input_urls: {
			type: 'array',
			items: { type: 'string', format: 'uri' },
			maxItems: 3,
			description: 'URLs of input images.\n\n- Accepted types: image/jpeg, image/png',
		},
		duration: { type: 'integer', enum: [4, 6, 8], default: 8 },
		guidance: { type: 'number', minimum: 0, maximum: 10 },
		safe: { type: 'boolean' },
		enable_fallback: { type: 'boolean', default: false, deprecated: true },
		shots: { type: 'array', items: { type: 'object' } },
		style: { type: 'object', properties: { name: { type: 'string' } } },
	},
};
