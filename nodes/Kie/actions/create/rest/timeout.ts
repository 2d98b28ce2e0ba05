import { z } from 'zod';
import type { Run } from '../../run';

const settingsSchema = z.object({ executionTimeout: z.number().positive() });

/**
 * While an execution rests, n8n does not count its time. When its own clock wakes it, n8n cancels it if
 * it began longer ago than its workflow allows; after a call it counts anew.
 */
export function hintAtTimeout(run: Run, maxWait: number): void {
	// n8n 1 has no such function.
	const settings = 'getWorkflowSettings' in run.ctx ? run.ctx.getWorkflowSettings() : undefined;
	const { data } = settingsSchema.safeParse(settings);
	if (!data || data.executionTimeout >= maxWait) return;
	run.hint(
		`The workflow times out after ${data.executionTimeout} seconds, before 'Max Wait (Seconds)' is over. If KIE's call does not arrive in that time, n8n may cancel the execution. Raise 'Timeout After' in the workflow settings.`,
	);
}
