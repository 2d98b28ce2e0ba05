import { createRequire } from 'node:module';
import { defineConfig } from 'vitest/config';

const require = createRequire(import.meta.url);

export default defineConfig({
	// The engine loads n8n-workflow by require: a second copy by import would break instanceof.
	resolve: { alias: { 'n8n-workflow': require.resolve('n8n-workflow') } },
	test: {
		include: ['test/**/*.test.ts', 'sandbox/**/*.test.ts'],
		exclude: ['**/node_modules/**', 'test/e2e/**'],
		maxWorkers: 2,
		env: { N8N_LOG_LEVEL: 'silent' },
		restoreMocks: true,
		coverage: {
			include: ['nodes/**/*.ts', 'credentials/**/*.ts'],
			reporter: ['text', 'html'],
		},
	},
});
