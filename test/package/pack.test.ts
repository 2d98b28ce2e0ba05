import { execFile } from 'node:child_process';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';

const root = fileURLToPath(new URL('../../', import.meta.url));
const manifest = z
	.object({
		files: z.array(z.string()),
		main: z.string(),
		peerDependencies: z.record(z.string()),
		scripts: z.record(z.string()),
	})
	.passthrough()
	.parse(JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')));

const packed = z.array(z.object({ files: z.array(z.object({ path: z.string() })) })).length(1);

test('the package holds what n8n and a reader need, and nothing else', async () => {
	const { stdout } = await promisify(execFile)('npm', ['pack', '--dry-run', '--json'], {
		cwd: root,
		shell: process.platform === 'win32',
		maxBuffer: 64 * 1024 * 1024,
	});
	const paths = packed.parse(JSON.parse(stdout))[0]?.files.map(({ path }) => path) ?? [];
	// The build may not have run yet: what it makes is the matter of build.test.ts.
	const rest = paths.filter((path) => !path.startsWith('dist/'));
	expect(rest.sort()).toEqual(['CHANGELOG.md', 'LICENSE', 'README.md', 'index.js', 'package.json']);
	expect(manifest.files).toContain('dist');
	expect(paths).toContain(manifest.main);
}, 60_000);

describe('package.json', () => {
	test('n8n-workflow is its only peer, of any version', () => {
		expect(manifest.peerDependencies).toEqual({ 'n8n-workflow': '*' });
	});

	test.each([
		'dependencies',
		'optionalDependencies',
		'bundleDependencies',
		'bundledDependencies',
		'overrides',
		'resolutions',
	])('has no %s', (field) => {
		expect(manifest).not.toHaveProperty(field);
	});

	test('runs nothing on its own when it is installed, packed or published', () => {
		const lifecycle =
			/^((pre|post)?(install|pack|publish|prepare|version|uninstall|shrinkwrap)|prepublishOnly|dependencies|preprepare|postprepare)$/;
		expect(Object.keys(manifest.scripts).filter((name) => lifecycle.test(name))).toEqual([]);
	});

	test('says to npm and to n8n what it is', () => {
		expect(manifest).toMatchObject({
			name: 'n8n-nodes-kie-image',
			license: 'MIT',
			keywords: expect.arrayContaining(['n8n-community-node-package']),
			n8n: { n8nNodesApiVersion: 1, strict: true },
		});
	});
});

function lockfilesIn(folder: string): string[] {
	return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
		const path = join(folder, entry.name);
		if (entry.isDirectory()) {
			return entry.name === 'node_modules' || entry.name.startsWith('.') ? [] : lockfilesIn(path);
		}
		return /^(package-lock|npm-shrinkwrap)\.json$/.test(entry.name) ? [path] : [];
	});
}

describe('lockfiles', () => {
	const lockfiles = lockfilesIn('.');

	test('there is one for the package, its sandbox, its tools and the oldest engine', () => {
		expect(lockfiles).toEqual(
			expect.arrayContaining([
				'package-lock.json',
				join('sandbox', 'package-lock.json'),
				join('tools', 'package-lock.json'),
				join('test', 'oldest-engine', 'package-lock.json'),
			]),
		);
	});

	// Whoever installs has a registry of their own; the one of whoever locked is no business of theirs.
	test.each(lockfiles)('%s names no registry', (path) => {
		const text = readFileSync(join(root, path), 'utf8');
		expect(text.match(/"resolved": *"https?:[^"]*"/g) ?? []).toEqual([]);
	});
});
