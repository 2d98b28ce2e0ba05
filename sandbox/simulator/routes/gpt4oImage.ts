import type { FastifyInstance, FastifyRequest } from 'fastify';
import { gpt4oImage } from '../catalogue/index.ts';
import { durations } from '../durations.ts';
import { success } from '../http/answer.ts';
import { bodyOf, endpoint } from '../http/endpoint.ts';
import { requireText } from '../http/validate.ts';
import { invalid, Refusal } from '../refusal.ts';
import type { Simulation } from '../simulation.ts';
import { directLink } from './directLink.ts';
import { createTask, created, ownTask, readRecord } from './records.ts';

const unprocessable = (msg: string): Refusal => new Refusal(422, msg);

/** The URL of a result, for twenty minutes, in exchange for task and URL. */
function downloadUrl(sim: Simulation, request: FastifyRequest): string {
	const body = bodyOf(request);
	const taskId = requireText(body, 'taskId');
	const url = requireText(body, 'url');
	if (!URL.canParse(url)) throw invalid('url must be a valid URL');
	const task = ownTask(sim, request, 'gpt4oImage', taskId);
	if (!task || sim.clock.now() < task.visibleAt) throw unprocessable('record is null');
	if (sim.clock.passed(task.createdAt, durations.resultLife))
		throw unprocessable('Temporarily supports records within 14 days');
	if (!task.ending?.ok) throw unprocessable('record status is not success');
	const { resultUrls } = task.ending;
	if (resultUrls.length === 0) throw unprocessable('record result data is blank');
	if (!resultUrls.includes(url)) throw unprocessable('record result data not exist');
	const file = sim.hosting.findByUrl(url);
	if (!file) throw new Refusal(451);
	return directLink(sim, file);
}

/** `/api/v1/gpt4o-image/…` */
export function gpt4oImageRoutes(server: FastifyInstance, sim: Simulation): void {
	server.post(
		'/api/v1/gpt4o-image/generate',
		endpoint(sim, 'create', (request) => {
			const task = createTask(sim, request, () => {
				const body = bodyOf(request);
				return { model: gpt4oImage, request: body, values: body, ignored: [] };
			});
			return created(task);
		}),
	);
	server.get(
		'/api/v1/gpt4o-image/record-info',
		endpoint(sim, 'read', (request) => readRecord(sim, request, 'gpt4oImage')),
	);
	server.post(
		'/api/v1/gpt4o-image/download-url',
		endpoint(sim, 'downloadUrl', (request) => success(downloadUrl(sim, request))),
	);
}
