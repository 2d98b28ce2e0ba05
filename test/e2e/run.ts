/** All end-to-end tests: those in the browser beside the others, each half with an n8n of its own. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { ensureN8n } from '../../sandbox/n8n/install.ts';
import { packPackage } from '../../sandbox/pack.ts';
import { ARTEFACTS, ROOT } from './helpers/constants.ts';

const CONFIG = 'test/e2e/vitest.config.mts';

/** One vitest, with its name before each of its lines; how it ended. */
async function vitest(args: string[], part?: string): Promise<number> {
	const child = spawn(
		join(ROOT, 'node_modules/.bin/vitest'),
		['run', '--config', CONFIG, ...args],
		{
			cwd: ROOT,
			env: { ...process.env, ...(part !== undefined && { E2E_PART: part }) },
			stdio: part === undefined ? 'inherit' : ['ignore', 'pipe', 'pipe'],
		},
	);
	for (const stream of [child.stdout, child.stderr]) {
		if (stream) createInterface(stream).on('line', (line) => console.log(`[${part}] ${line}`));
	}
	const [code] = (await once(child, 'close')) as [number | null];
	return code ?? 1;
}

async function main(): Promise<void> {
	const files = process.argv.slice(2);
	if (files.length > 0) process.exit(await vitest(files));
	// What both need is made once.
	await ensureN8n({ onProgress: (text) => console.log(text) });
	await packPackage(ROOT, join(ARTEFACTS, 'packed'));
	const codes = await Promise.all(['browser', 'rest'].map(async (part) => await vitest([], part)));
	process.exit(Math.max(...codes));
}

void main();
