import { createRequire } from 'node:module';

// The engine loads these by require: a second copy by import would break instanceof and containers.
const MODULES = ['n8n-core', 'n8n-workflow', '@n8n/di', '@n8n/backend-common', 'zod'];

/** Where Vite finds them, for tests in the engine that a folder has installed. */
export function engineModules(folder: string): Record<string, string> {
	const { resolve } = createRequire(folder);
	return Object.fromEntries(MODULES.map((module) => [module, resolve(module)]));
}
