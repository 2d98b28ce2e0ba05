import type { FastifyInstance } from 'fastify';
import { marketModels } from '../catalogue/index.ts';
import type { Model, Values } from '../catalogue/index.ts';
import { bodyOf, endpoint } from '../http/endpoint.ts';
import { isObject, requireText } from '../http/validate.ts';
import { invalid } from '../refusal.ts';
import type { Simulation } from '../simulation.ts';
import { createTask, created, readRecord } from './records.ts';

const parameters = new Set(['model', 'callBackUrl', 'input']);

function orderOf(body: Values): { model: Model; request: Values; values: Values } {
	const id = requireText(body, 'model');
	const model = marketModels.get(id);
	if (!model) throw invalid(`the model ${JSON.stringify(id)} is not supported`);
	const stranger = Object.keys(body).find((name) => !parameters.has(name));
	if (stranger) throw invalid(`${stranger} is not a parameter of createTask`);
	if (!isObject(body.input)) throw invalid('input must be an object');
	return { model, request: body, values: body.input };
}

/** `/api/v1/jobs/…` */
export function marketRoutes(server: FastifyInstance, sim: Simulation): void {
	server.post(
		'/api/v1/jobs/createTask',
		endpoint(sim, 'create', (request) => {
			const task = createTask(sim, request, () => orderOf(bodyOf(request)));
			return created(task, { taskId: task.id, recordId: task.id });
		}),
	);
	server.get(
		'/api/v1/jobs/recordInfo',
		endpoint(sim, 'read', (request) => readRecord(sim, request, 'market')),
	);
}
