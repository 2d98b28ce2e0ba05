import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readTarball, writeNpmShim, type Tarball } from '../package-install.ts';

const run = promisify(execFile);

describe('the npm that n8n finds', () => {
	let root: string;
	let work: string;
	let tarball: Tarball;

	/** As n8n calls it: by name from PATH, where no node need be. */
	const npm = async (...args: string[]) => {
		const env = { ...process.env, PATH: `${join(root, "it's here")}:/usr/bin:/bin` };
		return (await run('npm', args, { cwd: work, env })).stdout.trim();
	};

	beforeAll(async () => {
		root = mkdtempSync(join(tmpdir(), 'npm-shim-'));
		work = join(root, 'work');
		mkdirSync(join(root, 'package'));
		mkdirSync(work);
		const manifest = { name: 'n8n-nodes-kie-image', version: '1.2.3' };
		writeFileSync(join(root, 'package', 'package.json'), JSON.stringify(manifest));
		await run('tar', ['-czf', 'ours.tgz', 'package'], { cwd: root });
		tarball = await readTarball(join(root, 'ours.tgz'));
		// Stands in for the real npm, to see what is handed on.
		const realNpm = join(root, 'npm-cli.js');
		writeFileSync(
			realNpm,
			'console.log("real npm", ...process.argv.slice(2)); process.exitCode = 3;',
		);
		const before = process.env.npm_execpath;
		process.env.npm_execpath = realNpm;
		await writeNpmShim(join(root, "it's here"), tarball);
		if (before === undefined) delete process.env.npm_execpath;
		else process.env.npm_execpath = before;
	});
	afterAll(() => rmSync(root, { recursive: true, force: true }));

	it('knows the package by its tarball', () => {
		expect(tarball).toMatchObject({ name: 'n8n-nodes-kie-image', version: '1.2.3' });
		expect(tarball.integrity).toMatch(/^sha512-.{88}$/);
	});

	it('tells the version and the integrity, whatever registry is named', async () => {
		const spec = 'n8n-nodes-kie-image@1.2.3';
		const registry = '--registry=https://registry.example';
		expect(await npm('view', spec, 'version', '--json', registry)).toBe('"1.2.3"');
		expect(await npm('view', spec, 'dist.integrity', '--json')).toBe(`"${tarball.integrity}"`);
	});

	it('packs the tarball into the folder it is called in and tells its name', async () => {
		const name = await npm('pack', 'n8n-nodes-kie-image@1.2.3', '--quiet');
		expect(name).toBe('n8n-nodes-kie-image-1.2.3.tgz');
		expect(readFileSync(join(work, name))).toEqual(readFileSync(tarball.path));
	});

	it('says that nothing is outdated while only ours is installed', async () => {
		const dependencies: Record<string, string> = { 'n8n-nodes-kie-image': '1.2.3' };
		writeFileSync(join(work, 'package.json'), JSON.stringify({ dependencies }));
		expect(await npm('outdated', '--json')).toBe('{}');
		dependencies['n8n-nodes-other'] = '1.0.0';
		writeFileSync(join(work, 'package.json'), JSON.stringify({ dependencies }));
		await expect(npm('outdated', '--json')).rejects.toMatchObject({ code: 3 });
	});

	it.each([
		['install', '--ignore-scripts=true'],
		['pack', 'n8n-nodes-other@1.0.0'],
		['view', 'n8n-nodes-kie-image@9.9.9', 'version'],
	])('hands on: npm %s %s', async (...args) => {
		await expect(npm(...args)).rejects.toMatchObject({
			code: 3,
			stdout: `real npm ${args.join(' ')}\n`,
		});
		expect(existsSync(join(work, 'n8n-nodes-other-1.0.0.tgz'))).toBe(false);
	});
});
