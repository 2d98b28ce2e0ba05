/** The package as it would be published, packed once for every n8n it is tried in. */
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { packPackage } from '../../sandbox/pack.ts';
import { ARTEFACTS, ROOT } from '../e2e/helpers/constants.ts';

declare module 'vitest' {
	export interface ProvidedContext {
		tarball: string;
	}
}

export default async function setup(project: TestProject): Promise<void> {
	project.provide('tarball', await packPackage(ROOT, join(ARTEFACTS, 'packed')));
}
