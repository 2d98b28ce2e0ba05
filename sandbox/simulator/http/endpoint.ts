import type { FastifyReply, FastifyRequest, RouteHandlerMethod } from 'fastify';
import type { Account } from '../accounts.ts';
import type { Api, Values } from '../catalogue/index.ts';
import { durations } from '../durations.ts';
import type { AnswerPoint } from '../faults/faultKinds.ts';
import type { Occasion } from '../faults/faults.ts';
import { catalogueTooFast, messageOf, Refusal } from '../refusal.ts';
import type { RequestNote } from '../requests.ts';
import type { Simulation } from '../simulation.ts';
import { occasionOf } from '../tasks/task.ts';
import { deliver, refusalAnswer, statusOf } from './answer.ts';
import type { Answer } from './answer.ts';
import { strikeAfter, strikeBefore } from './sabotage.ts';
import { isObject } from './validate.ts';

declare module 'fastify' {
	interface FastifyRequest {
		/** Opened by the server for every request. */
		note: RequestNote;
		account: Account | undefined;
	}
}

type Handle = (request: FastifyRequest) => Promise<Answer> | Answer;

export function queryOf(request: FastifyRequest): Values {
	return isObject(request.query) ? request.query : {};
}

export function bodyOf(request: FastifyRequest): Values {
	if (!isObject(request.body)) throw new Refusal(400);
	return request.body;
}

export function accountOf(request: FastifyRequest): Account {
	if (!request.account) throw new Refusal(401);
	return request.account;
}

/** Which API a create belongs to, and the model where the request need not name one. */
const apis: readonly { prefix: string; api: Api; model?: string }[] = [
	{ prefix: '/api/v1/gpt4o-image/', api: 'gpt4oImage', model: 'gpt4o-image' },
	{ prefix: '/api/v1/flux/kontext/', api: 'fluxKontext', model: 'flux-kontext-pro' },
	{ prefix: '/api/v1/jobs/', api: 'market' },
];

/** What a fault's `match` sees of a request. */
function occasion(sim: Simulation, on: AnswerPoint, request: FastifyRequest): Occasion {
	const path = request.url;
	const body = isObject(request.body) ? request.body : {};
	const text = (value: unknown) => (typeof value === 'string' ? value : undefined);
	if (on === 'create') {
		const known = apis.find(({ prefix }) => path.startsWith(prefix));
		const { prompt } = isObject(body.input) ? body.input : body;
		return {
			path,
			api: known?.api,
			model: text(body.model) ?? known?.model,
			prompt: text(prompt),
		};
	}
	if (on === 'catalogue') {
		const id = /^\/api\/v1\/models\/(.+)\/[^/]+$/.exec(path.split('?', 1)[0] ?? '')?.[1];
		return { path, model: id };
	}
	const hostedFor = on === 'hosted' ? /^\/files\/results\/(\w+)\//.exec(path)?.[1] : undefined;
	const taskId = hostedFor ?? text(queryOf(request).taskId) ?? text(body.taskId);
	const task = taskId === undefined ? undefined : sim.tasks.find(taskId);
	return { ...(task ? occasionOf(task) : { taskId }), path };
}

/** A route: the fault that waits for it, the time it takes, its answer or its refusal. */
export function endpoint(sim: Simulation, on: AnswerPoint, handle: Handle): RouteHandlerMethod {
	return async (request: FastifyRequest, reply: FastifyReply) => {
		const fault = sim.faults.takeAnswer(on, occasion(sim, on, request));
		const tooMany = on === 'catalogue' ? catalogueTooFast : messageOf(429);
		const stage = { clock: sim.clock, otherHost: sim.otherHost, tooMany, request, reply };
		if (fault) {
			request.note.fault = fault.kind;
			if (await strikeBefore(fault, stage)) return reply;
		}
		const [quick, slow] = durations.answer;
		await sim.clock.sleep(quick + (slow - quick) * Math.random());
		const answer = await settle(sim, request, handle);
		request.note.code = answer.code;
		if (fault) await strikeAfter(fault, stage, answer);
		else deliver(stage, answer);
		return reply;
	};
}

async function settle(sim: Simulation, request: FastifyRequest, handle: Handle): Promise<Answer> {
	try {
		return await handle(request);
	} catch (error) {
		noteRefusal(sim, request, error);
		return refusalAnswer(error);
	}
}

export function noteRefusal(sim: Simulation, request: FastifyRequest, error: unknown): void {
	if (!(error instanceof Refusal)) {
		// The caller gets a 500 as KIE would send it; that it was our own doing must not go unseen.
		if (statusOf(error) >= 500) sim.requests.bug(error);
		return;
	}
	const [path = ''] = request.url.split('?', 1);
	const { code, message: msg, reason } = error;
	sim.ledger.refused({ at: sim.clock.now(), path, code, msg, reason: reason ?? null });
}
