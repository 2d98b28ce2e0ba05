import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

export default defineConfig({
	test: {
		root: fileURLToPath(new URL('../..', import.meta.url)),
		include: ['test/compat/*.test.ts'],
		globalSetup: ['test/compat/globalSetup.ts'],
		// One n8n at a time.
		maxWorkers: 1,
		fileParallelism: false,
		testTimeout: 120_000,
		// The first time an n8n is installed, which takes minutes.
		hookTimeout: 1_800_000,
		teardownTimeout: 60_000,
		reporters: ['verbose'],
	},
});
