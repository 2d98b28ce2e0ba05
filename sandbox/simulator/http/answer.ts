import { Readable } from 'node:stream';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { messageOf, NoSuchPath, Refusal } from '../refusal.ts';

/** An answer before it is sent: faults may still do something to it. */
export interface Answer {
	http: number;
	/** The code in the body; the HTTP status where there is none. */
	code: number;
	headers: Readonly<Record<string, string>>;
	length: number;
	body: Iterable<Buffer> | AsyncIterable<Buffer>;
}

/** A request and where its answer goes. */
export interface Exchange {
	request: FastifyRequest;
	reply: FastifyReply;
}

type Envelope = Readonly<Record<string, unknown>> & { code: number };

export function jsonAnswer(
	envelope: Envelope,
	http = 200,
	headers: Readonly<Record<string, string>> = {},
): Answer {
	const text = Buffer.from(JSON.stringify(envelope));
	return {
		http,
		code: envelope.code,
		headers: { 'content-type': 'application/json; charset=utf-8', ...headers },
		length: text.length,
		body: [text],
	};
}

export const success = (data: unknown): Answer => jsonAnswer({ code: 200, msg: 'success', data });

/** What went wrong, in KIE's envelope. */
export function refusalAnswer(error: unknown): Answer {
	if (error instanceof NoSuchPath) return noSuchPathAnswer(error.path);
	if (error instanceof Refusal) {
		const { code, message, http } = error;
		return jsonAnswer({ code, msg: message, data: null }, http);
	}
	const status = statusOf(error);
	// An unreadable body is KIE's 400; anything that is no fault of the caller is our own.
	if (status >= 500) return jsonAnswer({ code: 500, msg: messageOf(500), data: null }, 500);
	const code = status === 413 ? 413 : 400;
	return jsonAnswer({ code, msg: messageOf(400), data: null }, code === 413 ? 413 : 200);
}

/** As recorded: of another form than all others. */
function noSuchPathAnswer(path: string): Answer {
	const answer = {
		timestamp: Date.now(),
		status: 404,
		error: 'Not Found',
		message: 'No message available',
		path,
	};
	const text = Buffer.from(JSON.stringify(answer));
	const headers = { 'content-type': 'application/json' };
	return { http: 404, code: 404, headers, length: text.length, body: [text] };
}

export function statusOf(error: unknown): number {
	if (typeof error !== 'object' || error === null || !('statusCode' in error)) return 500;
	return typeof error.statusCode === 'number' ? error.statusCode : 500;
}

/** Sends an answer. The reply is not awaited: it would be until the caller has all of it. */
export function send(reply: FastifyReply, answer: Answer): void {
	void reply
		.code(answer.http)
		.headers({ ...answer.headers, 'content-length': answer.length })
		.send(Readable.from(answer.body, { objectMode: false }));
}

/** Sends an answer and notes it with the request. */
export function deliver({ request, reply }: Exchange, answer: Answer): void {
	request.note.code = answer.code;
	request.note.status = answer.http;
	send(reply, answer);
}
