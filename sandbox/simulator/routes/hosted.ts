import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { HostedFile } from '../files/hosting.ts';
import type { Answer } from '../http/answer.ts';
import { endpoint } from '../http/endpoint.ts';
import { keyIn } from '../http/keyLeak.ts';
import type { Simulation } from '../simulation.ts';

/** A file as it is sent; padding follows the picture and is never held in memory. */
export async function fileAnswer(file: HostedFile): Promise<Answer> {
	const content = await file.content();
	const length = file.padTo ?? content.length;
	const headers = { 'content-type': file.mime, 'cache-control': 'no-store' };
	return { http: 200, code: 200, headers, length, body: padded(content, length) };
}

function* padded(content: Buffer, length: number): Generator<Buffer> {
	yield content.subarray(0, length);
	const zeros = Buffer.alloc(64 * 1024);
	for (let left = length - content.length; left > 0; left -= zeros.length)
		yield zeros.subarray(0, left);
}

const gone: Answer = {
	http: 404,
	code: 404,
	headers: { 'content-type': 'text/plain' },
	length: 9,
	body: [Buffer.from('Not Found')],
};

/** The path of a hosted file below `/files/`, decoded; undefined when it is no path. */
export function hostedPath(request: FastifyRequest): string | undefined {
	const [path = ''] = request.url.split('?', 1);
	try {
		return decodeURIComponent(path.slice('/files/'.length));
	} catch {
		return undefined;
	}
}

/** Results, uploads and direct links: public, and no place for a key. */
export function hostedRoutes(server: FastifyInstance, sim: Simulation): void {
	server.get(
		'/files/*',
		endpoint(sim, 'hosted', async (request) => {
			const at = sim.clock.now();
			const path = hostedPath(request) ?? '';
			if (keyIn(sim, request)) sim.ledger.keyLeaked({ at, where: 'hosted', path });
			const file = sim.hosting.find(path);
			const answer = file ? await fileAnswer(file) : gone;
			sim.ledger.downloaded({ at, path, status: answer.http });
			return answer;
		}),
	);
}
