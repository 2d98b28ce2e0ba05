import type { IWebhookFunctions } from 'n8n-workflow';
import { confirm } from '../shared/callback/confirm';
import { checkOrigin } from '../shared/callback/origin';
import { readCallback } from '../shared/callback/readCallback';
import type { KieTask } from '../shared/kie/task';
import { connect } from '../shared/kie/transport';
import type { Once } from './once';
import type { TriggerSettings } from './parameters';
import type { Verdict } from './verdict';
import { reject } from './verdict';

/** Decides whether a delivery may start the workflow, and with what. */
export async function judge(
	ctx: IWebhookFunctions,
	settings: TriggerSettings,
	once: Once | null,
): Promise<Verdict> {
	const callback = readCallback(ctx.getBodyData());
	if (!callback) return reject(400, 'This is not a KIE callback.');
	const { taskId, task } = callback;

	const origin = await checkOrigin(ctx, taskId, settings.options.toleranceSeconds);
	if (origin !== 'good') {
		return reject(
			401,
			"The callback's signature is missing or invalid.",
			`The signature of the callback is ${origin}.`,
		);
	}
	if (taskId === null) {
		if (settings.confirmResult) {
			return reject(400, 'The callback contains no task ID, so KIE cannot confirm it.');
		}
		return outcome(settings, null, task);
	}
	const decide = async () =>
		settings.confirmResult
			? await confirmed(ctx, settings, taskId, task)
			: outcome(settings, taskId, task);
	return once ? await once.decide(taskId, decide) : await decide();
}

async function confirmed(
	ctx: IWebhookFunctions,
	settings: TriggerSettings,
	taskId: string,
	told: KieTask,
): Promise<Verdict> {
	const answer = await confirm(await connect(ctx), told);
	if (answer.kind === 'confirmed') return outcome(settings, taskId, answer.task);
	if (answer.kind === 'unknown') return reject(404, 'KIE has no such task.');
	return reject(503, 'KIE has not confirmed the task yet. Send the callback again.', answer.reason);
}

function outcome({ events }: TriggerSettings, taskId: string | null, task: KieTask): Verdict {
	const isWanted = events.some((event) => event === task.status);
	return isWanted ? { kind: 'start', taskId, task } : { kind: 'ignore' };
}
