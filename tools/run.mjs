import { spawn } from 'node:child_process';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('..', import.meta.url));

/** Runs a command of the package's own, with what it prints; throws unless it ends well. */
export async function run(command, args, { cwd = root, env = {} } = {}) {
	const PATH = [join(root, 'node_modules/.bin'), process.env.PATH].join(delimiter);
	const child = spawn(command, args, {
		cwd,
		stdio: 'inherit',
		env: { ...process.env, ...env, PATH },
	});
	const code = await new Promise((resolve, reject) => {
		child.once('error', reject);
		child.once('close', resolve);
	});
	if (code !== 0) throw new Error(`${[command, ...args].join(' ')} ended with ${code}`);
}

/** One named step; a failing one ends the process after saying why. */
export async function step(name, work) {
	console.log(`\n▸ ${name}`);
	try {
		await work();
		console.log(`✔ ${name}`);
	} catch (error) {
		console.error(`✘ ${name}\n${error.message}`);
		process.exit(1);
	}
}
