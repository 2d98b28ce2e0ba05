import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

export default defineConfig({
	test: {
		root: fileURLToPath(new URL('../..', import.meta.url)),
		include: ['test/queue/**/*.test.ts'],
		globalSetup: ['test/queue/globalSetup.ts'],
		// Five n8n processes at once are enough.
		maxWorkers: 1,
		fileParallelism: false,
		testTimeout: 600_000,
		hookTimeout: 300_000,
		teardownTimeout: 60_000,
		reporters: ['verbose'],
	},
});
