import type { FastifyInstance } from 'fastify';
import { fluxKontext } from '../catalogue/index.ts';
import { bodyOf, endpoint } from '../http/endpoint.ts';
import type { Simulation } from '../simulation.ts';
import { createTask, created, readRecord } from './records.ts';

/** `/api/v1/flux/kontext/…` */
export function fluxKontextRoutes(server: FastifyInstance, sim: Simulation): void {
	server.post(
		'/api/v1/flux/kontext/generate',
		endpoint(sim, 'create', (request) => {
			const task = createTask(sim, request, () => {
				const body = bodyOf(request);
				return { model: fluxKontext(body), request: body, values: body, ignored: [] };
			});
			return created(task);
		}),
	);
	server.get(
		'/api/v1/flux/kontext/record-info',
		endpoint(sim, 'read', (request) => readRecord(sim, request, 'fluxKontext')),
	);
}
