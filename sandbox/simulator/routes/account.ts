import type { FastifyInstance } from 'fastify';
import { success } from '../http/answer.ts';
import { accountOf, bodyOf, endpoint } from '../http/endpoint.ts';
import { Refusal } from '../refusal.ts';
import type { Simulation } from '../simulation.ts';
import { directLink } from './directLink.ts';

/** What belongs to no model: credits, and the download link that needs no task id. */
export function accountRoutes(server: FastifyInstance, sim: Simulation): void {
	server.get(
		'/api/v1/chat/credit',
		endpoint(sim, 'credits', (request) => success(accountOf(request).credits)),
	);
	server.post(
		'/api/v1/common/download-url',
		endpoint(sim, 'downloadUrl', (request) => {
			const { url } = bodyOf(request);
			const file = typeof url === 'string' ? sim.hosting.findByUrl(url) : undefined;
			if (!file?.path.startsWith('results/')) throw new Refusal(422, 'url is wrong');
			return success(directLink(sim, file));
		}),
	);
}
