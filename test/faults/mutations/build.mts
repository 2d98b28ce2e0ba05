import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Builds the package as it is shipped into a folder of its own, which is gone with this process. */
export function build(root: string): string {
	const folder = mkdtempSync(join(tmpdir(), 'kie-image-built-'));
	process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
	const compiler = createRequire(root).resolve('typescript/bin/tsc');
	const leaveOut = ['--declaration', 'false', '--sourceMap', 'false'];
	const built = spawnSync(process.execPath, [compiler, '--outDir', folder, ...leaveOut], {
		cwd: root,
		encoding: 'utf8',
	});
	if (built.status !== 0) throw new Error(`The build did not work: ${built.stdout}`);
	// It finds the same n8n as the tests do.
	symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'), 'dir');
	return folder;
}
