import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const ROOT = fileURLToPath(new URL('../../..', import.meta.url));

/** What a run leaves behind to be looked at; git-ignored. */
export const ARTEFACTS = join(ROOT, 'test-artifacts');

export const SCREENSHOTS = join(ARTEFACTS, 'screenshots');

export const PACKAGE = 'n8n-nodes-kie-image';
export const KIE_TYPE = `${PACKAGE}.kie`;
export const TRIGGER_TYPE = `${PACKAGE}.kieTrigger`;

/** Found nowhere by chance: where it turns up, it has leaked. */
export const API_KEY = 'e2e-key-7d3f19c2b8a64e05';

/** Signs callbacks; found nowhere by chance either. */
export const WEBHOOK_SECRET = 'e2e-webhook-secret-51f0a7d9c3';

/** How much faster than life the simulator is: an image takes a fifth of a second to three. */
export const SPEED = 100;
