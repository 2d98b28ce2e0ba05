import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';
import { engineModules } from '../helpers/engineModules.mts';

const root = fileURLToPath(new URL('../..', import.meta.url));

export default defineConfig({
	resolve: { alias: engineModules(root) },
	test: {
		root,
		include: ['test/faults/*.test.ts'],
		maxWorkers: 2,
		testTimeout: 600_000,
		env: { N8N_LOG_LEVEL: 'silent', ENGINE_FOLDER: root },
	},
});
