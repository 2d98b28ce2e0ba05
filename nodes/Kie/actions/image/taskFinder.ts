import type { IExecuteFunctions } from 'n8n-workflow';
import { failureOf } from '../../../shared/kie/advice';
import type { ImageApi } from '../../../shared/kie/apis';
import { apis } from '../../../shared/kie/apis';
import { findTask } from '../../../shared/kie/apis/findTask';
import { EARLY_LOOKS, EARLY_PAUSE_MS, isEarlySuccess } from '../../../shared/kie/earlySuccess';
import { KieFailure, newFailure } from '../../../shared/kie/failure';
import type { Reply } from '../../../shared/kie/fault';
import { retryRead } from '../../../shared/kie/retry';
import type { ApiName, KieTask } from '../../../shared/kie/task';
import { API_NAMES } from '../../../shared/kie/task';
import type { Transport } from '../../../shared/kie/transport';
import { limiter, pause } from '../../../shared/pacing';

type ApiChoice = ApiName | 'auto';

/** Finds tasks, of which only the ID may be known, with as few calls as can be. */
export class TaskFinder {
	/** The APIs in the order in which they are asked: tasks of one run mostly belong to one. */
	private order: readonly ApiName[] = API_NAMES;

	private known = false;

	/** Until one task is found, one at a time: what the first shows spares the others the search. */
	private readonly first = limiter(1);

	constructor(
		private readonly ctx: IExecuteFunctions,
		private readonly transport: Transport,
	) {}

	async find(itemIndex: number, taskId: string, choice: ApiChoice): Promise<KieTask> {
		if (choice !== 'auto') return await this.look(taskId, [choice]);
		const named = this.namedByItem(itemIndex, taskId);
		if (named) return await this.look(taskId, this.from(named));
		if (this.known) return await this.look(taskId, this.order);
		return await this.first(async () => await this.look(taskId, this.order));
	}

	/** The API that the input item names for this very task, as the items of this node do. */
	private namedByItem(itemIndex: number, taskId: string): ApiName | undefined {
		const json = this.ctx.getInputData()[itemIndex]?.json;
		return json?.taskId === taskId ? API_NAMES.find((name) => name === json.api) : undefined;
	}

	private from(name: ApiName): ApiName[] {
		return [name, ...this.order.filter((other) => other !== name)];
	}

	private async look(taskId: string, names: readonly ApiName[]): Promise<KieTask> {
		const candidates = names.map((name) => apis[name]);
		const reply = await findTask(candidates, async (api) => await this.read(taskId, api));
		if (reply.ok && reply.value !== null) {
			this.order = this.from(reply.value.api);
			this.known = true;
			return reply.value;
		}
		if (reply.ok) throw new KieFailure({ ...unknown(taskId), task: { taskId } });
		// A look that did not succeed says nothing of the task: nobody may take it for one that failed.
		const task = { taskId, status: 'pending' as const };
		throw new KieFailure({ ...failureOf(reply.fault), task });
	}

	private async read(taskId: string, api: ImageApi): Promise<Reply<KieTask | null>> {
		const signal = this.ctx.getExecutionCancelSignal();
		for (let look = 0; ; look++) {
			const reply = await retryRead(async () => await api.read(this.transport, taskId), signal);
			const isEarly = reply.ok && reply.value !== null && isEarlySuccess(reply.value);
			if (!isEarly || look === EARLY_LOOKS) return reply;
			await pause(EARLY_PAUSE_MS, signal);
		}
	}
}

const unknown = (taskId: string) =>
	newFailure(
		'refused',
		`KIE has no task '${taskId}'`,
		"Check 'Task ID', and that the task was made with the same KIE account. New tasks take a moment to appear, and KIE keeps results for 14 days, some only for 24 hours.",
		{ errorCode: 404 },
	);
