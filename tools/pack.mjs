import { execFile } from 'node:child_process';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { root, run } from './run.mjs';

const exec = promisify(execFile);

/** Builds the package and packs it into the folder, as it would be published. */
export async function pack(folder) {
	await run('gulp', ['build', '--silent']);
	const { stdout } = await exec('npm', ['pack', '--json', '--pack-destination', folder], {
		cwd: root,
		maxBuffer: 64 * 1024 * 1024,
	});
	const [{ filename, files }] = JSON.parse(stdout);
	return { tarball: join(folder, filename), files: files.map(({ path }) => path) };
}

export async function unpack(tarball, folder) {
	const directory = join(folder, 'package');
	await mkdir(directory, { recursive: true });
	await exec('tar', ['-xzf', tarball, '-C', folder]);
	return directory;
}

// By itself: packs into the folder named and prints where, as JSON; all its files would be too long a line.
if (process.argv[1] === fileURLToPath(import.meta.url)) {
	const { tarball } = await pack(process.argv[2]);
	console.log(JSON.stringify({ tarball }));
}
