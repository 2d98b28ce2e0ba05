import { Readable } from 'node:stream';

/** What comes back for one request, and what the connection does. */
export interface Answer {
	status?: number;
	body?: unknown;
	headers?: Record<string, string>;
	/** It comes so much later. */
	delayMs?: number;
	/** Instead of an answer. */
	breaks?: 'ECONNRESET' | 'ECONNREFUSED';
	/** `end`: it stops halfway as if it were all; `connection`: it breaks halfway. */
	half?: 'end' | 'connection';
}

export const ok = (data: unknown): Answer => ({ body: { code: 200, msg: 'success', data } });
export const no = (code: number, msg: string, http = 200): Answer => ({
	status: http,
	body: { code, msg, data: null },
});
export const page = (status: number): Answer => ({
	status,
	body: `<html><body><h1>${status}</h1></body></html>`,
	headers: { 'content-type': 'text/html' },
});
export const reset: Answer = { breaks: 'ECONNRESET' };

/** As nock wants it. */
export function toReply(answer: Answer): [number, Readable, Record<string, string>] {
	const { status = 200, body, headers = {}, half } = answer;
	const bytes = Buffer.isBuffer(body)
		? body
		: Buffer.from(typeof body === 'string' ? body : JSON.stringify(body ?? ''));
	const sent = half ? bytes.subarray(0, Math.ceil(bytes.length / 2)) : bytes;
	const type = { 'content-type': 'application/json', ...headers };
	return [status, half === 'connection' ? breaking(sent) : Readable.from([sent]), type];
}

function breaking(bytes: Buffer): Readable {
	let isSent = false;
	return new Readable({
		read() {
			if (!isSent) this.push(bytes);
			else this.destroy(Object.assign(new Error('broken on purpose'), { code: 'ECONNRESET' }));
			isSent = true;
		},
	});
}
