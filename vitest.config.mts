import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

const newest = fileURLToPath(new URL('.', import.meta.url));
const oldest = fileURLToPath(new URL('test/oldest-engine/', import.meta.url));

/** Tests in the engine that a folder has installed, of n8n and so also of zod. */
function engineProject(name: string, folder: string, include: string[]) {
	const { resolve } = createRequire(folder);
	// The engine loads these by require: a second copy by import would break instanceof and containers.
	const modules = ['n8n-core', 'n8n-workflow', '@n8n/di', '@n8n/backend-common', 'zod'];
	return {
		extends: true as const,
		resolve: { alias: Object.fromEntries(modules.map((module) => [module, resolve(module)])) },
		test: { name, include, env: { ENGINE_FOLDER: folder } },
	};
}

const projects = [engineProject('newest', newest, ['test/**/*.test.ts', 'sandbox/**/*.test.ts'])];
if (existsSync(`${oldest}node_modules`)) {
	// What n8n does with the node: runs it, and decides which fields show.
	const include = [
		'test/engine/**/*.test.ts',
		'test/frozen/*.test.ts',
		'test/package/visib*.test.ts',
	];
	projects.push(engineProject('oldest', oldest, include));
} else {
	console.warn('Nothing runs in the engine of the oldest n8n: `npm test` installs it.');
}

export default defineConfig({
	test: {
		projects,
		exclude: ['**/node_modules/**', 'test/compat/**', 'test/e2e/**', 'test/queue/**'],
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
