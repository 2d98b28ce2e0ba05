import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './constants.ts';
import type { WorkflowFile } from './workflows.ts';

export const EXAMPLES = join(ROOT, 'examples');
/** Workflows as earlier versions saved them: they must work for ever, so they are never changed. */
export const FROZEN = join(ROOT, 'test/e2e/frozen');

export const workflowFiles = (folder: string): string[] =>
	readdirSync(folder)
		.filter((name) => name.endsWith('.json'))
		.sort();

export function readWorkflow(folder: string, file: string): WorkflowFile {
	return JSON.parse(readFileSync(join(folder, file), 'utf8')) as WorkflowFile;
}

/** An example by the number that its name begins with. */
export const readExample = (number: string): WorkflowFile =>
	readWorkflow(EXAMPLES, workflowFiles(EXAMPLES).find((file) => file.startsWith(number)) ?? number);

/** A picture to try the examples with: its path. */
export const examplePicture = (file: string): string => join(EXAMPLES, 'pictures', file);
