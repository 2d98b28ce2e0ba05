import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { faultSchema, forgeries } from '../faults/faultKinds.ts';
import type { Simulation } from '../simulation.ts';

const oneOrMore = z.union([z.array(faultSchema), faultSchema.transform((fault) => [fault])]);
const clockMove = z.strictObject({ advanceMs: z.number().min(0) });
const callback = z.strictObject({
	taskId: z.string(),
	/** Where to; without it the task's own `callBackUrl`. */
	url: z.string().url().optional(),
	forgery: forgeries.optional(),
});

/** `/__sim/…`: what KIE does not have. */
export function controlRoutes(server: FastifyInstance, sim: Simulation): void {
	server.get('/__sim/ledger', () => sim.ledger.report());
	server.get('/__sim/requests', () => sim.requests.list());
	server.get('/__sim/faults', () => sim.faults.list());
	server.post('/__sim/faults', ({ body }) => ({
		added: oneOrMore.parse(body).map((fault) => sim.faults.add(fault)),
	}));
	server.delete('/__sim/faults', () => {
		sim.faults.clear();
		return { ok: true };
	});
	server.post('/__sim/clock', ({ body }) => {
		sim.clock.advance(clockMove.parse(body).advanceMs);
		return { now: sim.clock.now() };
	});
	server.post('/__sim/reset', () => {
		sim.reset();
		return { ok: true };
	});
	server.post('/__sim/callbacks', async ({ body }, reply) => {
		const { taskId, url, forgery } = callback.parse(body);
		const task = sim.tasks.find(taskId);
		const to = url ?? task?.callBackUrl;
		if (!task?.ending || to === undefined)
			return reply.code(404).send({ error: 'no ended task of this id, or no URL' });
		if (forgery) await sim.callbacks.forge(task, to, forgery);
		else await sim.callbacks.deliver(task, to, 'duplicate');
		return task.entry.callbacks.at(-1);
	});
}
