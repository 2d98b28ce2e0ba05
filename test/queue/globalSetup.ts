/** What can be known to be missing is said before the long work begins. */
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { ensureN8n } from '../../sandbox/n8n/install.ts';
import { SandboxError } from '../../sandbox/n8n/errors.ts';
import { packPackage } from '../../sandbox/pack.ts';
import { findPrograms } from '../../sandbox/queue/programs.ts';
import { ARTEFACTS, ROOT } from '../e2e/helpers/constants.ts';

declare module 'vitest' {
	export interface ProvidedContext {
		tarball: string;
	}
}

export default async function setup(project: TestProject): Promise<void> {
	try {
		findPrograms();
		await ensureN8n({ onProgress: (text) => console.log(text) });
		project.provide('tarball', await packPackage(ROOT, join(ARTEFACTS, 'packed')));
	} catch (error) {
		if (!(error instanceof SandboxError)) throw error;
		console.error(`${error.message}\n${error.wayOn}`);
		process.exit(1);
	}
}
