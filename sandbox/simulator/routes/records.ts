import type { FastifyRequest } from 'fastify';
import type { Api, Model, Values } from '../catalogue/index.ts';
import { jsonAnswer, success } from '../http/answer.ts';
import type { Answer } from '../http/answer.ts';
import { accountOf, queryOf } from '../http/endpoint.ts';
import { checkCallBackUrl, requireText, validate } from '../http/validate.ts';
import { Refusal } from '../refusal.ts';
import type { Simulation } from '../simulation.ts';
import { recordOf } from '../tasks/records.ts';
import type { Task } from '../tasks/task.ts';

/** What a request orders. */
export interface Requested {
	model: Model;
	/** The body as it came. */
	request: Values;
	/** The fields of the model. */
	values: Values;
	/** What KIE makes nothing of. */
	ignored: readonly string[];
}

/** Creates a task: limit, sub-key, validation, credits, in this order. */
export function createTask(sim: Simulation, request: FastifyRequest, order: () => Requested): Task {
	const account = accountOf(request);
	sim.admitCreate(account.key);
	if (account.subKeyLimited) throw new Refusal(433);
	const { model, request: body, values, ignored } = order();
	const callBackUrl = checkCallBackUrl(body.callBackUrl);
	validate(model, values);
	return sim.tasks.create({ model, request: body, values, ignored, callBackUrl, account });
}

/** The answer to a create, in the form a fault asks for. */
export function created({ id, plan }: Task, documented: object = { taskId: id }): Answer {
	switch (plan.createdAs) {
		case 'number':
			return success({ taskId: Number(id) });
		case 'recordId':
			return success({ recordId: id });
		case 'text':
			return success(id);
		case undefined:
			return success(documented);
	}
}

const notThere = {
	notExist: () => new Refusal(422, 'The record does not exist'),
	recordInfoNull: () => new Refusal(422, 'recordInfo is null'),
	notFound: () => new Refusal(404),
} as const;

/** The task of this account and this API, if there is one. */
export function ownTask(
	sim: Simulation,
	request: FastifyRequest,
	api: Api,
	taskId: string,
): Task | undefined {
	const task = sim.tasks.find(taskId);
	return task?.model.api === api && task.key === accountOf(request).key ? task : undefined;
}

/** The record of a task, once it can be seen. */
export function readRecord(sim: Simulation, request: FastifyRequest, api: Api): Answer {
	const taskId = requireText(queryOf(request), 'taskId');
	sim.admitRead(taskId);
	const task = ownTask(sim, request, api, taskId);
	if (!task) throw api === 'market' ? notThere.recordInfoNull() : notThere.notExist();
	const now = sim.clock.now();
	task.entry.reads.push(now);
	const { failedRecord, hiddenAs } = task.plan;
	if (now >= task.visibleAt) {
		const data = recordOf(task, now);
		const isFailed = task.ending?.ok === false;
		return isFailed && failedRecord
			? jsonAnswer({ code: failedRecord.code, msg: failedRecord.msg, data })
			: success(data);
	}
	if (hiddenAs === 'dataNull') return success(null);
	throw notThere[hiddenAs]();
}
