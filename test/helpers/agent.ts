import { createRequire } from 'node:module';
import type {
	IDataObject,
	INode,
	INodeParameters,
	INodeType,
	IRunExecutionData,
} from 'n8n-workflow';
import { NodeConnectionTypes } from 'n8n-workflow';
import { runClock } from './clock.ts';
import { knownNodes, runWorkflow } from './engine.ts';
import { engineFolder } from './engineFolder.ts';
import type { GivenFile } from './workflows.ts';
import { fileWorkflow } from './workflows.ts';

// How n8n runs a node that an agent calls. The package does not export it, so it is taken by path.
const require = createRequire(engineFolder);
const inside = (file: string) => {
	const core = require.resolve('n8n-core').replace(/index\.js$/, '');
	return require(`${core}execution-engine/node-execution-context/${file}`) as Record<string, never>;
};
type Invoke = (args: IDataObject) => Promise<string>;
const { makeHandleToolInvocation } = inside('utils/get-input-connection-data.js') as unknown as {
	makeHandleToolInvocation: (
		contextOf: (run: number) => unknown,
		node: INode,
		type: INodeType,
		data: IRunExecutionData,
	) => Invoke;
};
const { SupplyDataContext } = inside('supply-data-context.js') as unknown as {
	SupplyDataContext: new (...args: unknown[]) => unknown;
};

/** Calls the KIE node as an agent's tool, once for each of the arguments; gives what the model reads. */
export async function callAsTool(
	parameters: INodeParameters,
	calls: IDataObject[],
	settings: Partial<INode> = {},
	files: Record<string, GivenFile> = {},
): Promise<string[]> {
	const answers: string[] = [];
	const { description } = knownNodes['test.passOn']!;
	knownNodes['test.agent'] = {
		description,
		async execute() {
			// The engine's own objects, which no public type shows.
			const ctx = this as unknown as Record<string, unknown> & {
				workflow: { getNode(name: string): INode };
				runExecutionData: IRunExecutionData;
			};
			const node = ctx.workflow.getNode('KIE');
			const contextOf = (run: number) =>
				new SupplyDataContext(
					...[ctx.workflow, node, ctx.additionalData, ctx.mode, ctx.runExecutionData, run],
					...[
						ctx.connectionInputData,
						ctx.inputData,
						NodeConnectionTypes.AiTool,
						ctx.executeData,
						[],
					],
					...[ctx.abortSignal, ctx.node],
				);
			const invoke = makeHandleToolInvocation(
				contextOf,
				node,
				knownNodes[node.type]!,
				ctx.runExecutionData,
			);
			for (const args of calls) {
				// An agent that must go on gives the model the message instead.
				const answer = await invoke(args).catch(({ message }: Error) => message);
				answers.push(JSON.stringify(answer));
			}
			return [this.getInputData()];
		},
	};
	const json = fileWorkflow(parameters, files, {
		settings: { type: 'n8n-nodes-kie-image.kieTool', ...settings },
	});
	const place = { typeVersion: 1, position: [0, 0] as [number, number], parameters: {} };
	json.nodes.push({ id: 'agent', name: 'Agent', type: 'test.agent', ...place });
	json.connections = { Start: { main: [[{ node: 'Agent', type: 'main', index: 0 }]] } };
	const run = await runClock(runWorkflow(json));
	if (run.data.resultData.error) throw run.data.resultData.error;
	return answers;
}
