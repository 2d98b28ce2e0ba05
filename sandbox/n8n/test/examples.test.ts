import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { importExamples, type WorkflowStore } from '../../examples.ts';
import type { Workflow, WorkflowJson } from '../client.ts';

const CREDENTIAL = { id: 'new-id', name: 'KIE account', type: 'kieImageApi' };

/** An n8n that only remembers workflows. */
class FakeN8n implements WorkflowStore {
	readonly saved = new Map<string, Workflow>();
	private ids = 0;
	private versions = 0;

	async workflows() {
		return await Promise.resolve([...this.saved.values()]);
	}

	async workflow(id: string) {
		const found = this.saved.get(id);
		if (!found) throw new Error(`no workflow ${id}`);
		return await Promise.resolve(found);
	}

	async createWorkflow(workflow: WorkflowJson) {
		return await this.save(`w${++this.ids}`, workflow);
	}

	async updateWorkflow(id: string, changes: Partial<WorkflowJson>) {
		return await this.save(id, { ...(await this.workflow(id)), ...changes });
	}

	async activateWorkflow(id: string) {
		(await this.workflow(id)).active = true;
		await Promise.resolve();
	}

	private async save(id: string, workflow: object & { name?: string }) {
		const versionId = `v${++this.versions}`;
		const saved = { active: false, ...workflow, name: workflow.name ?? '', id, versionId };
		this.saved.set(id, saved);
		return await Promise.resolve(saved);
	}
}

describe('importExamples', () => {
	let root: string;
	let n8n: FakeN8n;

	const example = (file: string, workflow: object) =>
		writeFileSync(join(root, 'examples', file), JSON.stringify(workflow));
	const importAll = async () =>
		await importExamples(n8n, join(root, 'examples'), join(root, 'record.json'), CREDENTIAL);
	const nodes = (prompt: string) => [
		{ name: 'Start', type: 'n8n-nodes-base.manualTrigger' },
		{
			name: 'KIE',
			type: 'n8n-nodes-kie-image.kie',
			parameters: { prompt },
			credentials: { kieImageApi: { id: 'old-id', name: 'KIE account' } },
		},
	];

	beforeEach(() => {
		root = mkdtempSync(join(tmpdir(), 'examples-'));
		mkdirSync(join(root, 'examples'));
		n8n = new FakeN8n();
		example('02-second.json', { name: 'Second', nodes: [], connections: {}, active: true });
		example('01-first.json', { name: 'First', nodes: nodes('a'), connections: {}, id: 'foreign' });
	});
	afterEach(() => rmSync(root, { recursive: true, force: true }));

	it('imports them in the order of their names, with the credential that is there', async () => {
		const examples = await importAll();
		expect(examples.map(({ name, trigger }) => [name, trigger])).toEqual([
			['First', 'Start'],
			['Second', undefined],
		]);
		const first = n8n.saved.get('w1');
		expect(first?.nodes).toMatchObject([
			{},
			{ credentials: { kieImageApi: { id: 'new-id', name: 'KIE account' } } },
		]);
		expect(n8n.saved.get('w2')?.active).toBe(true);
	});

	it('imports nothing twice, and anew what was deleted in n8n', async () => {
		await importAll();
		await importAll();
		expect(n8n.saved.size).toBe(2);
		n8n.saved.delete('w1');
		await importAll();
		expect([...n8n.saved.values()].map(({ name }) => name).sort()).toEqual(['First', 'Second']);
	});

	it('takes up a changed file', async () => {
		await importAll();
		example('01-first.json', { name: 'First', nodes: nodes('b'), connections: {} });
		await importAll();
		expect(n8n.saved.get('w1')?.nodes).toMatchObject([{}, { parameters: { prompt: 'b' } }]);
	});

	it('leaves alone what the user has changed', async () => {
		await importAll();
		await n8n.updateWorkflow('w1', { nodes: nodes('mine') });
		example('01-first.json', { name: 'First', nodes: nodes('b'), connections: {} });
		await importAll();
		expect(n8n.saved.get('w1')?.nodes).toMatchObject([{}, { parameters: { prompt: 'mine' } }]);
	});

	it('names the file that is no workflow', async () => {
		writeFileSync(join(root, 'examples', '03-third.json'), '{}');
		await expect(importAll()).rejects.toThrow('examples/03-third.json is not a workflow');
	});
});
