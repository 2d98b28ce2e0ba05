import { accessSync, constants, realpathSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { SandboxError } from './errors.ts';

/** The first executable of that name in PATH. */
export function findInPath(name: string, path = process.env.PATH ?? ''): string | undefined {
	for (const folder of path.split(delimiter)) {
		const file = join(folder, name);
		try {
			accessSync(file, constants.X_OK);
			return file;
		} catch {
			continue;
		}
	}
	return undefined;
}

/** npm's own script, to be run by a Node of our choice: under `npm run …` npm tells where it lies. */
export function npmCli(env: NodeJS.ProcessEnv = process.env): string {
	const told = env.npm_execpath;
	if (told?.endsWith('npm-cli.js')) return told;
	const found = findInPath('npm', env.PATH);
	const script = found && realpathSync(found);
	if (script?.endsWith('.js')) return script;
	throw new SandboxError(
		'npm was not found.',
		'Install Node with its npm, or run this with npm start.',
	);
}
