import multipart from '@fastify/multipart';
import fastify from 'fastify';
import type { FastifyInstance } from 'fastify';
import { ZodError } from 'zod';
import { deliver, refusalAnswer, statusOf } from './http/answer.ts';
import { noteRefusal } from './http/endpoint.ts';
import { NoSuchPath, serverException } from './refusal.ts';
import { accountRoutes } from './routes/account.ts';
import { controlRoutes } from './routes/control.ts';
import { fluxKontextRoutes } from './routes/fluxKontext.ts';
import { gpt4oImageRoutes } from './routes/gpt4oImage.ts';
import { hostedRoutes } from './routes/hosted.ts';
import { marketRoutes } from './routes/market.ts';
import { modelsRoutes } from './routes/models.ts';
import { uploadRoutes } from './routes/upload.ts';
import type { Simulation } from './simulation.ts';

const notJson = serverException('the content type must be application/json');

/** The server that plays both of KIE's hosts and the hosts of its files. */
export async function createServer(sim: Simulation): Promise<FastifyInstance> {
	const server = fastify({ forceCloseConnections: true, bodyLimit: 40 * 1024 * 1024 });
	// JSON is asked for: what says of itself that it is text is none.
	server.removeContentTypeParser('text/plain');
	await server.register(multipart);

	server.addHook('onRequest', async (request, reply) => {
		request.note = sim.requests.open(request, reply);
		request.account = undefined;
		if (!request.url.startsWith('/api/')) return;
		const { authorization } = request.headers;
		if (authorization !== undefined) request.note.auth = 'invalid';
		request.account = sim.accounts.authenticate(authorization);
		request.note.auth = 'valid';
		request.note.account = request.account.name;
	});
	server.addHook('preHandler', async (request) => {
		if (!request.isMultipart()) sim.requests.body(request.note, request.body);
	});
	server.setErrorHandler((error, request, reply) => {
		if (error instanceof ZodError) {
			void reply.code(400).send({ error: error.issues });
			return;
		}
		const isNotJson = statusOf(error) === 415 && request.url.startsWith('/api/v1/jobs/');
		const told = isNotJson ? notJson : error;
		noteRefusal(sim, request, told);
		deliver({ request, reply }, refusalAnswer(told));
	});
	server.setNotFoundHandler((request) => {
		const [path = ''] = request.url.split('?', 1);
		throw new NoSuchPath(path);
	});

	gpt4oImageRoutes(server, sim);
	fluxKontextRoutes(server, sim);
	marketRoutes(server, sim);
	modelsRoutes(server, sim);
	accountRoutes(server, sim);
	uploadRoutes(server, sim);
	hostedRoutes(server, sim);
	controlRoutes(server, sim);
	return server;
}
