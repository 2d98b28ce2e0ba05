import { createServer } from 'node:net';
import type { Socket } from 'node:net';
import type { INodeParameters } from 'n8n-workflow';
import { describe, expect, test } from 'vitest';
import { runClock, useFakedClock } from '../../helpers/clock.ts';
import { errorOf, jsonOf, runWorkflow } from '../../helpers/engine.ts';
import { created, done, failed, running, uploaded } from '../../helpers/kie.ts';
import type { Handler } from '../../helpers/localKie.ts';
import { CREATE, READ, UPLOAD, useLocalKie } from '../../helpers/localKie.ts';
import { listen } from '../../helpers/localServer.ts';
import { picture } from '../../helpers/pictures.ts';
import { fileWorkflow, workflow } from '../../helpers/workflows.ts';

// Every request ends by its time and within its size, whatever the other side does.

useFakedClock();
const kie = useLocalKie();

const IMAGELESS = { prompt: 'x', downloadImages: false };
const MB = 1_000_000;

/** Runs a workflow; gives it with the seconds it took. */
async function timed(json: Parameters<typeof runWorkflow>[0]) {
	const start = Date.now();
	const run = await runClock(runWorkflow(json, { credentials: kie.credentials }));
	return { run, seconds: (Date.now() - start) / 1000 };
}
const generate = async (options: INodeParameters = {}) =>
	await timed(workflow({ ...IMAGELESS, options }));
const upload = async (bytes: Buffer) => {
	const file = { data: { bytes, name: 'photo.png', type: 'image/png' } };
	return await timed(fileWorkflow({ resource: 'file', operation: 'upload' }, file));
};

/** Sends the answer a byte a second, after so much white space. */
const trickle =
	(body: object, seconds: number): Handler =>
	(request, response) => {
		request.resume();
		response.writeHead(200, { 'content-type': 'application/json' });
		const text = `${' '.repeat(seconds)}${JSON.stringify(body)}`;
		let sent = 0;
		const timer = setInterval(() => {
			if (sent < seconds) response.write(text[sent++]!);
			else response.end(text.slice(sent));
		}, 1_000);
		response.on('close', () => clearInterval(timer));
	};

/** Never gets as far as an answer: a byte of a header each second. */
const trickleHead: Handler = (request, response) => {
	request.resume();
	response.socket!.write('HTTP/1.1 200 OK\r\nx-long: ');
	const timer = setInterval(() => response.socket?.write('a'), 1_000);
	response.on('close', () => clearInterval(timer));
};

/** Sends 100 MB of white space before the answer, as fast as it is taken. */
function flood(body: object, note = (_bytes: number) => {}): Handler {
	return (request, response) => {
		request.resume();
		response.writeHead(200, { 'content-type': 'application/json' });
		const chunk = Buffer.alloc(MB, ' ');
		let sent = 0;
		const more = () => {
			while (!response.destroyed && sent < 100 * MB) {
				sent += chunk.length;
				note(sent);
				if (!response.write(chunk)) return;
			}
			response.end(JSON.stringify(body));
		};
		response.on('drain', more);
		more();
	};
}

/** The first request is met so, the others as they are. */
const atFirst =
	(first: Handler, then: Handler): Handler =>
	(request, response, nth) =>
		nth === 0 ? first(request, response, nth) : then(request, response, nth);

const settled = async () => await runClock(new Promise((resolve) => setTimeout(resolve, 2_000)));

describe('an answer that comes a byte a second', () => {
	test.each([
		['in its body', trickle(running('t1'), 150)],
		['before its body', trickleHead],
	])('%s holds a wait no longer than Max Wait', async (_name, slow) => {
		kie.handlers[READ] = slow;

		const { run, seconds } = await generate({ maxWait: 5 });

		expect(errorOf(run).message).toContain("within 'Max Wait (Seconds)' (task t1)");
		expect(seconds).toBeLessThan(60);
		await settled();
		expect(kie.open).toEqual([]);
	});

	test('is asked for anew while there is time', async () => {
		kie.handlers[READ] = atFirst(trickle(done('t1'), 200), kie.json(done('t1')));

		const { run, seconds } = await generate();

		expect(jsonOf(run, 'Next')).toMatchObject([{ taskId: 't1', status: 'success' }]);
		expect(seconds).toBeLessThan(120);
	});

	test.each([
		['in its body', trickle(created('t1'), 150)],
		['before its body', trickleHead],
	])('%s holds a create for a minute, and may have been billed', async (_name, slow) => {
		kie.handlers[CREATE] = slow;

		const { run, seconds } = await generate();

		expect(errorOf(run).message).toContain('may have been billed');
		expect(seconds).toBeGreaterThanOrEqual(59);
		expect(seconds).toBeLessThan(100);
		await settled();
		expect(kie.open).toEqual([]);
	});

	test('holds an upload for some minutes in all', async () => {
		kie.handlers[UPLOAD] = trickle(uploaded(0), 1_000);

		const { run, seconds } = await upload(picture('png', 30, 20));

		expect(errorOf(run).context.errorCode).toBe('ETIMEDOUT');
		expect(seconds).toBeLessThan(600);
		await settled();
		expect(kie.open).toEqual([]);
	});

	test.each([
		['a wait', READ, 8_000],
		['a create', CREATE, 2_000],
	])('does not hold %s that is canceled', async (_name, path, after) => {
		kie.handlers[path] = trickle(running('t1'), 150);
		let canceledAt = 0;
		const ended = runWorkflow(workflow(IMAGELESS), {
			credentials: kie.credentials,
			onStart: (run) =>
				setTimeout(() => {
					canceledAt = Date.now();
					expect(kie.open).toEqual([path]);
					run.cancel();
				}, after + 4_000),
		});

		const run = await runClock(ended);

		expect(run.status).toBe('canceled');
		expect(Date.now() - canceledAt).toBeLessThan(5_000);
		await settled();
		expect(kie.open).toEqual([]);
	});
});

describe('an answer that is far too large', () => {
	test('is not read to its end, and counts as none', async () => {
		let sent = 0;
		kie.handlers[READ] = atFirst(
			flood(failed('t1', 400, 'no'), (bytes) => (sent = bytes)),
			kie.json(done('t1')),
		);

		const { run } = await generate();

		expect(jsonOf(run, 'Next')).toMatchObject([{ taskId: 't1', status: 'success' }]);
		expect(sent).toBeLessThan(40 * MB);
		expect(kie.open).toEqual([]);
	});

	test('of a create leaves open whether it was billed', async () => {
		kie.handlers[CREATE] = flood(created('t1'));

		const { run } = await generate();

		expect(errorOf(run).message).toContain('may have been billed');
	});
});

describe('a create that never left', () => {
	const behind = async (
		handler: (socket: Socket) => void,
		job: (origin: string) => Promise<void>,
	) => {
		const server = createServer((socket) => {
			socket.on('error', () => {});
			socket.resume();
			handler(socket);
		});
		await job(`https://${await listen(server)}`);
		await new Promise((resolve) => server.close(resolve));
	};

	test.each<[string, (socket: Socket) => void]>([
		['speaks no TLS', (socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n')],
		[
			'refuses the handshake',
			(socket) => socket.once('data', () => socket.end(Buffer.from([21, 3, 3, 0, 2, 2, 40]))),
		],
	])('because the server %s, was surely not billed', async (_name, handler) => {
		await behind(handler, async (origin) => {
			kie.credentials.baseUrl = origin;

			const { run } = await generate();

			expect(errorOf(run).message).toBe('KIE could not be reached [item 0]');
		});
	});
});
