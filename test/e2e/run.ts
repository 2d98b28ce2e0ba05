/**
 * All end-to-end tests, in parts beside each other, each with an n8n of its own: in the browser, by n8n's
 * API, and those of executions that rest, which mostly wait.
 */
import { join } from 'node:path';
import { ensureN8n } from '../../sandbox/n8n/install.ts';
import { followNode } from '../../sandbox/n8n/processes.ts';
import { packPackage } from '../../sandbox/pack.ts';
import { ARTEFACTS, ROOT } from './helpers/constants.ts';

const PARTS = ['browser', 'rest', 'resting'];
const CONFIG = 'test/e2e/vitest.config.mts';

/** One vitest, with its name before each of its lines; how it ended. */
async function vitest(args: string[], part?: string): Promise<number> {
	const prefix = part === undefined ? '' : `[${part}] `;
	return await followNode(
		process.execPath,
		[join(ROOT, 'node_modules/vitest/vitest.mjs'), 'run', '--config', CONFIG, ...args],
		(line) => console.log(prefix + line),
		{ cwd: ROOT, env: { ...process.env, ...(part !== undefined && { E2E_PART: part }) } },
	);
}

async function main(): Promise<void> {
	const files = process.argv.slice(2);
	if (files.length > 0) process.exit(await vitest(files));
	// What all need is made once.
	await ensureN8n({ onProgress: (text) => console.log(text) });
	await packPackage(ROOT, join(ARTEFACTS, 'packed'));
	const codes = await Promise.all(PARTS.map(async (part) => await vitest([], part)));
	process.exit(Math.max(...codes));
}

main().catch((cause: unknown) => {
	console.error(cause);
	process.exit(1);
});
