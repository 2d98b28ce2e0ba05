import { beforeAll, describe, expect, test } from 'vitest';
import { EXAMPLES, FROZEN, readWorkflow, workflowFiles } from './helpers/files.ts';
import { n8n } from './helpers/n8n.ts';
import { descriptionOf, faultsOf } from './helpers/parameters.ts';
import { kie } from './helpers/workflows.ts';

let nodeTypes: unknown;
beforeAll(async () => {
	nodeTypes = await (await n8n()).nodeTypes();
});

const files = [EXAMPLES, FROZEN].flatMap((folder) =>
	workflowFiles(folder).map((file) => ({ file, folder })),
);

// The editor drops what it does not know or show, on import and on saving: the nodes of others, too.
describe('the parameters of every saved workflow are those of the installed nodes', () => {
	test.each(files)('$file', ({ folder, file }) => {
		const { nodes } = readWorkflow(folder, file);

		const faults = nodes.map((node) => [
			node.name,
			faultsOf(node, descriptionOf(nodeTypes, node.type, node.typeVersion)),
		]);
		expect(faults).toEqual(nodes.map(({ name }) => [name, []]));
	});
});

describe('a workflow that no longer fits is noticed:', () => {
	const good = { operation: 'generate', prompt: 'x' };
	test.each([
		['an unknown parameter', { ...good, promt: 'x' }, 'promt'],
		['an operation that is gone', { ...good, operation: 'paint' }, 'paint'],
		['a choice that is gone', { ...good, size: '16:9' }, '16:9'],
		[
			'a parameter that is not shown',
			{ ...good, callBackUrl: 'https://example.com' },
			'callBackUrl',
		],
		['an unknown option', { ...good, options: { speed: 1 } }, 'speed'],
		['an option whose choice is gone', { ...good, options: { onTimeout: 'wait' } }, 'wait'],
		[
			'a mask without its switch',
			{ operation: 'edit', imageUrls: 'https://x/a.png', maskUrl: 'https://x/b.png' },
			'maskUrl',
		],
	])('%s', (_name, parameters, what) => {
		expect(faultsOf(kie('KIE', parameters), descriptionOf(nodeTypes)).join('\n')).toContain(what);
	});
});
