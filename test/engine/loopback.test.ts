import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { runClock, useFakedClock } from '../helpers/clock.ts';
import { API_KEY, hintsOf, jsonOf, outputOf, runWorkflow } from '../helpers/engine.ts';
import { isOldestEngine } from '../helpers/engineFolder.ts';
import { created, done, uploaded } from '../helpers/kie.ts';
import { picture } from '../helpers/pictures.ts';
import { fileWorkflow, workflow } from '../helpers/workflows.ts';

// Over real sockets, which break, rest and carry bytes in ways that no mock does.

useFakedClock();

type Handler = (request: IncomingMessage, response: ServerResponse, nth: number) => void;

const PHOTO = Buffer.concat([picture('png', 30, 20), Buffer.alloc(3_000_000, 7)]);
let server: Server;
let origin: string;
let handlers: Record<string, Handler>;
let sent: Array<{ headers: IncomingMessage['headers']; body: Buffer }>;

beforeEach(async () => {
	const counts = new Map<string, number>();
	sent = [];
	handlers = {
		'/api/v1/gpt4o-image/generate': json(created('t1')),
		'/api/v1/gpt4o-image/record-info': json(done('t1', ['{origin}/made.png'])),
		'/api/file-stream-upload': json(uploaded(0)),
		'/made.png': (_, response) => response.end(PHOTO),
	};
	server = createServer(async (request, response) => {
		const path = request.url?.split('?')[0] ?? '';
		const nth = counts.get(path) ?? 0;
		counts.set(path, nth + 1);
		handlers[path]?.(request, response, nth);
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterEach(async () => {
	server.closeAllConnections();
	await new Promise((resolve) => server.close(resolve));
});

/** Reads the request to its end, and answers. */
function json(body: object): Handler {
	return async (request, response) => {
		const chunks: Buffer[] = [];
		for await (const chunk of request) chunks.push(chunk as Buffer);
		sent.push({ headers: request.headers, body: Buffer.concat(chunks) });
		response.setHeader('content-type', 'application/json');
		response.end(JSON.stringify(body).replaceAll('{origin}', origin));
	};
}

const credentials = () => ({ apiKey: API_KEY, baseUrl: origin, uploadBaseUrl: origin });
const generate = async () =>
	await runClock(runWorkflow(workflow({ prompt: 'x' }), { credentials: credentials() }));
const upload = async () => {
	const file = { data: { bytes: PHOTO, name: 'photo.png', type: 'image/png' } };
	const parameters = { resource: 'file', operation: 'upload' };
	return await runClock(
		runWorkflow(fileWorkflow(parameters, file), { credentials: credentials() }),
	);
};

test.each<[string, number, Handler]>([
	['before its first byte is asked no more', 1, () => {}],
	[
		'after its first bytes is asked again, and then given up',
		2,
		(_, response) => {
			response.writeHead(200, { 'content-length': PHOTO.length });
			response.write(PHOTO.subarray(0, 1000));
		},
	],
])('a host that falls silent %s', async (_name, times, silent) => {
	let asked = 0;
	handlers['/made.png'] = (request, response, nth) => {
		asked++;
		silent(request, response, nth);
	};

	const run = await generate();

	expect(run.status).toBe('success');
	expect(jsonOf(run, 'Next')).toMatchObject([{ imageUrl: `${origin}/made.png` }]);
	expect(outputOf(run, 'Next')[0]?.binary).toBeUndefined();
	expect(hintsOf(run, 'KIE')).toEqual([
		expect.stringContaining('its host said nothing for 30 seconds'),
	]);
	expect(asked).toBe(times);
});

test('an upload says how long it is, and arrives byte by byte', async () => {
	const run = await upload();

	expect(run.data.resultData.error).toBeUndefined();
	const [{ headers, body }] = sent as [(typeof sent)[0]];
	expect(headers['content-length']).toBe(String(body.length));
	expect(headers['transfer-encoding']).toBeUndefined();
	const form = await new Response(new Uint8Array(body), {
		headers: { 'content-type': String(headers['content-type']) },
	}).formData();
	const file = form.get('file') as File;
	expect(Buffer.from(await file.arrayBuffer()).equals(PHOTO)).toBe(true);
	expect(file.type).toBe('image/png');
	expect(form.get('fileName')).toBe(file.name);
});

test('an upload that breaks midway begins anew, with the whole file', async () => {
	const whole = json(uploaded(0));
	handlers['/api/file-stream-upload'] = (request, response, nth) => {
		if (nth > 0) return whole(request, response, nth);
		request.once('data', () => request.socket.resetAndDestroy());
	};

	const run = await upload();

	expect(run.data.resultData.error).toBeUndefined();
	expect(sent).toHaveLength(1);
	expect(sent[0]?.body.includes(PHOTO)).toBe(true);
});
