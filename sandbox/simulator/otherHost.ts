import fastify from 'fastify';
import type { FastifyInstance } from 'fastify';
import { send, success } from './http/answer.ts';
import { keyIn } from './http/keyLeak.ts';
import { fileAnswer, hostedPath } from './routes/hosted.ts';
import type { Simulation } from './simulation.ts';

/**
 * A host that is not KIE's, where redirects lead. It notes what it receives, serves hosted files like a
 * CDN would, and answers everything else as if all were well: who follows a redirect with the key gets caught.
 */
export function createOtherHost(sim: Simulation): FastifyInstance {
	const server = fastify({ forceCloseConnections: true, bodyLimit: 200 * 1024 * 1024 });
	server.removeAllContentTypeParsers();
	server.addContentTypeParser('*', (_request, payload, done) => {
		payload.resume().once('end', () => done(null, undefined));
	});
	server.all('/*', async (request, reply) => {
		const headers = Object.fromEntries(
			Object.entries(request.headers).map(([name, value]) => [
				name,
				name === 'authorization' ? '***' : String(value),
			]),
		);
		sim.ledger.otherHostCalled({
			at: sim.clock.now(),
			method: request.method,
			path: request.url,
			headers,
			carriedKey: keyIn(sim, request),
		});
		if (keyIn(sim, request))
			sim.ledger.keyLeaked({ at: sim.clock.now(), where: 'otherHost', path: request.url });
		const file = request.url.startsWith('/files/') && sim.hosting.find(hostedPath(request) ?? '');
		send(reply, file ? await fileAnswer(file) : success(null));
		return reply;
	});
	return server;
}
