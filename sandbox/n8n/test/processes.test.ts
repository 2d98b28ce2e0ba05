import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { followNode, RunError, runNode, spawnNode, stopGroup } from '../processes.ts';

const TSX = new URL('../../node_modules/tsx/dist/loader.mjs', import.meta.url).href;
const PROCESSES = new URL('../processes.ts', import.meta.url).href;

/** A program that lives until it is ended, and can be asked over its port whether it does. */
const ENDLESS = `
const server = require('net').createServer(() => {});
server.listen(0, '127.0.0.1', () => console.log(server.address().port));
`;

async function answers(port: number): Promise<boolean> {
	return await new Promise((resolve) => {
		const socket = connect(port, '127.0.0.1');
		socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
		socket.once('connect', () => socket.destroy());
	});
}

/** Not by process number: one that has ended keeps its number until somebody takes note. */
async function untilSilent(port: number): Promise<boolean> {
	for (let tries = 0; tries < 100; tries++) {
		if (!(await answers(port))) return true;
		await sleep(50);
	}
	return false;
}

async function printedNumber(child: ChildProcess): Promise<number> {
	return await new Promise((resolve) => {
		child.stdout?.once('data', (chunk: Buffer) => resolve(Number(chunk.toString())));
	});
}

describe('processes', () => {
	let folder: string;

	const script = (name: string, text: string) => {
		const file = join(folder, name);
		writeFileSync(file, text);
		return file;
	};

	beforeEach(() => {
		folder = mkdtempSync(join(tmpdir(), 'processes-'));
	});
	afterEach(() => rmSync(folder, { recursive: true, force: true }));

	it('returns what a program printed, and throws it when the program fails', async () => {
		const good = script('good.cjs', 'console.log("fine")');
		expect(await runNode(process.execPath, [good])).toBe('fine\n');
		const bad = script('bad.cjs', 'console.error("why"); process.exit(3)');
		await expect(runNode(process.execPath, [bad])).rejects.toMatchObject({ output: 'why\n' });
		await expect(runNode(process.execPath, [bad])).rejects.toBeInstanceOf(RunError);
	});

	it('ends a program when it is told to stop', async () => {
		const endless = script('endless.cjs', ENDLESS);
		const stopping = new AbortController();
		const running = runNode(process.execPath, [endless], { signal: stopping.signal });
		stopping.abort(new Error('stopped'));
		await expect(running).rejects.toThrow('stopped');
	});

	it('kills what does not end by itself, and its children', async () => {
		const child = script('child.cjs', ENDLESS);
		const stubborn = script(
			'stubborn.cjs',
			`process.on('SIGTERM', () => {});
			const options = { stdio: 'inherit' };
			require('child_process').spawn(process.execPath, [${JSON.stringify(child)}], options);
			setInterval(() => {}, 1000);`,
		);
		const started = spawnNode(process.execPath, [stubborn]);
		const port = await printedNumber(started);
		expect(await answers(port)).toBe(true);
		await stopGroup(started, 200);
		expect(await untilSilent(port)).toBe(true);
		expect(started.signalCode).toBe('SIGKILL');
	});

	it('follows a program: its lines, and how it ended', async () => {
		const some = script(
			'some.cjs',
			'console.log("a\\nb"); console.error("c"); process.exitCode = 3',
		);
		const lines: string[] = [];
		expect(await followNode(process.execPath, [some], (line) => lines.push(line))).toBe(3);
		expect(lines.sort()).toEqual(['a', 'b', 'c']);
	});

	it('says so when a program cannot be started', async () => {
		const missing = join(folder, 'no-node');
		await expect(followNode(missing, [], () => {})).rejects.toThrow('ENOENT');
	});

	it.each(['SIGKILL', 'SIGTERM'] as const)(
		'leaves nothing behind when who follows one gets %s',
		async (signal) => {
			const endless = script('endless.cjs', ENDLESS);
			const parent = script(
				'parent.mjs',
				`import { followNode } from ${JSON.stringify(PROCESSES)};
				await followNode(process.execPath, [${JSON.stringify(endless)}], console.log);`,
			);
			const started = spawn(process.execPath, ['--import', TSX, parent]);
			const port = await printedNumber(started);
			expect(await answers(port)).toBe(true);
			started.kill(signal);
			expect(await untilSilent(port)).toBe(true);
		},
	);

	it('leaves nothing behind when the sandbox itself is killed', async () => {
		const endless = script('endless.cjs', ENDLESS);
		const parent = script(
			'parent.mjs',
			`import { spawnNode } from ${JSON.stringify(PROCESSES)};
			const child = spawnNode(process.execPath, [${JSON.stringify(endless)}]);
			child.stdout.pipe(process.stdout);`,
		);
		const started = spawn(process.execPath, ['--import', TSX, parent]);
		const port = await printedNumber(started);
		expect(await answers(port)).toBe(true);
		started.kill('SIGKILL');
		expect(await untilSilent(port)).toBe(true);
	});
});
