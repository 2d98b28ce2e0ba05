import type { FastifyReply, FastifyRequest } from 'fastify';

export interface RequestNote {
	at: number;
	method: string;
	path: string;
	query: string;
	/** The key itself is never kept. */
	auth: 'none' | 'valid' | 'invalid';
	account: string | null;
	body: unknown;
	/** HTTP status; null when the connection ended without an answer. */
	status: number | null;
	/** The code in the body, where the answer has one. */
	code: number | null;
	/** The fault that struck, if any. */
	fault: string | null;
	ms: number | null;
}

const kept = 5_000;

/** Long texts (a base64 file) by their length only. */
function abridge(value: unknown): unknown {
	if (typeof value === 'string')
		return value.length > 12_000 ? `${value.slice(0, 60)}… (${value.length} characters)` : value;
	if (Array.isArray(value)) return value.map(abridge);
	if (typeof value !== 'object' || value === null) return value;
	return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, abridge(inner)]));
}

/** The requests that came in, and one log line for each. */
export class Requests {
	readonly #log: (line: string) => void;
	#notes: RequestNote[] = [];

	constructor(log: (line: string) => void) {
		this.#log = log;
	}

	/** Opens a note; it is completed and logged when the answer is out, or the connection gone. */
	open(request: FastifyRequest, reply: FastifyReply): RequestNote {
		const [path = '', query = ''] = request.url.split('?', 2);
		const started = performance.now();
		const note: RequestNote = {
			at: Date.now(),
			method: request.method,
			path,
			query,
			auth: 'none',
			account: null,
			body: null,
			status: null,
			code: null,
			fault: null,
			ms: null,
		};
		if (!path.startsWith('/__sim')) {
			this.#notes.push(note);
			if (this.#notes.length > kept) this.#notes.shift();
		}
		reply.raw.once('close', () => {
			note.ms = Math.round(performance.now() - started);
			note.status = reply.raw.headersSent ? reply.raw.statusCode : null;
			this.#log(lineOf(note));
		});
		return note;
	}

	body(note: RequestNote, body: unknown): void {
		note.body = abridge(body ?? null);
	}

	/** A fault of the simulator itself. */
	bug(error: unknown): void {
		this.#log(
			`simulator bug: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`,
		);
	}

	list(): RequestNote[] {
		return structuredClone(this.#notes);
	}

	clear(): void {
		this.#notes = [];
	}
}

function lineOf(note: RequestNote): string {
	const parts = [
		new Date(note.at).toISOString().slice(11, 23),
		note.method,
		note.query ? `${note.path}?${note.query}` : note.path,
		note.status ?? 'no answer',
	];
	if (note.code !== null && note.code !== note.status) parts.push(`code ${note.code}`);
	if (note.fault) parts.push(`fault ${note.fault}`);
	return [...parts, `${note.ms} ms`].join(' ');
}
