import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, expect, test } from 'vitest';

const script = fileURLToPath(new URL('../../tools/check-release.mjs', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'kie-image-release-'));

afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** What the check says of a tag; empty where it may be published. */
async function saysOf(tag: string, version: string, changelog: string): Promise<string> {
	writeFileSync(join(folder, 'package.json'), JSON.stringify({ version }));
	writeFileSync(join(folder, 'CHANGELOG.md'), changelog);
	const run = promisify(execFile)(process.execPath, [script, tag], { cwd: folder });
	return await run.then(
		({ stdout }) => stdout,
		({ stderr }: { stderr: string }) => stderr.trim(),
	);
}

const CHANGELOG = '# Changelog\n\n## 1.10.0 (soon)\n\n- New.\n\n## 1.1.0\n\n## 1.0.0\n\n- First.\n';

test.each([
	['v1.10.0', '1.10.0', ''],
	['v1.0.0', '1.0.0', ''],
	['1.0.0', '1.0.0', "The tag is '1.0.0', package.json says 1.0.0."],
	['v1.0.1', '1.0.0', "The tag is 'v1.0.1', package.json says 1.0.0."],
	['', '1.0.0', "The tag is '', package.json says 1.0.0."],
	['v1.1', '1.1', "CHANGELOG.md has no section '## 1.1'."],
	['v2.0.0', '2.0.0', "CHANGELOG.md has no section '## 2.0.0'."],
	['v1.1.0', '1.1.0', 'CHANGELOG.md says nothing of 1.1.0.'],
])('tag %s of version %s: %s', async (tag, version, expected) => {
	expect(await saysOf(tag, version, CHANGELOG)).toBe(expected);
});
