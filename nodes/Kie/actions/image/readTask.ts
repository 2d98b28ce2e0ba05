import type { IExecuteFunctions } from 'n8n-workflow';
import { failureOf } from '../../../shared/advice';
import { apis } from '../../../shared/apis';
import { KieFailure } from '../../../shared/failure';
import { withOwnModelName } from '../../../shared/models';
import { patiently } from '../../../shared/pacing';
import type { ApiName, KieTask } from '../../../shared/task';
import type { Transport } from '../../../shared/transport';

export type ApiChoice = ApiName | 'auto';

/** Finds a task in the API named, or in whichever has it. */
export async function readTask(
	ctx: IExecuteFunctions,
	transport: Transport,
	taskId: string,
	choice: ApiChoice,
): Promise<KieTask> {
	const signal = ctx.getExecutionCancelSignal();
	for (const api of choice === 'auto' ? Object.values(apis) : [apis[choice]]) {
		const reply = await patiently(async () => await api.read(transport, taskId), signal);
		if (!reply.ok) {
			const failure = failureOf(reply.fault);
			throw new KieFailure({ ...failure, task: { taskId } });
		}
		if (reply.value !== null) return withOwnModelName(reply.value);
	}
	throw new KieFailure({
		cause: 'refused',
		message: `KIE has no task '${taskId}'`,
		description:
			"Check 'Task ID', and that the task was made with the same KIE account. KIE shows a new task after a moment, and keeps results for 14 days.",
		errorCode: 404,
		errorMessage: null,
		retryable: false,
		task: { taskId },
	});
}
