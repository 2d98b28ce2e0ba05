/** Real n8n processes with our package, for as long as something is measured in them. */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CREDENTIAL_NAME, CREDENTIAL_TYPE, OWNER } from '../sandbox/account.ts';
import { N8nClient, type Credential } from '../sandbox/n8n/client.ts';
import { startN8n } from '../sandbox/n8n/server.ts';
import { packPackage } from '../sandbox/pack.ts';
import type { NodeJson } from '../test/e2e/helpers/workflows.ts';
import { API_KEY } from './kie.ts';
import { ResidentMemory } from './residentMemory.ts';

export interface BenchN8n {
	client: N8nClient;
	url: string;
	pid: number;
	home: string;
	memory: ResidentMemory;
}

/** What all n8n processes of a bench are started from. */
export interface Ground {
	/** For whatever is measured; removed at the end. */
	folder: string;
	tarball: string;
}

export async function withPackage(work: (ground: Ground) => Promise<void>): Promise<void> {
	const folder = mkdtempSync(join(tmpdir(), 'kie-image-bench-'));
	try {
		const tarball = await packPackage(join(__dirname, '..'), join(folder, 'packed'));
		await work({ folder, tarball });
	} finally {
		rmSync(folder, { recursive: true, force: true });
	}
}

let started = 0;

/** A fresh one: what something else has left in its memory would hide what is measured. */
export async function inN8n<T>(
	{ folder, tarball }: Ground,
	work: (n8n: BenchN8n) => Promise<T>,
	envFor: (home: string) => Record<string, string> = () => ({}),
): Promise<T> {
	const home = join(folder, `n8n-${started++}`);
	mkdirSync(home);
	const n8n = await startN8n({ home, tarball, env: envFor(home) });
	const { url, pid } = n8n;
	const memory = new ResidentMemory(pid);
	try {
		const client = new N8nClient(url);
		await client.ensureOwner(OWNER);
		await n8n.installPackage(client);
		return await work({ client, url, pid, home, memory });
	} finally {
		memory.stop();
		await n8n.stop();
		rmSync(home, { recursive: true, force: true });
	}
}

export async function connectTo(
	{ client }: BenchN8n,
	kieUrl: string,
	{ webhookSecret = '' } = {},
): Promise<Credential> {
	return await client.createCredential(CREDENTIAL_NAME, CREDENTIAL_TYPE, {
		apiKey: API_KEY,
		webhookSecret,
		baseUrl: kieUrl,
		uploadBaseUrl: kieUrl,
	});
}

/** Nodes with this credential wherever they have one. */
export function connected(nodes: NodeJson[], { id, name, type }: Credential): NodeJson[] {
	return nodes.map((one) =>
		one.credentials ? { ...one, credentials: { [type]: { id, name } } } : one,
	);
}
