/**
 * A real n8n 2.40.7 with a Node 24 of its own, installed once per user and lockfile:
 *
 *   const n8n = await ensureN8n({ onProgress: (text) => console.log(text) });
 *   // n8n.nodeBin, n8n.n8nBin: give it to startN8n() of server.ts, or let that call this.
 *
 * Another n8n: a `recipe` of its own.
 *
 * The first time takes some minutes and 2.7 GiB, later ones a tenth of a second.
 */
import { existsSync } from 'node:fs';
import { copyFile, mkdir, readFile, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import {
	cacheFolder,
	cacheKey,
	faultOf,
	markComplete,
	markUsed,
	nodePackage,
	pathsIn,
	pruneOld,
	sqliteModule,
	type N8nInstall,
} from './cache.ts';
import { messageOf, SandboxError } from './errors.ts';
import { withLock } from './lock.ts';
import { npmCli } from './npm.ts';
import { checkBuildTools, checkDisk } from './prerequisites.ts';
import { RunError, runNode } from './processes.ts';

export type { N8nInstall } from './cache.ts';

export interface InstallOptions {
	/** The folder whose package.json and package-lock.json name the n8n; this one when absent. */
	recipe?: string;
	onProgress?: (text: string) => void;
	signal?: AbortSignal;
}

const HERE = fileURLToPath(new URL('.', import.meta.url));
const RECIPE_FILES = ['package.json', 'package-lock.json', '.npmrc'];
const LOOK_MS = 2_000;

export async function ensureN8n(options: InstallOptions = {}): Promise<N8nInstall> {
	if (nodePackage() === undefined) {
		throw new SandboxError(
			`There is no Node 24 on npm for ${process.platform} on ${process.arch}.`,
			'Use Linux (on Windows: WSL) or macOS.',
		);
	}
	const folder = cacheFolder();
	const lockfile = await readFile(join(options.recipe ?? HERE, 'package-lock.json'));
	const key = cacheKey(lockfile);
	const root = join(folder, key);

	if ((await faultOf(root)) !== undefined) {
		await mkdir(folder, { recursive: true });
		await withLock(`${root}.lock`, async () => await installInto(root, String(lockfile), options), {
			onWait: (pid) => options.onProgress?.(`waiting for the install that process ${pid} does`),
			...(options.signal ? { signal: options.signal } : {}),
		});
	}
	await markUsed(root);
	await pruneOld(folder, key);
	return pathsIn(root);
}

async function installInto(root: string, lockfile: string, options: InstallOptions): Promise<void> {
	const fault = await faultOf(root);
	// Another start may have done it while this one waited for the lock.
	if (fault === undefined) return;
	checkBuildTools();
	if (existsSync(root)) options.onProgress?.(`the installed n8n is not whole (${fault}): again`);
	await removeLeftovers(root);
	await checkDisk(join(root, '..'));

	const partial = `${root}.partial-${process.pid}`;
	await mkdir(partial);
	const recipe = options.recipe ?? HERE;
	for (const name of RECIPE_FILES) await copyFile(join(recipe, name), join(partial, name));
	try {
		await downloadPackages(partial, lockfile, options);
		await buildSqlite(partial, options);
		await markComplete(partial);
		const left = await faultOf(partial);
		if (left !== undefined) throw new Error(`The installed n8n does not run: ${left}`);
		await rename(partial, root);
	} catch (error) {
		await rm(partial, { recursive: true, force: true });
		throw explained(error);
	}
}

/** The lock is ours: whatever else of this key lies about, an interrupted start left behind. */
async function removeLeftovers(root: string): Promise<void> {
	const folder = join(root, '..');
	for (const name of await readdir(folder)) {
		const path = join(folder, name);
		if (path !== root && !path.startsWith(`${root}.partial-`)) continue;
		await rm(path, { recursive: true, force: true });
	}
}

async function downloadPackages(
	folder: string,
	lockfile: string,
	{ onProgress, signal }: InstallOptions,
): Promise<void> {
	const places = packagesFor(lockfile);
	const started = Date.now();
	// npm ci says nothing while it works: count what has arrived.
	const ticking = setInterval(() => {
		const there = places.filter((place) => existsSync(join(folder, place, 'package.json'))).length;
		onProgress?.(`${there} of ${places.length} packages, ${elapsed(started)}`);
	}, LOOK_MS);
	try {
		// Under npm run, the settings of this repository hold for npm ci too: n8n needs its peers.
		const peers = '--legacy-peer-deps=false';
		const args = ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error', peers];
		await runNode(process.execPath, [npmCli(), ...args], {
			cwd: folder,
			...(signal ? { signal } : {}),
		});
	} finally {
		clearInterval(ticking);
	}
}

async function buildSqlite(folder: string, { onProgress, signal }: InstallOptions): Promise<void> {
	const started = Date.now();
	const say = () => onProgress?.(`compiling SQLite, ${elapsed(started)}`);
	const ticking = setInterval(say, LOOK_MS);
	say();
	const modules = join(folder, 'node_modules');
	// The headers lie beside the Node they belong to: node-gyp need not download any.
	const headers = join(modules, nodePackage() ?? '');
	const args = ['rebuild', `--nodedir=${headers}`, '--jobs=max', '--loglevel=error'];
	try {
		const gyp = join(modules, 'node-gyp', 'bin', 'node-gyp.js');
		await runNode(pathsIn(folder).nodeBin, [gyp, ...args], {
			cwd: sqliteModule(folder),
			...(signal ? { signal } : {}),
		});
	} finally {
		clearInterval(ticking);
	}
}

const lockSchema = z.object({
	packages: z.record(
		z.object({
			os: z.union([z.string(), z.array(z.string())]).optional(),
			cpu: z.union([z.string(), z.array(z.string())]).optional(),
			libc: z.union([z.string(), z.array(z.string())]).optional(),
		}),
	),
});

/** The folders npm will fill on this machine, but for a few optional ones. */
export function packagesFor(
	lockfile: string,
	platform: string = process.platform,
	arch: string = process.arch,
): string[] {
	const { packages } = lockSchema.parse(JSON.parse(lockfile));
	const fits = (wanted: string | string[] | undefined, is: string) =>
		wanted === undefined || [wanted].flat().includes(is);
	return Object.entries(packages)
		.filter(([place]) => place !== '')
		.filter(([, { os, cpu, libc }]) => fits(os, platform) && fits(cpu, arch) && fits(libc, 'glibc'))
		.map(([place]) => place);
}

function explained(error: unknown): unknown {
	if (!(error instanceof RunError)) return error;
	if (error.output.includes('ENOSPC')) {
		return new SandboxError(
			'The disk became full while n8n was installed.',
			'Free some space, or choose another disk: XDG_CACHE_HOME=/another/folder npm start',
			{ cause: error },
		);
	}
	return new SandboxError(
		`n8n could not be installed: ${messageOf(error)}\n${error.output.trim().slice(-2_000)}`,
		'What was begun is removed; npm keeps what it has fetched. Run the same command again.',
		{ cause: error },
	);
}

function elapsed(since: number): string {
	const seconds = Math.round((Date.now() - since) / 1000);
	return seconds < 60 ? `${seconds} s` : `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}
