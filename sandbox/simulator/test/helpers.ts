import { once } from 'node:events';
import { createServer } from 'node:http';
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createCanvas, loadImage } from '@napi-rs/canvas';
import type { SKRSContext2D } from '@napi-rs/canvas';
import { onTestFinished } from 'vitest';
import { startSimulator } from '../index.ts';
import type { Simulator, SimulatorOptions } from '../index.ts';

export const key = 'sim-kie-key';

export interface Reply {
	http: number;
	headers: Headers;
	code: number;
	msg: string;
	// Answers differ by endpoint; tests say what they expect of them.
	data: Record<string, unknown>;
}

export interface Kie extends Simulator {
	post: (path: string, body: unknown, apiKey?: string) => Promise<Reply>;
	get: (path: string, apiKey?: string) => Promise<Reply>;
	/** Creates a 4o task and returns its id. */
	create: (fields?: Record<string, unknown>) => Promise<string>;
	read: (taskId: string) => Promise<Reply>;
	/** The ledger's entry of a task, once it has ended. */
	ended: (taskId: string) => Promise<ReturnType<Simulator['ledger']>['tasks'][number]>;
}

async function replyOf(response: Response): Promise<Reply> {
	const json = (await response.json()) as { code: number; msg: string; data: never };
	return { http: response.status, headers: response.headers, ...json };
}

/** A simulator for one test, two thousand times faster than life unless said otherwise. */
export async function start(options: SimulatorOptions = {}): Promise<Kie> {
	const simulator = await startSimulator({ speed: 2_000, ...options });
	onTestFinished(() => simulator.close());
	const headers = (apiKey: string) => ({ authorization: `Bearer ${apiKey}` });
	const post: Kie['post'] = async (path, body, apiKey = key) =>
		replyOf(
			await fetch(simulator.url + path, {
				method: 'POST',
				headers: { ...headers(apiKey), 'content-type': 'application/json' },
				body: JSON.stringify(body),
			}),
		);
	const get: Kie['get'] = async (path, apiKey = key) =>
		replyOf(await fetch(simulator.url + path, { headers: headers(apiKey) }));
	return {
		...simulator,
		post,
		get,
		create: async (fields = {}) => {
			const { data } = await post('/api/v1/gpt4o-image/generate', {
				prompt: 'A lighthouse in the rain',
				size: '1:1',
				...fields,
			});
			return String(data.taskId);
		},
		read: (taskId) => get(`/api/v1/gpt4o-image/record-info?taskId=${taskId}`),
		ended: (taskId) =>
			until(() => simulator.ledger().tasks.find((task) => task.id === taskId && task.completedAt)),
	};
}

/** Waits until something is there. */
export async function until<T>(
	look: () => T | undefined | null | false,
	withinMs = 30_000,
): Promise<T> {
	const deadline = Date.now() + withinMs;
	for (;;) {
		const found = look();
		if (found) return found;
		if (Date.now() > deadline) throw new Error('it never came');
		await new Promise((resolve) => setTimeout(resolve, 3));
	}
}

/** A server on loopback for one test. */
export async function serve(listener: RequestListener): Promise<string> {
	const server = createServer(listener).listen(0, '127.0.0.1');
	await once(server, 'listening');
	onTestFinished(() => {
		server.closeAllConnections();
		server.close();
	});
	return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** Serves one file under any path. */
export const serveFile = (bytes: Buffer, mime = 'image/png'): Promise<string> =>
	serve((_request, response) => response.writeHead(200, { 'content-type': mime }).end(bytes));

export interface Received {
	at: number;
	path: string;
	headers: IncomingMessage['headers'];
	body: { code: number; msg: string; data: Record<string, unknown> | null };
}

/** A receiver of callbacks; `answer` decides what each one gets. */
export async function receiver(
	answer: (response: ServerResponse, count: number) => void = (response) => response.end(),
): Promise<{ url: string; received: Received[] }> {
	const received: Received[] = [];
	const url = await serve((request, response) => {
		const chunks: Buffer[] = [];
		request.on('data', (chunk: Buffer) => chunks.push(chunk));
		request.on('end', () => {
			const body = JSON.parse(Buffer.concat(chunks).toString()) as Received['body'];
			const { headers, url: path = '' } = request;
			received.push({ at: performance.now(), path, headers, body });
			answer(response, received.length);
		});
	});
	return { url: `${url}/callback`, received };
}

/** A picture to send: painted on white. */
export function picture(
	width: number,
	height: number,
	paint: (context: SKRSContext2D) => void = () => {},
	type: 'png' | 'jpeg' = 'png',
): Promise<Buffer> {
	const canvas = createCanvas(width, height);
	const context = canvas.getContext('2d');
	context.fillStyle = '#ffffff';
	context.fillRect(0, 0, width, height);
	paint(context);
	return type === 'png' ? canvas.encode('png') : canvas.encode('jpeg');
}

interface Decoded {
	width: number;
	height: number;
	bytes: Buffer;
	mime: string;
	pixel: (x: number, y: number) => number[];
	/** How much of a pixel is there: 255 all of it, 0 nothing. */
	opacity: (x: number, y: number) => number;
	/** How many pixels there are of a kind. */
	count: (is: (red: number, green: number, blue: number, x: number) => boolean) => number;
}

/** Downloads a picture and decodes it. */
export async function look(url: string): Promise<Decoded> {
	const response = await fetch(url);
	const bytes = Buffer.from(await response.arrayBuffer());
	const image = await loadImage(bytes);
	const context = createCanvas(image.width, image.height).getContext('2d');
	context.drawImage(image, 0, 0);
	const { data } = context.getImageData(0, 0, image.width, image.height);
	return {
		width: image.width,
		height: image.height,
		bytes,
		mime: response.headers.get('content-type') ?? '',
		pixel: (x, y) => [...data.subarray((y * image.width + x) * 4).subarray(0, 3)],
		opacity: (x, y) => data[(y * image.width + x) * 4 + 3] ?? 0,
		count: (is) => {
			let found = 0;
			for (let at = 0; at < data.length; at += 4) {
				const [red = 0, green = 0, blue = 0] = [data[at], data[at + 1], data[at + 2]];
				if (is(red, green, blue, (at / 4) % image.width)) found += 1;
			}
			return found;
		},
	};
}
