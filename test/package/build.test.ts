import { execFile } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, readdirSync, rmSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { basename, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';

const root = fileURLToPath(new URL('../../', import.meta.url));
const require = createRequire(import.meta.url);
const exec = promisify(execFile);
const SOURCES = [
	'credentials',
	'gulpfile.js',
	'icons',
	'index.js',
	'nodes',
	'package.json',
	'tsconfig.json',
];
const folders: string[] = [];
let byGulp: string;
let byN8n: string;

function workingCopy(): string {
	const folder = mkdtempSync(join(tmpdir(), 'kie-image-build-'));
	folders.push(folder);
	for (const name of SOURCES) cpSync(join(root, name), join(folder, name), { recursive: true });
	symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'), 'junction');
	return folder;
}

/** Builds a copy of its own, so that neither build nor any other test disturbs the other. */
async function build(script: string): Promise<string> {
	const folder = workingCopy();
	await exec(process.execPath, [script, 'build'], { cwd: folder });
	return folder;
}

const filesIn = (folder: string): string[] =>
	readdirSync(folder, { recursive: true, withFileTypes: true })
		.filter((entry) => entry.isFile())
		.map((entry) => relative(folder, join(entry.parentPath, entry.name)).replaceAll('\\', '/'))
		.sort();

beforeAll(async () => {
	[byGulp, byN8n] = await Promise.all([
		build(join(root, 'node_modules/gulp/bin/gulp.js')),
		build(join(root, 'tools/node_modules/@n8n/node-cli/bin/n8n-node.mjs')),
	]);
}, 180_000);

afterAll(() => {
	for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

test('the build makes what n8n’s own tool makes, byte by byte', () => {
	const files = filesIn(join(byGulp, 'dist'));
	expect(files).toEqual(filesIn(join(byN8n, 'dist')));
	expect(files.length).toBeGreaterThan(20);
	const different = files.filter((file) => {
		const [ours, theirs] = [byGulp, byN8n].map((folder) =>
			readFileSync(join(folder, 'dist', file)),
		);
		return ours === undefined || theirs === undefined || !ours.equals(theirs);
	});
	expect(different).toEqual([]);
});

test('the build holds code, icons and codex, and no tests', () => {
	const files = filesIn(join(byGulp, 'dist'));
	expect(files).toEqual(
		expect.arrayContaining(['icons/kie.svg', 'icons/kie.dark.svg', 'nodes/Kie/Kie.node.json']),
	);
	expect(files.filter((file) => !/^(credentials|icons|nodes)\//.test(file))).toEqual([]);
	expect(files.filter((file) => /test/i.test(file))).toEqual([]);
});

test('what package.json promises to n8n is there, and index.js gives the same classes', () => {
	const { n8n } = z
		.object({ n8n: z.object({ credentials: z.array(z.string()), nodes: z.array(z.string()) }) })
		.parse(require(join(byGulp, 'package.json')));
	const entry = z.record(z.unknown()).parse(require(join(byGulp, 'index.js')));
	const promised = [...n8n.credentials, ...n8n.nodes];
	expect(Object.keys(entry).sort()).toEqual(
		promised.map((path) => basename(path).split('.')[0]).sort(),
	);
	for (const path of promised) {
		const name = basename(path).split('.')[0] ?? '';
		const loaded = z.record(z.unknown()).parse(require(join(byGulp, path)));
		expect(loaded[name]).toBeTypeOf('function');
		expect(entry[name]).toBe(loaded[name]);
	}
});

test('the whole build is packed', async () => {
	const { stdout } = await exec('npm', ['pack', '--dry-run', '--json'], {
		cwd: byGulp,
		shell: process.platform === 'win32',
		maxBuffer: 64 * 1024 * 1024,
	});
	const [pack] = z
		.array(z.object({ files: z.array(z.object({ path: z.string() })) }))
		.parse(JSON.parse(stdout));
	const packed = pack?.files.map(({ path }) => path).filter((path) => path.startsWith('dist/'));
	expect(packed?.sort()).toEqual(filesIn(join(byGulp, 'dist')).map((file) => `dist/${file}`));
}, 60_000);
