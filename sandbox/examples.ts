/** The repository's example workflows, imported into n8n and kept up to date there. */
import { createHash } from 'node:crypto';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { z } from 'zod';
import type { Credential, N8nClient } from './n8n/client.ts';
import { messageOf, SandboxError } from './n8n/errors.ts';

const nodeSchema = z
	.object({
		name: z.string(),
		type: z.string(),
		credentials: z.record(z.object({ id: z.string().nullish(), name: z.string() })).optional(),
	})
	.passthrough();

const exampleSchema = z
	.object({
		name: z.string(),
		active: z.boolean().optional(),
		nodes: z.array(nodeSchema),
		connections: z.record(z.unknown()),
		settings: z.record(z.unknown()).optional(),
		pinData: z.record(z.unknown()).optional(),
	})
	// Ids, tags and owners of the n8n it was exported from mean nothing in another.
	.strip();

type WorkflowFile = z.infer<typeof exampleSchema>;

/** What was imported last time: whether file or workflow have changed since is seen from it. */
const importedSchema = z.object({
	hash: z.string(),
	workflowId: z.string(),
	versionId: z.string(),
});
const recordsSchema = z.record(importedSchema);

type Imported = z.infer<typeof importedSchema>;
type Records = z.infer<typeof recordsSchema>;

const MANUAL_TRIGGER = 'n8n-nodes-base.manualTrigger';

/** What of n8n the import uses. */
export type WorkflowStore = Pick<
	N8nClient,
	'activateWorkflow' | 'createWorkflow' | 'updateWorkflow' | 'workflow' | 'workflows'
>;

export interface Example {
	file: string;
	name: string;
	workflowId: string;
	/** The node that starts it by hand; none where it waits for a call from outside. */
	trigger: string | undefined;
}

/**
 * Imports every example that is not there, and anew those whose file has changed — unless the user
 * has changed the workflow since: what a user made is never overwritten.
 */
export async function importExamples(
	client: WorkflowStore,
	folder: string,
	recordFile: string,
	credential: Credential,
): Promise<Example[]> {
	const before = await readRecord(recordFile);
	const there = new Set((await client.workflows()).map(({ id }) => id));
	const after: Records = {};
	const examples: Example[] = [];
	for (const file of await exampleFiles(folder)) {
		const text = await readFile(file, 'utf8');
		const key = basename(file);
		const workflow = withCredential(parseExample(text, key), credential);
		const known = before[key];
		const last = known !== undefined && there.has(known.workflowId) ? known : undefined;
		const now = await importOne(client, workflow, hashOf(text), last);
		after[key] = now;
		const trigger = workflow.nodes.find(({ type }) => type === MANUAL_TRIGGER)?.name;
		examples.push({ file, name: workflow.name, workflowId: now.workflowId, trigger });
	}
	await writeFile(recordFile, JSON.stringify(after, null, '\t'));
	return examples;
}

async function importOne(
	client: WorkflowStore,
	{ active = false, ...workflow }: WorkflowFile,
	hash: string,
	last: Imported | undefined,
): Promise<Imported> {
	if (last !== undefined) {
		if (last.hash === hash) return last;
		const { versionId } = await client.workflow(last.workflowId);
		if (versionId !== last.versionId) return last;
	}
	const { id, versionId } =
		last === undefined
			? await client.createWorkflow(workflow)
			: await client.updateWorkflow(last.workflowId, workflow);
	if (active) await client.activateWorkflow(id);
	return { hash, workflowId: id, versionId };
}

function parseExample(text: string, file: string): WorkflowFile {
	try {
		return exampleSchema.parse(JSON.parse(text));
	} catch (error) {
		throw new SandboxError(
			`examples/${file} is not a workflow: ${messageOf(error)}`,
			'Export it anew from n8n.',
		);
	}
}

function hashOf(text: string): string {
	return createHash('sha256').update(text).digest('hex');
}

async function exampleFiles(folder: string): Promise<string[]> {
	const names = await readdir(folder).catch(() => []);
	return names
		.filter((name) => name.endsWith('.json'))
		.sort()
		.map((name) => join(folder, name));
}

async function readRecord(file: string): Promise<Records> {
	const text = await readFile(file, 'utf8').catch(() => '{}');
	return recordsSchema.parse(JSON.parse(text));
}

/** Examples name their credential; n8n finds one by its id alone. */
export function withCredential(
	workflow: WorkflowFile,
	{ id, name, type }: Credential,
): WorkflowFile {
	const nodes = workflow.nodes.map((node) =>
		node.credentials?.[type] === undefined
			? node
			: { ...node, credentials: { ...node.credentials, [type]: { id, name } } },
	);
	return { ...workflow, nodes };
}
