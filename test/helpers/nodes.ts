import type { IExecuteFunctions, INodeExecutionData, INodeType } from 'n8n-workflow';
import { NodeConnectionTypes } from 'n8n-workflow';

// Stand-ins for n8n's own nodes, which come only with a whole n8n; the end-to-end tests use the real ones.

function node(
	name: string,
	execute: (ctx: IExecuteFunctions) => INodeExecutionData[][],
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
			return execute(this);
		},
	};
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
