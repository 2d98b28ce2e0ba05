import type { INodeProperties } from 'n8n-workflow';
import { z } from 'zod';
import { isRecord, readText } from '../kie/json';
import { requiredText } from '../parameters/values';
import { anything } from '../schemas';
import type { ImageModel, RequestWith } from './model';
import { idInstead, retiredInput } from './retired';

const marketModel: INodeProperties = {
	displayName: 'Market Model',
	name: 'marketModel',
	type: 'string',
	required: true,
	default: '',
	placeholder: 'e.g. qwen/text-to-image',
	description:
		'The exact name of the model, as its page of <a href="https://docs.kie.ai">KIE\'s documentation</a> has it',
};

const marketInput: INodeProperties = {
	displayName: 'Model Input',
	name: 'marketInput',
	type: 'json',
	typeOptions: { rows: 6 },
	default: '{\n  "prompt": ""\n}',
	description:
		"What the model takes, as its page of KIE's documentation shows it under 'input': JSON, or an object by expression. KIE checks it, the node does not.",
};

const idSchema = requiredText.transform((text, ctx): string => {
	const id = text.trim();
	const refuse = (message: string) => {
		ctx.addIssue({ code: 'custom', message });
		return z.NEVER;
	};
	if (!/^[\w.-]+(\/[\w.-]+)*$/.test(id)) {
		return refuse(`must be a name such as qwen/text-to-image, not '${id.slice(0, 60)}'`);
	}
	const instead = idInstead(id);
	return instead === undefined ? id : refuse(`cannot be '${id}': use ${instead}`);
});

const inputSchema = anything.transform((value, ctx): Record<string, unknown> => {
	const input = parsed(value);
	const refusal = !isRecord(input)
		? 'must be a JSON object such as { "prompt": "A cat" }'
		: Object.keys(input).length === 0
			? 'is empty'
			: typeof input.model === 'string' && isRecord(input.input)
				? "holds a whole request: leave only what stands under 'input'"
				: Object.keys(input).some((name) => /^callbackurl$/i.test(name))
					? "cannot hold a callback: turn off 'Wait Until Done' and use 'Callback URL'"
					: null;
	if (refusal === null && isRecord(input)) return input;
	ctx.addIssue({ code: 'custom', message: refusal ?? 'is not an object' });
	return z.NEVER;
});

function parsed(value: unknown): unknown {
	if (typeof value !== 'string') return value;
	try {
		return JSON.parse(value);
	} catch {
		return undefined;
	}
}

/** Any other model of KIE's market: its name and its input as they are. */
export const other: ImageModel = {
	value: 'other',
	option: {
		name: 'Other Market Model',
		description: "Any model of KIE's market, by its name, with its input as JSON",
	},
	api: 'market',
	operations: {
		generate: {
			kieId: null,
			prompt: { is: 'none' },
			fields: [marketModel, marketInput],
			options: [],
			inputs: {},
			schema: z
				.object({ marketModel: idSchema, marketInput: inputSchema })
				.superRefine(({ marketModel: id, marketInput: input }, ctx) => {
					const message = isRecord(input) ? retiredInput(id, input) : undefined;
					if (message === undefined) return;
					ctx.addIssue({ code: 'custom', path: ['marketInput'], message });
				})
				.transform(({ marketModel: model, marketInput: input }): RequestWith => () => ({
					body: { model, input },
					prompt: readText(input.prompt),
					model,
				})),
		},
	},
};
