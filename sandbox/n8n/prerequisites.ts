/** What a machine needs before the long install begins, said in the first second and not in the last. */
import { spawnSync } from 'node:child_process';
import { statfs } from 'node:fs/promises';
import { SandboxError } from './errors.ts';

const GIB = 1024 ** 3;
/** An install takes 2.7 GiB, and the build of sqlite3 a little more. */
export const NEEDED_BYTES = 4 * GIB;

export async function checkDisk(folder: string, needed = NEEDED_BYTES): Promise<void> {
	const { bavail, bsize } = await statfs(folder);
	const free = bavail * bsize;
	if (free >= needed) return;
	throw new SandboxError(
		`n8n needs ${gib(needed)} of free disk in ${folder}; there are ${gib(free)}.`,
		'Free some space, or choose another disk: XDG_CACHE_HOME=/another/folder npm start',
	);
}

export function checkBuildTools(works: (tool: string) => boolean = runs): void {
	const missing = ['python3', 'make', 'g++'].filter((tool) => !works(tool));
	if (missing.length === 0) return;
	throw new SandboxError(
		`n8n keeps its data in SQLite, which is compiled here once; ${missing.join(' and ')} ${missing.length > 1 ? 'are' : 'is'} missing.`,
		process.platform === 'darwin'
			? 'Install the command line tools: xcode-select --install'
			: 'On Debian or Ubuntu: sudo apt-get install -y python3 make g++',
	);
}

function runs(tool: string): boolean {
	return spawnSync(tool, ['--version'], { stdio: 'ignore', timeout: 20_000 }).status === 0;
}

function gib(bytes: number): string {
	return `${(bytes / GIB).toFixed(1)} GiB`;
}
