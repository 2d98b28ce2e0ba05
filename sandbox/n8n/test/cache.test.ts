import {
	chmodSync,
	existsSync,
	mkdirSync,
	mkdtempSync,
	rmSync,
	utimesSync,
	writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { cacheFolder, cacheKey, faultOf, markComplete, pathsIn, pruneOld } from '../cache.ts';
import { packagesFor } from '../install.ts';

describe('the cache of installed n8ns', () => {
	let folder: string;

	beforeEach(() => {
		folder = mkdtempSync(join(tmpdir(), 'n8n-cache-'));
	});
	afterEach(() => rmSync(folder, { recursive: true, force: true }));

	it('lies outside the repository, where the user keeps caches', () => {
		expect(cacheFolder({ XDG_CACHE_HOME: '/somewhere' })).toBe('/somewhere/n8n-nodes-kie-image');
		expect(cacheFolder({})).toMatch(/\.cache\/n8n-nodes-kie-image$/);
	});

	it('is keyed by lockfile and machine', () => {
		const key = cacheKey('a lockfile', 'linux', 'x64');
		expect(key).toMatch(/^n8n-[0-9a-f]{16}-linux-x64$/);
		expect(cacheKey('a lockfile', 'linux', 'x64')).toBe(key);
		expect(cacheKey('another lockfile', 'linux', 'x64')).not.toBe(key);
		expect(cacheKey('a lockfile', 'darwin', 'arm64')).not.toBe(key);
	});

	describe('knows a whole install', () => {
		/** A Node that runs nothing but says yes, or no. */
		const fakeInstall = (nodeExit: number) => {
			const { nodeBin, n8nBin } = pathsIn(folder);
			for (const file of [nodeBin, n8nBin]) {
				mkdirSync(dirname(file), { recursive: true });
				writeFileSync(file, `#!/bin/sh\nexit ${nodeExit}\n`);
				chmodSync(file, 0o755);
			}
			return { nodeBin, n8nBin };
		};

		it('when its end was marked, its files are there and its Node loads its sqlite3', async () => {
			fakeInstall(0);
			await markComplete(folder);
			expect(await faultOf(folder)).toBeUndefined();
		});

		it('from one that was interrupted', async () => {
			fakeInstall(0);
			expect(await faultOf(folder)).toBe('its install did not end');
		});

		it('from one that lost a file', async () => {
			const { n8nBin, nodeBin } = fakeInstall(0);
			await markComplete(folder);
			rmSync(n8nBin);
			expect(await faultOf(folder)).toBe('n8n is missing');
			writeFileSync(n8nBin, '');
			rmSync(nodeBin);
			expect(await faultOf(folder)).toBe('its Node is missing');
		});

		it('from one whose sqlite3 does not load', async () => {
			fakeInstall(1);
			await markComplete(folder);
			expect(await faultOf(folder)).toContain('sqlite3');
		});
	});

	it('forgets other installs unused for a month, and nothing else', async () => {
		const month = Date.now() - 31 * 24 * 60 * 60_000;
		const names = {
			old: cacheKey('old', 'linux', 'x64'),
			used: cacheKey('used', 'linux', 'x64'),
			kept: cacheKey('kept', 'linux', 'x64'),
			foreign: 'something-else',
		};
		for (const [what, name] of Object.entries(names)) {
			mkdirSync(join(folder, name));
			await markComplete(join(folder, name));
			if (what !== 'used') utimesSync(join(folder, name, '.installed'), month / 1000, month / 1000);
		}
		expect(await pruneOld(folder, names.kept)).toEqual([names.old]);
		expect(existsSync(join(folder, names.old))).toBe(false);
		expect(existsSync(join(folder, names.foreign))).toBe(true);
	});

	it('counts the packages that this machine will get', () => {
		const lockfile = JSON.stringify({
			packages: {
				'': {},
				'node_modules/a': {},
				'node_modules/a/node_modules/b': { os: ['linux'], cpu: ['x64'] },
				'node_modules/c': { os: 'darwin' },
				'node_modules/d': { os: ['linux'], cpu: ['x64'], libc: ['musl'] },
			},
		});
		expect(packagesFor(lockfile, 'linux', 'x64')).toEqual([
			'node_modules/a',
			'node_modules/a/node_modules/b',
		]);
	});
});
