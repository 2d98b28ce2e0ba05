import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';
import { engineModules } from '../../helpers/engineModules.mts';
import { build } from './build.mts';

const root = fileURLToPath(new URL('../../..', import.meta.url));
// Read once more for each project.
const BUILT_PACKAGE = (process.env.BUILT_PACKAGE ??= build(root));

// Two processes at a time.
const MUTATIONS_SHARDS = '2';
const shards = ['control', '0', '1'];

export default defineConfig({
	test: {
		root,
		maxWorkers: 2,
		restoreMocks: true,
		reporters: ['verbose'],
		projects: shards.map((MUTATIONS_SHARD) => ({
			extends: true as const,
			resolve: { alias: engineModules(root) },
			test: {
				name: MUTATIONS_SHARD === 'control' ? 'control' : `part ${Number(MUTATIONS_SHARD) + 1}`,
				include: ['test/faults/mutations/caught.test.ts'],
				env: {
					...{ N8N_LOG_LEVEL: 'silent', ENGINE_FOLDER: root },
					...{ BUILT_PACKAGE, MUTATIONS_SHARD, MUTATIONS_SHARDS },
				},
			},
		})),
	},
});
