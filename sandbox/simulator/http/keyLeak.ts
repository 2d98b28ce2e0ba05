import type { FastifyRequest } from 'fastify';
import type { Simulation } from '../simulation.ts';

/** Whether a request brings a key along, in any header or in its address. */
export function keyIn(sim: Simulation, request: FastifyRequest): boolean {
	return (
		request.headers.authorization !== undefined ||
		sim.accounts.keyIn(JSON.stringify(request.headers) + request.url)
	);
}
