/** The proof that all of it works: the first example is run, and its picture saved. */
import type { Example } from './examples.ts';
import type { Execution, N8nClient } from './n8n/client.ts';
import { messageOf } from './n8n/errors.ts';
import { savePicture } from './picture.ts';

const LIMIT_MS = 5 * 60_000;

/** What came of it, for the user to read. Never throws: n8n runs, and can be used without. */
export async function runFirstExample(
	client: N8nClient,
	{ name, workflowId, trigger }: Example,
	pictures: string,
): Promise<string> {
	if (trigger === undefined) return `The example '${name}' does not start by hand.`;
	try {
		const execution = await client.runAndWait(workflowId, trigger, { limitMs: LIMIT_MS });
		const picture = await savePicture(client, execution, pictures);
		if (execution.status === 'success' && picture !== undefined) {
			return `The example '${name}' made this picture:\n  ${picture}`;
		}
		const place = `${client.url}/workflow/${workflowId}/executions/${execution.id}`;
		return `The example '${name}' ended as '${execution.status}': ${reason(execution)}\n  ${place}`;
	} catch (error) {
		return `The example '${name}' was not run to its end: ${messageOf(error)}`;
	}
}

function reason(execution: Execution): string {
	return execution.data?.resultData.error?.message ?? 'it made no picture';
}
