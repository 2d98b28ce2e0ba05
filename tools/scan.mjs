// What n8n checks before it verifies a package: the sources, and the tarball as a user gets it.
// The scanner's own command line ends with 0 even when it finds something.
//
//   npm run scan -- --keep release    leaves the tarball that passed in that folder, to be published
import { copyFile, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import {
	analyzePackage,
	SOURCE_FILE_PATTERNS,
} from '@n8n/scan-community-package/scanner/scanner.mjs';
import { pack, unpack } from './pack.mjs';
import { root, step } from './run.mjs';

const { keep } = parseArgs({ options: { keep: { type: 'string' } } }).values;

async function scan(directory, patterns) {
	const { passed, message, details } = await analyzePackage(directory, patterns);
	if (!passed) throw new Error([message, details].filter(Boolean).join('\n'));
	if (message) throw new Error(message); // "No files found" counts as passed there.
}

await step('scan of the sources', () => scan(root, SOURCE_FILE_PATTERNS));

const folder = await mkdtemp(join(tmpdir(), 'kie-image-scan-'));
try {
	const { tarball, files } = await pack(folder);
	console.log(
		`\nThe tarball holds ${files.length} files:\n${files.map((file) => `  ${file}`).join('\n')}`,
	);
	const directory = await unpack(tarball, folder);
	await step('scan of the tarball', () => scan(directory, ['**/*.js', 'package.json']));
	if (keep !== undefined) {
		await mkdir(resolve(root, keep), { recursive: true });
		await copyFile(tarball, resolve(root, keep, basename(tarball)));
	}
} finally {
	await rm(folder, { recursive: true, force: true });
}
