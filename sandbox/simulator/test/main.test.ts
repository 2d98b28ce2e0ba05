import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { expect, it, onTestFinished } from 'vitest';
import { until } from './helpers.ts';

const main = fileURLToPath(new URL('../main.ts', import.meta.url));

it('runs by itself, says where, and ends when asked to', async () => {
	const child = spawn(
		process.execPath,
		['--import', 'tsx', main, '--port', '0', '--speed', '100', '--key', 'my-own-key'],
		{ cwd: fileURLToPath(new URL('../..', import.meta.url)) },
	);
	onTestFinished(() => void child.kill('SIGKILL'));
	let [output, complaints] = ['', ''];
	child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
	child.stderr.on('data', (chunk: Buffer) => (complaints += chunk.toString()));
	const address = await until(() => /http:\/\/127\.0\.0\.1:\d+/.exec(output)?.[0], 15_000);
	const response = await fetch(`${address}/api/v1/chat/credit`, {
		headers: { authorization: 'Bearer my-own-key' },
	});
	expect(await response.json()).toMatchObject({ code: 200, data: 5916.25 });
	await until(() => output.includes('GET /api/v1/chat/credit 200'));
	child.kill('SIGTERM');
	const [code] = (await once(child, 'exit')) as [number | null];
	expect({ code, complaints }).toEqual({ code: 0, complaints: '' });
}, 30_000);

it('says in a line what it cannot start with', async () => {
	const child = spawn(process.execPath, ['--import', 'tsx', main, '--speed', 'fast'], {
		cwd: fileURLToPath(new URL('../..', import.meta.url)),
	});
	let complaints = '';
	child.stderr.on('data', (chunk: Buffer) => (complaints += chunk.toString()));
	const [code] = (await once(child, 'close')) as [number | null];
	expect({ code, complaints }).toEqual({ code: 1, complaints: 'speed must be above 0\n' });
}, 30_000);

it('ends with the npm that runs it', async () => {
	const npm = spawn('npm', ['run', '--silent', 'simulator', '--', '--port', '0'], {
		cwd: fileURLToPath(new URL('../..', import.meta.url)),
	});
	let output = '';
	npm.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
	const address = await until(() => /http:\/\/127\.0\.0\.1:\d+/.exec(output)?.[0], 15_000);
	expect((await fetch(`${address}/__sim/ledger`)).status).toBe(200);
	npm.kill('SIGTERM');
	let gone = false;
	await until(() => {
		void fetch(`${address}/__sim/ledger`).catch(() => (gone = true));
		return gone;
	});
	expect(gone).toBe(true);
}, 30_000);
