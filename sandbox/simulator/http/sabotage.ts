import { pipeline } from 'node:stream/promises';
import { setTimeout } from 'node:timers/promises';
import type { FastifyReply } from 'fastify';
import type { Clock } from '../clock.ts';
import type { AnswerFault, FaultOf } from '../faults/faultKinds.ts';
import { messageOf } from '../refusal.ts';
import { deliver, jsonAnswer } from './answer.ts';
import type { Answer, Exchange } from './answer.ts';

interface Stage extends Exchange {
	clock: Clock;
	/** Where redirects lead. */
	otherHost: string;
	/** In which words the endpoint says 429. */
	tooMany: string;
}

const pieces = 20;

/** What strikes instead of the request. False: it may go on. */
export async function strikeBefore(fault: AnswerFault, stage: Stage): Promise<boolean> {
	const { clock, otherHost, tooMany, request, reply } = stage;
	switch (fault.kind) {
		case 'rateLimit': {
			const headers: Record<string, string> =
				fault.retryAfter === undefined ? {} : { 'retry-after': String(fault.retryAfter) };
			const http = fault.as === 'http' ? 429 : 200;
			deliver(stage, jsonAnswer({ code: 429, msg: tooMany, data: null }, http, headers));
			return true;
		}
		case 'redirect':
			void reply.redirect(`${otherHost}${request.url}`, fault.status);
			return true;
		case 'slow':
			if (fault.when === 'before') await clock.sleep(fault.delayMs);
			return false;
		case 'reset':
			if (fault.when !== 'before') return false;
			breakConnection(reply);
			return true;
		case 'error':
			if (fault.when !== 'before') return false;
			deliver(stage, errorAnswer(fault));
			return true;
		case 'html':
			if (fault.when !== 'before') return false;
			deliver(stage, htmlAnswer(fault));
			return true;
		default:
			return false;
	}
}

/** What becomes of the answer to a request that was carried out. */
export async function strikeAfter(fault: AnswerFault, stage: Stage, answer: Answer): Promise<void> {
	const { clock, reply } = stage;
	switch (fault.kind) {
		case 'error':
			deliver(stage, errorAnswer(fault));
			return;
		case 'html':
			deliver(stage, htmlAnswer(fault));
			return;
		case 'reset':
			if (fault.when === 'midway') return await stream(reply, answer, answer.length, half(answer));
			return breakConnection(reply);
		case 'truncated':
			deliver(stage, truncate(answer));
			return;
		case 'trickle':
			return await stream(reply, answer, answer.length, drip(answer, clock, fault.durationMs));
		case 'endless':
			return await stream(reply, answer, undefined, withoutEnd(answer));
		case 'slow':
			if (fault.when === 'after') await clock.sleep(fault.delayMs);
			deliver(stage, answer);
			return;
		default:
			deliver(stage, answer);
			return;
	}
}

function errorAnswer({ code, msg, as }: FaultOf<'error'>): Answer {
	const http = as === 'http' && code >= 400 && code <= 599 ? code : 200;
	return jsonAnswer({ code, msg: msg ?? messageOf(code), data: null }, http);
}

function htmlAnswer({ status, body }: FaultOf<'html'>): Answer {
	const page = Buffer.from(
		body ?? `<!DOCTYPE html><html><body><h1>${status}</h1><p>error code: 1010</p></body></html>`,
	);
	const headers = { 'content-type': 'text/html; charset=utf-8' };
	return { http: status, code: status, headers, length: page.length, body: [page] };
}

function breakConnection(reply: FastifyReply): void {
	reply.hijack();
	reply.raw.socket?.resetAndDestroy();
}

/** The first bytes of a body, without reading the rest. */
async function* first(bytes: number, body: Answer['body']): AsyncGenerator<Buffer> {
	let left = bytes;
	for await (const chunk of body) {
		yield chunk.subarray(0, left);
		left -= chunk.length;
		if (left <= 0) return;
	}
}

/** A complete HTTP answer whose content is cut off. */
function truncate(answer: Answer): Answer {
	const length = Math.floor(answer.length * 0.6);
	return { ...answer, length, body: first(length, answer.body) };
}

/** Sends a body past Fastify, which would hold on to it. Without a length it is sent in HTTP chunks. */
async function stream(
	reply: FastifyReply,
	{ http, headers }: Answer,
	length: number | undefined,
	body: AsyncIterable<Buffer>,
): Promise<void> {
	reply.hijack();
	reply.raw.writeHead(http, {
		...headers,
		...(length === undefined ? {} : { 'content-length': length }),
	});
	// It ends with an error on purpose, or because the caller had enough.
	await pipeline(body, reply.raw).catch(() => {});
}

async function* half(answer: Answer): AsyncGenerator<Buffer> {
	yield* first(Math.ceil(answer.length / 2), answer.body);
	// Let what was sent reach the caller before the connection breaks.
	await setTimeout(20);
	throw new Error('broken off');
}

async function* drip(answer: Answer, clock: Clock, durationMs: number): AsyncGenerator<Buffer> {
	const size = Math.max(1, Math.ceil(answer.length / pieces));
	for await (const chunk of answer.body) {
		for (let from = 0; from < chunk.length; from += size) {
			const piece = chunk.subarray(from, from + size);
			yield piece;
			await clock.sleep((durationMs * piece.length) / answer.length);
		}
	}
}

async function* withoutEnd(answer: Answer): AsyncGenerator<Buffer> {
	yield* answer.body;
	const nothing = Buffer.alloc(64 * 1024);
	for (;;) {
		yield nothing;
		await setTimeout(5);
	}
}
