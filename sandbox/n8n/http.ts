/** n8n's REST interface as its own editor speaks it: a cookie, JSON, answers wrapped in `data`. */
import { z } from 'zod';

export type Method = 'GET' | 'POST' | 'PATCH' | 'DELETE';

export class N8nHttpError extends Error {
	readonly status: number;
	readonly body: string;

	constructor(call: string, status: number, body: string) {
		super(`n8n answered ${status} to ${call}: ${body.slice(0, 500)}`);
		this.name = 'N8nHttpError';
		this.status = status;
		this.body = body;
	}
}

const LIMIT_MS = 120_000;

export class N8nHttp {
	readonly url: string;
	private cookie = '';
	private apiKey = '';

	constructor(url: string) {
		this.url = url.replace(/\/$/, '');
	}

	get isLoggedIn(): boolean {
		return this.cookie !== '';
	}

	useApiKey(key: string): void {
		this.apiKey = key;
	}

	/** A call to /rest; `data` of the answer is checked against the schema. */
	async rest<T extends z.ZodTypeAny>(
		method: Method,
		path: string,
		schema: T,
		body?: unknown,
	): Promise<z.output<T>> {
		const response = await this.send(method, `/rest${path}`, body);
		const text = await response.text();
		const answer: unknown = text === '' ? {} : JSON.parse(text);
		return checked(z.object({ data: schema }), answer, `${method} /rest${path}`).data;
	}

	/** A call to the public API, which alone gives executions as plain JSON. */
	async api<T extends z.ZodTypeAny>(method: Method, path: string, schema: T): Promise<z.output<T>> {
		const response = await this.send(method, `/api/v1${path}`);
		return checked(schema, await response.json(), `${method} /api/v1${path}`);
	}

	async bytes(path: string): Promise<Buffer> {
		const response = await this.send('GET', path);
		return Buffer.from(await response.arrayBuffer());
	}

	private async send(method: Method, path: string, body?: unknown): Promise<Response> {
		// No `browser-id`: n8n binds the cookie to it, so it is sent always or, as here, never.
		const response = await fetch(`${this.url}${path}`, {
			method,
			headers: {
				...(this.cookie ? { cookie: this.cookie } : {}),
				...(this.apiKey ? { 'x-n8n-api-key': this.apiKey } : {}),
				...(body === undefined ? {} : { 'content-type': 'application/json' }),
			},
			...(body === undefined ? {} : { body: JSON.stringify(body) }),
			signal: AbortSignal.timeout(LIMIT_MS),
		});
		const login = response.headers.getSetCookie().find((one) => one.startsWith('n8n-auth='));
		if (login) this.cookie = login.split(';', 1)[0] ?? '';
		if (!response.ok)
			throw new N8nHttpError(`${method} ${path}`, response.status, await response.text());
		return response;
	}
}

function checked<T extends z.ZodTypeAny>(schema: T, answer: unknown, call: string): z.output<T> {
	const result = schema.safeParse(answer);
	if (result.success) return result.data as z.output<T>;
	const issues = result.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
	throw new Error(`n8n answered ${call} in a way not known here: ${issues.join('; ')}`);
}
