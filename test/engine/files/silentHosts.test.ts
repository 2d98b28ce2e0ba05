import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { createServer } from 'node:http';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { FILES_AT_ONCE } from '../../../nodes/shared/output/download.ts';
import { bytesOf, prepareBinaryStore } from '../../helpers/binaryStore.ts';
import { runClock, useFakedClock } from '../../helpers/clock.ts';
import { API_KEY, hintsOf, outputOf, runWorkflow } from '../../helpers/engine.ts';
import { created, done } from '../../helpers/kie.ts';
import { listen } from '../../helpers/localServer.ts';
import { picture } from '../../helpers/pictures.ts';
import { Trigger } from '../../helpers/trigger.ts';
import { workflow } from '../../helpers/workflows.ts';

// Hosts of images that swallow every packet, over real sockets: KIE may see what n8n does not, and a
// picture that is paid for must not hold the workflow up.

useFakedClock();

type Handler = (request: IncomingMessage, response: ServerResponse) => void;

const PNG = picture('png', 3, 2);
const mute: Handler = () => {};
let servers: Server[];

beforeEach(async () => {
	servers = [];
	// A disk takes real time, in which the faked clock would run on.
	await prepareBinaryStore();
});
afterEach(async () => {
	for (const server of servers) {
		server.closeAllConnections();
		await new Promise((resolve) => server.close(resolve));
	}
});

async function serve(handler: Handler): Promise<string> {
	const server = createServer(handler);
	servers.push(server);
	return `http://${await listen(server)}`;
}

/** KIE, of which every task is done at once, with these images; and another host. */
async function serveAll(handler: Handler, images: (host: string) => string[]) {
	let asked = 0;
	const creates: unknown[] = [];
	const host = await serve((request, response) => {
		asked++;
		handler(request, response);
	});
	const kie = await serve((request, response) => {
		const isCreate = request.method === 'POST';
		if (isCreate) creates.push(request.url);
		request.resume();
		const taskId = `t${creates.length}`;
		const answer = isCreate ? created(taskId) : done(taskId, images(host));
		response.setHeader('content-type', 'application/json');
		response.end(JSON.stringify(answer));
	});
	return {
		host,
		creates,
		credentials: { apiKey: API_KEY, baseUrl: kie, uploadBaseUrl: kie },
		asked: () => asked,
	};
}

const pathsOf = (host: string, count: number) =>
	Array.from({ length: count }, (_, n) => `${host}/${n}.png`);

/** Runs it, and says how many seconds of the faked clock it took. */
async function timed(json: ReturnType<typeof workflow>, credentials: Record<string, string>) {
	const start = Date.now();
	const run = await runClock(runWorkflow(json, { credentials }));
	return { run, seconds: (Date.now() - start) / 1000 };
}

test('12 input images of a mute host go to KIE unchecked, after one short look', async () => {
	const kie = await serveAll(mute, () => []);
	const items = pathsOf(kie.host, 12).map((imageUrls) => ({ imageUrls }));
	const parameters = {
		...{ operation: 'edit', prompt: 'x', imageSource: 'url', waitUntilDone: false },
		imageUrls: '={{ $json.imageUrls }}',
	};

	const { run, seconds } = await timed(workflow(parameters, { items }), kie.credentials);

	expect(run.data.resultData.error?.message).toBeUndefined();
	expect(kie.creates).toHaveLength(12);
	expect(hintsOf(run, 'KIE')).toEqual([
		'n8n could not check 12 of the images, so KIE gets them unchecked. KIE accepts PNG, JPEG and WebP.',
	]);
	// As many as are looked at together; whoever comes after them is spared the silence.
	expect(kie.asked()).toBeLessThanOrEqual(8);
	expect(seconds).toBeLessThan(15);
});

test('an input image that stops in the middle goes to KIE unchecked too', async () => {
	const kie = await serveAll(
		(_, response) => void response.writeHead(200).write(PNG.subarray(0, 4)),
		() => [],
	);
	const parameters = {
		...{ operation: 'edit', prompt: 'x', imageSource: 'url', waitUntilDone: false },
		imageUrls: `${kie.host}/a.png`,
	};

	const { run, seconds } = await timed(workflow(parameters), kie.credentials);

	expect(run.data.resultData.error?.message).toBeUndefined();
	expect(kie.creates).toHaveLength(1);
	expect(hintsOf(run, 'KIE')).toEqual([expect.stringContaining('KIE gets it unchecked')]);
	expect(seconds).toBeLessThan(15);
});

const generate = { prompt: 'x', options: { outputItems: 'perTask' } };

test.each<[string, Handler]>([
	['never answers', mute],
	['stops in the middle', (_, response) => void response.writeHead(200).write(PNG.subarray(0, 30))],
])('12 finished images of a host that %s hold the node up once', async (_name, handler) => {
	const kie = await serveAll(handler, (host) => pathsOf(host, 12));

	const { run, seconds } = await timed(workflow(generate), kie.credentials);

	expect(run.status).toBe('success');
	const [item] = outputOf(run, 'Next');
	expect(item?.binary).toBeUndefined();
	expect(item?.json.imageUrls).toEqual(pathsOf(kie.host, 12));
	expect(hintsOf(run, 'KIE')).toEqual([
		expect.stringMatching(/^12 images could not be downloaded: .*nothing for 30 seconds/),
	]);
	expect(seconds).toBeLessThan(120);
});

test('KIE Trigger starts the workflow without the images of a mute host', async () => {
	const kie = await serveAll(mute, () => []);
	const trigger = new Trigger({ confirmResult: false }, kie.credentials);
	const info = { result_urls: pathsOf(kie.host, 12) };
	const start = Date.now();

	const { status, items } = await runClock(
		trigger.deliver({ code: 200, msg: 'success', data: { taskId: 't1', info } }),
	);

	expect(status).toBe(200);
	expect(items?.map(({ json, binary }) => [json.imageUrl, binary])).toEqual(
		info.result_urls.map((url) => [url, undefined]),
	);
	expect((Date.now() - start) / 1000).toBeLessThan(90);
});

test('a mute host is asked no more, while another gives its images', async () => {
	const other = await serve((_, response) => response.end(PNG));
	const kie = await serveAll(mute, (host) => [...pathsOf(host, 12), `${other}/good.png`]);

	const { run } = await timed(workflow(generate), kie.credentials);

	const files = outputOf(run, 'Next')[0]?.binary ?? {};
	expect(Object.keys(files)).toEqual(['data_12']);
	expect(await bytesOf(files.data_12)).toEqual(PNG);
	expect(kie.asked()).toBe(FILES_AT_ONCE);
});
