import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';
import { engineModules } from './test/helpers/engineModules.mts';

const newest = fileURLToPath(new URL('.', import.meta.url));
const oldest = fileURLToPath(new URL('test/oldest-engine/', import.meta.url));

/** Tests in the engine that a folder has installed, of n8n and so also of zod. */
function engineProject(name: string, folder: string, include: string[]) {
	return {
		extends: true as const,
		resolve: { alias: engineModules(folder) },
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
		exclude: ['**/node_modules/**', 'test/{compat,e2e,faults,queue}/**'],
		setupFiles: [fileURLToPath(new URL('test/helpers/seed.ts', import.meta.url))],
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
