/**
 * Keeps a program that is none of Node's in the sandbox's hands: node keeper.mjs <plan as JSON>. Runs
 * the plan's steps one after the other, the last of which is a server, and removes its folder when all
 * has ended. It is started with the lifeline (see ../n8n/lifeline.cjs), so it does that too when the
 * sandbox was killed.
 */
import { spawn } from 'node:child_process';
import { rmSync } from 'node:fs';

const { steps, folder, stopSignal, account } = JSON.parse(process.argv[2]);
let child;
let isStopping = false;

process.on('SIGTERM', () => {
	isStopping = true;
	child?.kill(stopSignal);
});

/** Resolves with its exit code. */
async function run([command, ...args]) {
	return await new Promise((resolve) => {
		child = spawn(command, args, {
			cwd: folder,
			stdio: ['ignore', 'inherit', 'inherit'],
			...account,
		});
		child.once('error', ({ message }) => {
			console.error(message);
			resolve(1);
		});
		child.once('exit', (code) => resolve(code ?? 1));
	});
}

for (const step of steps) {
	const code = await run(step);
	if (isStopping) break;
	process.exitCode = code;
	if (code !== 0) break;
}
rmSync(folder, { recursive: true, force: true });
