import type { FastifyInstance, FastifyRequest } from 'fastify';
import { success } from '../http/answer.ts';
import { accountOf, endpoint, queryOf } from '../http/endpoint.ts';
import { entryOf, listed, openapiOf, priceOf, select, successRates } from '../listing/index.ts';
import type { Entry } from '../listing/index.ts';
import { NoSuchPath, unknownModel } from '../refusal.ts';
import type { Simulation } from '../simulation.ts';

/** What is told of one model. */
const facts: Readonly<Record<string, (entry: Entry, sim: Simulation) => object>> = {
	schema: (entry, sim) => ({
		openapi: sim.faults.take('noSchema', { model: entry.id }) ? null : openapiOf(entry),
	}),
	price: ({ id }) => ({ pricingDesc: priceOf(id) }),
	'success-rate': (_entry, sim) => ({ points: successRates(sim.clock.now()) }),
};

const texts = (values: Readonly<Record<string, unknown>>): Record<string, string> =>
	Object.fromEntries(Object.entries(values).map(([name, value]) => [name, String(value)]));

const isListed = (sim: Simulation, { id }: Entry): boolean =>
	!sim.faults.take('unlisted', { model: id });

function modelsOf(sim: Simulation, request: FastifyRequest) {
	sim.admitCatalogue(accountOf(request).key);
	const models = select(texts(queryOf(request))).filter((entry) => isListed(sim, entry));
	return { total: models.length, models: models.map(listed) };
}

function factOf(sim: Simulation, request: FastifyRequest) {
	const [path = ''] = request.url.split('?', 1);
	const [, id = '', name = ''] = /^\/api\/v1\/models\/(.+)\/([^/]+)$/.exec(path) ?? [];
	const fact = facts[name];
	// The slashes of an ID are those of the path.
	if (!fact || /%2f/i.test(path)) throw new NoSuchPath(path);
	sim.admitCatalogue(accountOf(request).key);
	const entry = entryOf(id);
	if (!entry || !isListed(sim, entry)) throw unknownModel(404, id);
	return { model: entry.id, ...fact(entry, sim) };
}

/** `/api/v1/models…`: the live catalogue. */
export function modelsRoutes(server: FastifyInstance, sim: Simulation): void {
	server.get(
		'/api/v1/models',
		endpoint(sim, 'catalogue', (request) => success(modelsOf(sim, request))),
	);
	server.get(
		'/api/v1/models/*',
		endpoint(sim, 'catalogue', (request) => success(factOf(sim, request))),
	);
}
