import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { createServer } from 'node:http';
import { afterEach, beforeEach } from 'vitest';
import { API_KEY } from './engine.ts';
import { created, done, uploaded } from './kie.ts';
import { listen } from './localServer.ts';

export type Handler = (request: IncomingMessage, response: ServerResponse, nth: number) => void;

export interface LocalKie {
	origin: string;
	credentials: { apiKey: string; baseUrl: string; uploadBaseUrl: string };
	/** By path; a task is done at once unless a test says otherwise. */
	handlers: Record<string, Handler>;
	/** What arrived whole. */
	sent: Array<{ headers: IncomingMessage['headers']; body: Buffer }>;
	/** Paths of the requests that are not over. */
	open: string[];
	/** Reads the request to its end, and answers. */
	json(body: object): Handler;
}

export const CREATE = '/api/v1/gpt4o-image/generate';
export const READ = '/api/v1/gpt4o-image/record-info';
export const UPLOAD = '/api/file-stream-upload';

/** KIE over real sockets, which break, rest and carry bytes in ways that no mock does. */
export function useLocalKie(): LocalKie {
	let server: Server;
	const kie: LocalKie = {
		origin: '',
		credentials: { apiKey: API_KEY, baseUrl: '', uploadBaseUrl: '' },
		handlers: {},
		sent: [],
		open: [],
		json: (answer) => async (request, response) => {
			const body = await wholeBody(request);
			if (!body) return;
			kie.sent.push({ headers: request.headers, body });
			response.setHeader('content-type', 'application/json');
			response.end(JSON.stringify(answer).replaceAll('{origin}', kie.origin));
		},
	};

	beforeEach(async () => {
		const counts = new Map<string, number>();
		kie.sent = [];
		kie.open = [];
		kie.handlers = {
			[CREATE]: kie.json(created('t1')),
			[READ]: kie.json(done('t1', ['{origin}/made.png'])),
			[UPLOAD]: kie.json(uploaded(0)),
		};
		server = createServer((request, response) => {
			const path = request.url?.split('?')[0] ?? '';
			const nth = counts.get(path) ?? 0;
			counts.set(path, nth + 1);
			kie.open.push(path);
			response.on('close', () => kie.open.splice(kie.open.indexOf(path), 1));
			kie.handlers[path]?.(request, response, nth);
		});
		kie.origin = `http://${await listen(server)}`;
		kie.credentials = { apiKey: API_KEY, baseUrl: kie.origin, uploadBaseUrl: kie.origin };
	});
	afterEach(async () => {
		server.closeAllConnections();
		await new Promise((resolve) => server.close(resolve));
	});
	return kie;
}

/** None of a request that its sender broke off: where the machine is slow, the faked clock is ahead of it. */
async function wholeBody(request: IncomingMessage): Promise<Buffer | undefined> {
	const chunks: Buffer[] = [];
	try {
		for await (const chunk of request) chunks.push(chunk as Buffer);
	} catch {
		return undefined;
	}
	return Buffer.concat(chunks);
}
