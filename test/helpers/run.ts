import type { IRun } from 'n8n-workflow';
import { runClock } from './clock.ts';
import { runWorkflow } from './engine.ts';
import { fileWorkflow, workflow } from './workflows.ts';

/** Runs Start → KIE → Next on the faked clock. */
export const run = async (...given: Parameters<typeof workflow>): Promise<IRun> =>
	await runClock(runWorkflow(workflow(...given)));

/** The same with files on the items. */
export const runWithFiles = async (...given: Parameters<typeof fileWorkflow>): Promise<IRun> =>
	await runClock(runWorkflow(fileWorkflow(...given)));
