import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const REPO = fileURLToPath(new URL('..', import.meta.url));

/** Everything a sandbox keeps; git-ignored, and what `--fresh` deletes but for the lock. */
export const DATA = join(REPO, 'sandbox', '.data');
export const LOCK = join(DATA, 'lock');
export const HOME = join(DATA, 'n8n');
/** Of queue mode, which keeps nothing but the logs of its last start. */
export const QUEUE = join(DATA, 'queue');
export const PACKED = join(DATA, 'packed');
export const PICTURES = join(DATA, 'pictures');
export const SIMULATOR_LOG = join(DATA, 'simulator.log');
export const EXAMPLES = join(REPO, 'examples');
