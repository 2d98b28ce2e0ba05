import type { IDataObject, INode, INodeParameters } from 'n8n-workflow';
import type { WorkflowJson } from './engine.ts';
import type { FileItems } from './standInNodes.ts';

export const KIE = 'n8n-nodes-kie-image.kie';

const place = { typeVersion: 1, position: [0, 0] as [number, number] };
const credentials = { kieImageApi: { id: '1', name: 'KIE account' } };

/** The prompt of each item, and items with these prompts. */
export const byPrompt = { prompt: '={{ $json.prompt }}' };
export const prompts = (...list: string[]) => list.map((prompt) => ({ prompt }));

/** An option: a create leaves when the one before has its answer. */
export const oneAtATime = { batching: { batch: { batchSize: 1, batchInterval: 0 } } };

/** The settings of Retry On Fail. */
export const retry = { retryOnFail: true, maxTries: 3, waitBetweenTries: 10 };

export function kieNode(parameters: INodeParameters, settings: Partial<INode> = {}): INode {
	const kie = { id: 'kie', name: 'KIE', type: KIE, ...place, typeVersion: 1.1 };
	return { ...kie, parameters, credentials, ...settings };
}

/** Start → KIE → Next, and for the error output KIE → Failed. */
export function workflow(
	parameters: INodeParameters,
	{ items = [{}], settings = {} }: { items?: IDataObject[]; settings?: Partial<INode> } = {},
): WorkflowJson {
	const kie = kieNode(parameters, settings);
	const to = (node: string) => [{ node, type: 'main' as const, index: 0 }];
	return {
		nodes: [
			{
				id: 'start',
				name: 'Start',
				type: 'test.start',
				...place,
				parameters: { items } as INodeParameters,
			},
			kie,
			{ id: 'next', name: 'Next', type: 'test.passOn', ...place, parameters: {} },
			{ id: 'failed', name: 'Failed', type: 'test.passOn', ...place, parameters: {} },
		],
		connections: {
			Start: { main: [to(kie.name)] },
			[kie.name]: { main: [to('Next'), to('Failed')] },
		},
	};
}

export interface GivenFile {
	bytes: Buffer;
	name?: string;
	type?: string;
}

/** The same with files on the items; without `items`, one item with each file in a field of its key. */
export function fileWorkflow(
	parameters: INodeParameters,
	given: Record<string, GivenFile>,
	{
		items = [{ binary: Object.fromEntries(Object.keys(given).map((key) => [key, key])) }],
		settings = {},
	}: { items?: FileItems['items']; settings?: Partial<INode> } = {},
): WorkflowJson {
	const json = workflow(parameters, { settings });
	const files = Object.fromEntries(
		Object.entries(given).map(([key, { bytes, ...rest }]) => [
			key,
			{ base64: bytes.toString('base64'), ...rest },
		]),
	);
	json.nodes[0] = {
		...json.nodes[0]!,
		type: 'test.files',
		parameters: { items: { files, items } } as unknown as INodeParameters,
	};
	return json;
}
