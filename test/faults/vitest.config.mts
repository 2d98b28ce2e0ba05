import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';
import { engineModules } from '../helpers/engineModules.mts';

const root = fileURLToPath(new URL('../..', import.meta.url));

// Two processes, each with a part of the scenarios; one that is to be seen again is played by one.
const shards = process.env.FAULTS_PATH === undefined ? 2 : 1;
const FAULTS_SEED = process.env.FAULTS_SEED ?? String(Date.now() % 1_000_000);

export default defineConfig({
	test: {
		root,
		maxWorkers: shards,
		restoreMocks: true,
		reporters: ['verbose'],
		projects: Array.from({ length: shards }, (_, nth) => ({
			extends: true as const,
			resolve: { alias: engineModules(root) },
			test: {
				name: `part ${nth + 1}`,
				include: ['test/faults/campaign.test.ts'],
				env: {
					...{ N8N_LOG_LEVEL: 'silent', ENGINE_FOLDER: root, FAULTS_SEED },
					...{ FAULTS_SHARD: String(nth), FAULTS_SHARDS: String(shards) },
				},
			},
		})),
	},
});
