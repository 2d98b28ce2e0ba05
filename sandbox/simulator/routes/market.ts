import type { FastifyInstance } from 'fastify';
import { marketModels } from '../catalogue/index.ts';
import type { Fields, Values } from '../catalogue/index.ts';
import { complain } from '../http/complaint.ts';
import { bodyOf, endpoint } from '../http/endpoint.ts';
import { isObject, strangers } from '../http/validate.ts';
import { unknownModel } from '../refusal.ts';
import type { Simulation } from '../simulation.ts';
import { createTask, created, readRecord } from './records.ts';
import type { Requested } from './records.ts';

const parameters = new Set(['model', 'callBackUrl', 'input']);

const missing = (field: string) =>
	complain('market', { field, kind: 'missing', says: 'is required' });

/** The input by the names of the table; which of two spellings KIE takes is not established. */
function byTableNames(input: Values, fields: Fields): Values {
	const names = new Map(
		Object.entries(fields).map(([name, { schemaName = name }]) => [schemaName, name]),
	);
	return Object.fromEntries(
		Object.entries(input).map(([name, value]) => [names.get(name) ?? name, value]),
	);
}

function orderOf(body: Values): Requested {
	const { model: id, input } = body;
	if (typeof id !== 'string' || id.trim() === '') throw missing('model');
	const model = marketModels.get(id);
	if (!model) throw unknownModel(422, id);
	if (input === undefined || input === null) throw missing('input');
	if (!isObject(input))
		throw complain('market', { field: 'input', kind: 'type', says: 'must be an object' });
	const values = byTableNames(input, model.fields);
	const ignored = [
		...Object.keys(body).filter((name) => !parameters.has(name)),
		...strangers(model, values).map((name) => `input.${name}`),
	];
	return { model, request: body, values, ignored };
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
