import { fileURLToPath } from 'node:url';

const newest = fileURLToPath(new URL('../../', import.meta.url));

/** Where the engine that the tests run in is installed, as vitest.config.mts has it. */
export const engineFolder = process.env.ENGINE_FOLDER ?? newest;

export const isOldestEngine = engineFolder !== newest;
