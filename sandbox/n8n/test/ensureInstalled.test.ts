import { spawn } from 'node:child_process';
import {
	chmodSync,
	existsSync,
	mkdirSync,
	mkdtempSync,
	readFileSync,
	rmSync,
	writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

const SCRIPT = fileURLToPath(new URL('../../../tools/ensure-installed.mjs', import.meta.url));

/** Stands in for npm: notes each call, makes node_modules, and fails when told to. */
const FAKE_NPM = `#!/bin/sh
echo "$@" >> calls
rm -rf node_modules
mkdir node_modules
[ -f fail ] && { echo 'npm error code E404'; exit 1; }
exit 0
`;

describe('ensure-installed', () => {
	let root: string;

	const folder = (name: string) => join(root, name);
	const calls = (name: string) => {
		const file = join(folder(name), 'calls');
		return existsSync(file) ? readFileSync(file, 'utf8').trim().split('\n').length : 0;
	};
	const run = async (...names: string[]) =>
		await new Promise<{ code: number | null; output: string }>((resolve) => {
			const path = [join(root, 'bin'), dirname(process.execPath), process.env.PATH].join(delimiter);
			const child = spawn(process.execPath, [SCRIPT, ...names], {
				cwd: root,
				env: { ...process.env, PATH: path },
			});
			let output = '';
			child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
			child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()));
			child.on('close', (code) => resolve({ code, output }));
		});

	beforeEach(() => {
		root = mkdtempSync(join(tmpdir(), 'ensure-installed-'));
		mkdirSync(join(root, 'bin'));
		writeFileSync(join(root, 'bin', 'npm'), FAKE_NPM);
		chmodSync(join(root, 'bin', 'npm'), 0o755);
		for (const name of ['one', 'two']) {
			mkdirSync(folder(name));
			writeFileSync(join(folder(name), 'package-lock.json'), `{"name":"${name}"}`);
		}
	});
	afterEach(() => rmSync(root, { recursive: true, force: true }));

	it('installs what is missing and then says and does nothing', async () => {
		const first = await run('one', 'two');
		expect(first.code).toBe(0);
		expect(first.output.split('\n')).toHaveLength(3);
		expect(await run('one', 'two')).toEqual({ code: 0, output: '' });
		expect([calls('one'), calls('two')]).toEqual([1, 1]);
	});

	it('installs again when the lockfile or the npm settings change', async () => {
		await run('one');
		writeFileSync(join(folder('one'), 'package-lock.json'), '{"name":"one","changed":true}');
		await run('one');
		writeFileSync(join(folder('one'), '.npmrc'), 'ignore-scripts=true\n');
		await run('one');
		expect(calls('one')).toBe(3);
	});

	it('takes an interrupted install for none', async () => {
		await run('one');
		// npm ci begins by deleting node_modules, and the marker with it.
		rmSync(join(folder('one'), 'node_modules'), { recursive: true });
		mkdirSync(join(folder('one'), 'node_modules', 'half-a-package'), { recursive: true });
		await run('one');
		expect(calls('one')).toBe(2);
	});

	it('fails with npm’s own words and tries again next time', async () => {
		writeFileSync(join(folder('one'), 'fail'), '');
		const failed = await run('one', 'two');
		expect(failed.code).toBe(1);
		expect(failed.output).toContain('npm error code E404');
		expect(calls('two')).toBe(0);
		rmSync(join(folder('one'), 'fail'));
		expect((await run('one')).code).toBe(0);
	});

	it('says so when a folder has no lockfile', async () => {
		mkdirSync(folder('three'));
		const { code, output } = await run('three');
		expect(code).toBe(1);
		expect(output).toContain("'three' has no package-lock.json");
	});
});
