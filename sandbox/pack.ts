/** The package as it would be published, built anew only when something it is made of has changed. */
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { SandboxError } from './n8n/errors.ts';
import { RunError, runNode } from './n8n/processes.ts';

/** Of no weight in the tarball; a folder not named here is taken for a source of it. */
const NOT_PACKED = new Set([
	'bench',
	'coverage',
	'dist',
	'docs',
	'examples',
	'node_modules',
	'sandbox',
	'test',
	'test-artifacts',
	'tools',
]);

const RECORD = 'packed.json';
const recordSchema = z.object({ sources: z.string(), tarball: z.string() });
const packedSchema = z.object({ tarball: z.string() });

/** Builds and packs the package of `repo` into `folder`; the tarball's path. */
export async function packPackage(
	repo: string,
	folder: string,
	signal?: AbortSignal,
): Promise<string> {
	const sources = await hashOfSources(repo);
	const last = await readRecord(folder);
	if (last?.sources === sources && existsSync(last.tarball)) return last.tarball;

	await rm(folder, { recursive: true, force: true });
	await mkdir(folder, { recursive: true });
	try {
		const printed = await runNode(process.execPath, [join(repo, 'tools/pack.mjs'), folder], {
			cwd: repo,
			...(signal ? { signal } : {}),
		});
		const { tarball } = packedSchema.parse(JSON.parse(printed.trim().split('\n').at(-1) ?? ''));
		await writeFile(join(folder, RECORD), JSON.stringify({ sources, tarball }));
		return tarball;
	} catch (error) {
		if (!(error instanceof RunError)) throw error;
		throw new SandboxError(
			`The package does not build:\n${error.output.trim()}`,
			'npm run build shows the same; start again once it passes.',
			{ cause: error },
		);
	}
}

async function hashOfSources(repo: string): Promise<string> {
	const hash = createHash('sha256');
	for (const file of await filesIn(repo))
		hash.update(file).update(await readFile(join(repo, file)));
	return hash.digest('hex');
}

async function filesIn(repo: string, under = ''): Promise<string[]> {
	const entries = await readdir(join(repo, under), { withFileTypes: true });
	const files: string[] = [];
	for (const entry of entries.sort((one, other) => (one.name < other.name ? -1 : 1))) {
		const path = join(under, entry.name);
		if (entry.name.startsWith('.') || (under === '' && NOT_PACKED.has(entry.name))) continue;
		if (entry.isDirectory()) files.push(...(await filesIn(repo, path)));
		else if (entry.isFile() && !entry.name.endsWith('.tgz')) files.push(path);
	}
	return files;
}

async function readRecord(folder: string): Promise<z.infer<typeof recordSchema> | undefined> {
	const text = await readFile(join(folder, RECORD), 'utf8').catch(() => '{}');
	return recordSchema.safeParse(JSON.parse(text)).data;
}
