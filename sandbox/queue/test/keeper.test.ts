import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ended, spawnNode } from '../../n8n/processes.ts';

const KEEPER = fileURLToPath(new URL('../keeper.mjs', import.meta.url));
const TSX = new URL('../../node_modules/tsx/dist/loader.mjs', import.meta.url).href;
const PROCESSES = new URL('../../n8n/processes.ts', import.meta.url).href;

/** A server that ends when it is asked to in its own way, and tells that it did. */
const SERVER = (told: string) => `
process.on('SIGINT', () => {
	require('fs').appendFileSync(${JSON.stringify(told)}, 'ended');
	process.exit();
});
setInterval(() => {}, 1000);
console.log('ready');
`;

async function until(look: () => boolean): Promise<boolean> {
	for (let tries = 0; tries < 200; tries++) {
		if (look()) return true;
		await sleep(50);
	}
	return false;
}

async function printed(child: ChildProcess): Promise<string> {
	return await new Promise((resolve) => {
		child.stdout?.once('data', (chunk: Buffer) => resolve(chunk.toString().trim()));
	});
}

describe('the keeper', () => {
	let root: string;
	let folder: string;
	let told: string;

	const plan = (...steps: string[][]) => JSON.stringify({ steps, folder, stopSignal: 'SIGINT' });
	const prepare = () => [process.execPath, '-e', "require('fs').writeFileSync('prepared', '')"];
	const serve = () => [process.execPath, '-e', SERVER(told)];

	beforeEach(() => {
		root = mkdtempSync(join(tmpdir(), 'keeper-'));
		folder = join(root, 'folder');
		told = join(root, 'told');
		mkdirSync(folder);
	});
	afterEach(() => rmSync(root, { recursive: true, force: true }));

	it('prepares, serves, and on its end asks the server to end in its own way', async () => {
		const keeper = spawnNode(process.execPath, [KEEPER, plan(prepare(), serve())]);
		expect(await printed(keeper)).toBe('ready');
		expect(existsSync(join(folder, 'prepared'))).toBe(true);

		keeper.kill('SIGTERM');
		await ended(keeper);

		expect(readFileSync(told, 'utf8')).toBe('ended');
		expect(existsSync(folder)).toBe(false);
	});

	it('does not serve what could not be prepared', async () => {
		const failing = [process.execPath, '-e', 'process.exit(3)'];
		const keeper = spawnNode(process.execPath, [KEEPER, plan(failing, serve())]);
		await ended(keeper);
		expect(keeper.exitCode).toBe(3);
		expect(existsSync(folder)).toBe(false);
	});

	it('ends the server and removes its folder when the sandbox is killed', async () => {
		const parent = join(root, 'parent.mjs');
		writeFileSync(
			parent,
			`import { spawnNode } from ${JSON.stringify(PROCESSES)};
			const keeper = spawnNode(process.execPath, ${JSON.stringify([KEEPER, plan(serve())])});
			keeper.stdout.pipe(process.stdout);`,
		);
		const started = spawn(process.execPath, ['--import', TSX, parent]);
		expect(await printed(started)).toBe('ready');
		started.kill('SIGKILL');
		expect(await until(() => !existsSync(folder))).toBe(true);
	});
});
