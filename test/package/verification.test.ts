import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { credential, nodeFields, triggerFields } from './properties.ts';
import { scriptsIn } from './scripts.ts';

// What n8n's verification asks for and no other test tells: docs/verification.md lists all of it.

const root = fileURLToPath(new URL('../../', import.meta.url));
const read = (path: string) => readFileSync(join(root, path), 'utf8');
const manifest = z
	.object({
		homepage: z.string(),
		bugs: z.object({ url: z.string() }),
		repository: z.object({ type: z.string(), url: z.string() }),
		author: z.object({ name: z.string(), email: z.string().email() }),
		license: z.string(),
		scripts: z.record(z.string()),
		engines: z.object({ n8n: z.string() }),
	})
	.parse(JSON.parse(read('package.json')));

const sources = ['nodes', 'credentials'].flatMap((folder) =>
	readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
		.filter((name) => name.endsWith('.ts'))
		.map((name) => join(folder, name)),
);
const documents = [
	...readdirSync(root).filter((name) => name.endsWith('.md')),
	...readdirSync(join(root, 'docs'))
		.filter((name) => name.endsWith('.md'))
		.map((name) => join('docs', name)),
];

describe('the source of the package', () => {
	test('is one repository on GitHub, wherever it is named', () => {
		const { homepage, bugs, repository } = manifest;
		expect(homepage).toMatch(/^https:\/\/github\.com\/[\w-]+\/n8n-nodes-kie-image$/);
		expect(repository).toEqual({ type: 'git', url: `git+${homepage}.git` });
		expect(bugs.url).toBe(`${homepage}/issues`);
		expect(credential.documentationUrl).toBe(`${homepage}#connect-your-kie-account`);
	});

	test('is of the author whom the license names', () => {
		expect(manifest.license).toBe('MIT');
		const license = read('LICENSE');
		expect(license).toMatch(/^MIT License\n/);
		expect(license).toContain(manifest.author.name);
	});
});

describe('the versions of n8n', () => {
	const recipe = z.object({
		description: z.string(),
		dependencies: z.object({ n8n: z.string().optional() }),
	});
	const recipeOf = (folder: string) => recipe.parse(JSON.parse(read(`${folder}/package.json`)));
	const [, fromThere = ''] = read('README.md').split('\n## Compatibility\n');
	const [compatibility = ''] = fromThere.split('\n## ');

	test('that the README says were tested are those that the tests install', () => {
		const rows = compatibility.match(/^\| [\d.]+(?= +\|)/gm) ?? [];
		const folders = readdirSync(join(root, 'test/compat'), { withFileTypes: true })
			.filter((entry) => entry.isDirectory())
			.map(({ name }) => `test/compat/${name}`);
		expect(rows.map((row) => row.slice(2)).sort()).toEqual(
			[...folders, 'sandbox/n8n'].map((folder) => recipeOf(folder).dependencies.n8n).sort(),
		);
	});

	test('begin with the one whose engine runs the engine tests', () => {
		const oldest = /n8n ([\d.]+\d)/.exec(recipeOf('test/oldest-engine').description)?.[1] ?? '';
		expect(manifest.engines.n8n).toBe(`>=${oldest}`);
		expect(compatibility).toContain(`The node needs n8n ${oldest.replace(/\.0$/, '')} or later`);
		expect(compatibility).toContain(`the engine of ${oldest}`);
	});
});

test('the code imports n8n, zod as n8n has it, and hashes: no files, no environment', () => {
	const imported = sources
		.flatMap((file) => ts.preProcessFile(read(file)).importedFiles)
		.map(({ fileName }) => fileName)
		.filter((name) => !name.startsWith('.'));
	expect([...new Set(imported)].sort()).toEqual(['crypto', 'n8n-workflow', 'zod']);
});

test('keys are password fields', () => {
	const secrets = credential.properties.filter(({ name }) => /key|secret|token/i.test(name));
	expect(secrets.map(({ name }) => name)).toEqual(['apiKey', 'webhookSecret']);
	for (const { typeOptions } of secrets) expect(typeOptions).toEqual({ password: true });
	const typedInNodes = [...nodeFields, ...triggerFields].filter(({ field }) =>
		/api ?key|secret|token/i.test(field.name),
	);
	expect(typedInNodes.map(({ path }) => path)).toEqual([]);
});

describe('English only', () => {
	// Letters of other scripts; what is not a letter (→, “, ✓) belongs to none.
	const FOREIGN = /(?!\p{Script=Latin})\p{L}/gu;

	test.each([...sources, ...documents])('%s', (file) => {
		expect(read(file).match(FOREIGN) ?? []).toEqual([]);
	});
});

describe('the README', () => {
	const headings = [...read('README.md').matchAll(/^##+ (.+)$/gm)].map(([, heading]) => heading);

	test.each(['Install in n8n', 'Connect your KIE account', 'Your first image', 'Operations'])(
		'has what people look for: %s',
		(heading) => {
			expect(headings).toContain(heading);
		},
	);
});

test('docs/verification.md names no command that is not there', () => {
	const named = scriptsIn(read('docs/verification.md'));
	expect(named.length).toBeGreaterThan(3);
	expect(named.filter((name) => !(name in manifest.scripts))).toEqual([]);
});
