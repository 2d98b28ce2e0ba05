import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { parseYaml } from './yaml.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));

const { updates } = z
	.object({
		version: z.literal(2),
		updates: z.array(
			z.object({
				'package-ecosystem': z.enum(['npm', 'github-actions']),
				directory: z.string().optional(),
				directories: z.array(z.string()).optional(),
				groups: z.record(z.object({ patterns: z.array(z.string()) })),
				ignore: z.array(z.object({ 'dependency-name': z.string() })).default([]),
			}),
		),
	})
	.parse(parseYaml(readFileSync(join(root, '.github/dependabot.yml'), 'utf8')));

const npm = updates
	.filter((update) => update['package-ecosystem'] === 'npm')
	.map(({ directory, directories = [], groups, ignore }) => ({
		folders: [...(directory === undefined ? [] : [directory]), ...directories],
		groups: Object.keys(groups),
		pinned: ignore.map((one) => one['dependency-name']),
	}));

const dependenciesOf = (folder: string): string[] => {
	const manifest = z
		.object({
			dependencies: z.record(z.string()).default({}),
			devDependencies: z.record(z.string()).default({}),
		})
		.parse(JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8')));
	return Object.keys({ ...manifest.dependencies, ...manifest.devDependencies });
};

test('updates come grouped, for the folders that have a lockfile', () => {
	expect(npm.flatMap(({ folders }) => folders).sort()).toEqual(['/', '/sandbox', '/tools']);
	for (const { folders, groups } of npm) {
		expect(groups).toHaveLength(1);
		for (const folder of folders) {
			expect(existsSync(join(root, folder, 'package-lock.json')), folder).toBe(true);
		}
	}
});

test('what is pinned is there', () => {
	const pinned = npm.flatMap(({ folders, pinned: names }) => {
		const known = folders.flatMap(dependenciesOf);
		expect(names.filter((name) => !known.includes(name))).toEqual([]);
		return names;
	});
	expect(pinned).toEqual(expect.arrayContaining(['zod', 'n8n-workflow', 'n8n-core', 'typescript']));
});
