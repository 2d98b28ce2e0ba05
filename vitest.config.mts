import { createRequire } from 'node:module';
import { defineConfig } from 'vitest/config';

const require = createRequire(import.meta.url);

export default defineConfig({
	// The engine loads these by require: a second copy by import would break instanceof and containers.
	resolve: {
		alias: Object.fromEntries(
			['n8n-workflow', '@n8n/backend-network'].map((name) => [name, require.resolve(name)]),
		),
	},
	test: {
		include: ['test/**/*.test.ts', 'sandbox/**/*.test.ts'],
		exclude: ['**/node_modules/**', 'test/e2e/**', 'test/queue/**'],
		maxWorkers: 2,
		// A busy machine is no reason to fail.
		testTimeout: 60_000,
		hookTimeout: 60_000,
		env: { N8N_LOG_LEVEL: 'silent' },
		restoreMocks: true,
		coverage: {
			include: ['nodes/**/*.ts', 'credentials/**/*.ts'],
			reporter: ['text', 'html'],
		},
	},
});
