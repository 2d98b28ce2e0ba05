/** Where Redis and PostgreSQL lie on this machine, and as whom they run. */
import { execFileSync } from 'node:child_process';
import { readdirSync, realpathSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { SandboxError } from '../n8n/errors.ts';
import { findInPath } from '../n8n/npm.ts';

export interface Programs {
	redis: string;
	/** The folder with initdb and postgres. */
	postgres: string;
}

export interface Account {
	uid: number;
	gid: number;
}

/** Debian keeps the server's programs out of PATH, one folder a version. */
const DEBIAN = '/usr/lib/postgresql';

/** Throws what the person at the keyboard has to install. */
export function findPrograms(
	find: (name: string, path?: string) => string | undefined = findInPath,
): Programs {
	const redis = find('redis-server');
	const initdb = find('initdb') ?? find('initdb', debianFolders().join(':'));
	if (redis !== undefined && initdb !== undefined)
		return { redis, postgres: dirname(realpathSync(initdb)) };
	const missing = [...(redis ? [] : ['Redis']), ...(initdb ? [] : ['PostgreSQL'])];
	throw new SandboxError(
		`Queue mode needs Redis and PostgreSQL; ${missing.join(' and ')} ${missing.length > 1 ? 'are' : 'is'} missing.`,
		process.platform === 'darwin'
			? 'With Homebrew: brew install redis postgresql'
			: 'On Debian or Ubuntu: sudo apt-get install -y redis-server postgresql (they need not run)',
	);
}

/** The newest version first. */
function debianFolders(): string[] {
	try {
		return readdirSync(DEBIAN)
			.sort((one, other) => Number(other) - Number(one))
			.map((version) => join(DEBIAN, version, 'bin'));
	} catch {
		return [];
	}
}

/** PostgreSQL refuses to run as root: then both run as somebody with fewer rights. */
export function unprivilegedAccount(): Account | undefined {
	if (process.getuid?.() !== 0) return undefined;
	for (const name of ['postgres', 'nobody']) {
		try {
			const id = (which: string) => Number(execFileSync('id', [which, name], { stdio: 'pipe' }));
			return { uid: id('-u'), gid: id('-g') };
		} catch {
			continue;
		}
	}
	throw new SandboxError(
		"PostgreSQL does not run as root, and there is no user 'postgres' or 'nobody' to run it as.",
		'Run this as another user than root.',
	);
}
