import type {
	IBinaryKeyData,
	IExecuteFunctions,
	INodeExecutionData,
	INodeType,
} from 'n8n-workflow';
import { NodeConnectionTypes } from 'n8n-workflow';

// Stand-ins for n8n's own nodes, which come only with a whole n8n; the end-to-end tests use the real ones.

function node(
	name: string,
	execute: (ctx: IExecuteFunctions) => INodeExecutionData[][] | Promise<INodeExecutionData[][]>,
	outputs = 1,
	properties: INodeType['description']['properties'] = [],
): INodeType {
	return {
		description: {
			displayName: name,
			name,
			group: ['transform'],
			version: 1,
			description: name,
			defaults: { name },
			inputs: name === 'start' ? [] : [NodeConnectionTypes.Main],
			outputs: Array.from({ length: outputs }, () => NodeConnectionTypes.Main),
			properties,
		},
		async execute() {
			return await execute(this);
		},
	};
}

export interface FileItems {
	files: Record<string, { base64: string; name?: string; type?: string }>;
	/** `binary`: field → key of a file. */
	items: Array<{ json?: INodeExecutionData['json']; binary?: Record<string, string> }>;
}

const items = [{ displayName: 'Items', name: 'items', type: 'json' as const, default: '[]' }];

export const helperNodes: Record<string, INodeType> = {
	/** Puts out the items of its parameter. */
	'test.start': node(
		'start',
		(ctx) => {
			const list = ctx.getNodeParameter('items', 0, []) as Array<INodeExecutionData['json']>;
			return [list.map((json, item) => ({ json, pairedItem: { item } }))];
		},
		1,
		items,
	),

	/** Puts out items with files. A file that several items name is one file in n8n's store. */
	'test.files': node(
		'start',
		async (ctx) => {
			const { files, items } = ctx.getNodeParameter('items', 0) as unknown as FileItems;
			const stored: IBinaryKeyData = {};
			for (const [key, { base64, name, type }] of Object.entries(files)) {
				const bytes = Buffer.from(base64, 'base64');
				stored[key] = await ctx.helpers.prepareBinaryData(bytes, name, type);
			}
			return [
				items.map(({ json, binary = {} }, item) => ({
					json: json ?? {},
					binary: Object.fromEntries(
						Object.entries(binary).map(([field, key]) => [field, stored[key]!]),
					),
					pairedItem: { item },
				})),
			];
		},
		1,
		items,
	),

	'test.passOn': node('passOn', (ctx) => [ctx.getInputData()]),

	/** One item at a time on its second output, then all results on its first: Loop Over Items. */
	'test.loop': node(
		'loop',
		(ctx) => {
			const state = ctx.getContext('node') as {
				left?: INodeExecutionData[];
				done?: INodeExecutionData[];
			};
			if (state.left) state.done = [...(state.done ?? []), ...ctx.getInputData()];
			else state.left = [...ctx.getInputData()];
			const next = state.left.shift();
			return next ? [[], [next]] : [state.done ?? [], []];
		},
		2,
	),
};
