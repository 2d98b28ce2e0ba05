import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const ROOT = fileURLToPath(new URL('../../..', import.meta.url));

/** What a run leaves behind to be looked at; git-ignored. */
export const ARTEFACTS = join(ROOT, 'test-artifacts');

export const SCREENSHOTS = join(ARTEFACTS, 'screenshots');

export const PACKAGE = 'n8n-nodes-kie-image';
export const KIE_TYPE = `${PACKAGE}.kie`;

/** Found nowhere by chance: where it turns up, it has leaked. */
export const API_KEY = 'e2e-key-7d3f19c2b8a64e05';

/** How much faster than life the simulator is: an image takes a fifth of a second to three. */
export const SPEED = 100;
