/**
 * Our packed tarball, installed by n8n's own installer. n8n takes registry names only, but asks the
 * `npm` it finds in PATH: `writeNpmShim` puts one of ours there, `installTarball` then does what the
 * Install button does. Nothing is published, and n8n cannot tell.
 */
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmod, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { z } from 'zod';
import type { N8nClient } from './client.ts';
import { npmCli } from './npm.ts';

const run = promisify(execFile);
const SHIM = fileURLToPath(new URL('./npm-shim.mjs', import.meta.url));

export interface Tarball {
	path: string;
	name: string;
	version: string;
	integrity: string;
}

const manifestSchema = z.object({ name: z.string(), version: z.string() });

export async function readTarball(file: string): Promise<Tarball> {
	const path = resolve(file);
	const { stdout } = await run('tar', ['-xzOf', path, 'package/package.json']);
	const { name, version } = manifestSchema.parse(JSON.parse(stdout));
	const digest = createHash('sha512')
		.update(await readFile(path))
		.digest('base64');
	return { path, name, version, integrity: `sha512-${digest}` };
}

/** Writes the `npm` that knows the tarball and returns its folder, to stand first in n8n's PATH. */
export async function writeNpmShim(folder: string, tarball: Tarball): Promise<string> {
	await mkdir(folder, { recursive: true });
	const config = join(folder, 'package.json');
	const { path, ...known } = tarball;
	await writeFile(
		config,
		JSON.stringify({ ...known, tarball: path, npmCli: npmCli() }, null, '\t'),
	);
	const npm = join(folder, 'npm');
	// Absolute, so that it works under whichever node n8n or the user has in PATH.
	const command = [process.execPath, SHIM, config].map(quoted).join(' ');
	await writeFile(npm, `#!/bin/sh\nexec ${command} "$@"\n`);
	await chmod(npm, 0o755);
	return folder;
}

function quoted(text: string): string {
	return `'${text.replaceAll("'", `'\\''`)}'`;
}

/** Settings with which a `start` installs the package by itself, before anybody has logged in. */
export function installAtStart(tarball: Tarball): Record<string, string> {
	return {
		N8N_COMMUNITY_PACKAGES_MANAGED_BY_ENV: 'true',
		N8N_COMMUNITY_PACKAGES: JSON.stringify([{ name: tarball.name, version: tarball.version }]),
	};
}

/**
 * Puts the package where n8n looks for such: as whoever runs several n8n processes bakes it into their
 * image. Only a `start` installs by itself.
 */
export async function unpackTarball({ name, path }: Tarball, home: string): Promise<void> {
	const folder = join(home, '.n8n', 'nodes', 'node_modules', name);
	await rm(folder, { recursive: true, force: true });
	await mkdir(folder, { recursive: true });
	await run('tar', ['-xzf', path, '-C', folder, '--strip-components=1']);
}

/**
 * Installs the tarball into a running n8n, or leaves it when the very same one is there. A tarball
 * with the same version but other contents is installed anew: that is what a developer packs all day.
 */
export async function installTarball(
	client: N8nClient,
	tarball: Tarball,
	home: string,
): Promise<'installed' | 'kept'> {
	const record = join(home, 'installed-tarball');
	const before = await readFile(record, 'utf8').catch(() => '');
	const installed = (await client.communityPackages()).find(
		(one) => one.packageName === tarball.name,
	);
	if (installed && !installed.failedLoading && before === tarball.integrity) return 'kept';
	if (installed) await client.uninstallPackage(tarball.name);
	await client.installPackage(tarball.name, tarball.version);
	await writeFile(record, tarball.integrity);
	return 'installed';
}
