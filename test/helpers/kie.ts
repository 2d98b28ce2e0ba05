import nock from 'nock';
import { BASE_URL } from './engine.ts';
import { ONE_PIXEL } from './onePixel.ts';

export const IMAGE_HOST = 'https://tempfile.aiquickdraw.com';

const BROKEN = { reset: 'ECONNRESET', refused: 'ECONNREFUSED', timeout: 'ECONNABORTED' };

interface HttpAnswer {
	httpStatus: number;
	body: nock.Body;
	headers?: Record<string, string>;
}

/** One answer: the body, or a status with a body, or what the connection does instead. */
export type Answer = Record<string, unknown> | HttpAnswer | keyof typeof BROKEN;

/** One after the other, the last one for ever; or by the request. */
type Answers = Answer[] | ((body: Record<string, unknown>, nth: number) => Answer);

export interface SeenRequest {
	method: string;
	host: string;
	path: string;
	body: Record<string, unknown>;
	headers: Record<string, unknown>;
	/** Milliseconds of the (faked) clock since the mock began. */
	at: number;
}

export const ok = (data: unknown) => ({ code: 200, msg: 'success', data });
export const created = (taskId: string) => ok({ taskId });
export const running = (taskId: string) =>
	ok({ taskId, successFlag: 0, status: 'GENERATING', progress: '0.50', response: null });
export const done = (taskId: string, urls = [`${IMAGE_HOST}/${taskId}.png`]) =>
	ok({
		taskId,
		paramJson: JSON.stringify({ prompt: `prompt of ${taskId}`, callBackUrl: 'https://secret' }),
		successFlag: 1,
		status: 'SUCCESS',
		progress: '1.00',
		createTime: 1_700_000_000_000,
		completeTime: 1_700_000_060_000,
		response: { resultUrls: urls },
		errorCode: null,
		errorMessage: '',
	});
export const failed = (taskId: string, errorCode: number | null, errorMessage: string | null) =>
	ok({
		taskId,
		successFlag: 3,
		status: 'GENERATE_FAILED',
		progress: '0.00',
		errorCode,
		errorMessage,
	});
export const refused = (code: number, msg: string) => ({ code, msg, data: null });

/** A file as a host gives it out. */
export const served = (bytes: Buffer, type = 'image/png', headers = {}): Answer => ({
	httpStatus: 200,
	body: bytes,
	headers: { 'content-type': type, ...headers },
});

/** A file as the upload host saw it arrive. */
export interface SeenUpload extends Record<string, unknown> {
	bytes: Buffer;
	type: string;
	/** The name in the multipart header, and the field of the same purpose. */
	name: string;
	fileName: string;
	uploadPath: string;
}

const UPLOAD_URL = 'https://kieai.redpandaai.co';

export const uploadedUrl = (nth: number) => `https://tempfile.redpandaai.co/up/${nth}.png`;
export const uploaded = (nth: number) => ({
	success: true,
	...ok({
		downloadUrl: uploadedUrl(nth),
		fileName: `${nth}.png`,
		fileSize: 123,
		mimeType: 'image/png',
		uploadedAt: '2026-10-01T07:46:53.882Z',
	}),
});

/** The multipart body as nock hands it over: in hexadecimal where it is not text. */
async function readUpload(sent: string, type: string): Promise<SeenUpload> {
	const body = Buffer.from(sent, /^([0-9a-f]{2})+$/.test(sent) ? 'hex' : 'utf8');
	const form = await new Response(body, { headers: { 'content-type': type } }).formData();
	const file = form.get('file') as File;
	return {
		bytes: Buffer.from(await file.arrayBuffer()),
		type: file.type,
		name: file.name,
		fileName: String(form.get('fileName')),
		uploadPath: String(form.get('uploadPath')),
	};
}

/** KIE's wire, answered by the test: what it says, and what it was asked and when. */
export class KieWire {
	readonly requests: SeenRequest[] = [];

	readonly uploads: SeenUpload[] = [];

	private readonly start = Date.now();

	constructor() {
		const note = this.note.bind(this);
		nock.disableNetConnect();
		nock(IMAGE_HOST)
			.persist()
			.get(/.*/)
			.reply(function (path) {
				note(IMAGE_HOST, 'GET', path, {}, this.req.headers);
				return [200, ONE_PIXEL, { 'content-type': 'image/png' }];
			});
	}

	onCreate(answers: Answers): this {
		return this.serve('POST', /^\/api\/v1\/gpt4o-image\/generate$/, answers);
	}

	/** What the upload host answers, by the number of the upload; by default what it should. */
	onUpload(answers: Answers = (_, nth) => uploaded(nth)): this {
		const seen = this.uploads;
		return this.serve(
			'POST',
			'/api/file-stream-upload',
			(body, nth) => {
				seen.push(body as unknown as SeenUpload);
				return typeof answers === 'function'
					? answers(body, nth)
					: answers[Math.min(nth, answers.length - 1)]!;
			},
			UPLOAD_URL,
		);
	}

	/** A place on the internet. */
	at(url: string, answers: Answers): this {
		const { origin, pathname, search } = new URL(url);
		return this.serve('GET', `${pathname}${search}`, answers, origin);
	}

	onRead(taskId: string, answers: Answers): this {
		return this.serve('GET', new RegExp(`gpt4o-image/record-info\\?taskId=${taskId}$`), answers);
	}

	/** The other APIs have no such task. */
	unknownElsewhere(): this {
		return this.on('GET', /^\/api\/v1\/flux\/kontext\/record-info/, [
			refused(422, 'The record does not exist'),
		]).on('GET', /^\/api\/v1\/jobs\/recordInfo/, [refused(422, 'recordInfo is null')]);
	}

	on(method: 'GET' | 'POST', path: RegExp, answers: Answers, base = BASE_URL): this {
		return this.serve(method, path, answers, base);
	}

	private serve(
		method: 'GET' | 'POST',
		path: RegExp | string,
		answers: Answers,
		base = BASE_URL,
	): this {
		const note = this.note.bind(this);
		let nth = 0;
		nock(base)
			.persist()
			.intercept(path, method)
			.reply(async function (requestPath, requestBody) {
				const type = String(this.req.headers['content-type'] ?? '');
				const body = type.startsWith('multipart/')
					? await readUpload(requestBody as unknown as string, type)
					: typeof requestBody === 'object'
						? requestBody
						: {};
				note(base, method, requestPath, body, this.req.headers);
				const answer =
					typeof answers === 'function'
						? answers(body, nth)
						: answers[Math.min(nth, answers.length - 1)];
				nth++;
				if (answer === undefined || typeof answer === 'string') {
					const code = BROKEN[answer ?? 'reset'];
					throw Object.assign(new Error(`broken on purpose: ${code}`), { code });
				}
				if (!('httpStatus' in answer)) return [200, answer as nock.Body];
				const { httpStatus, body: text, headers = {} } = answer as HttpAnswer;
				return [httpStatus, text, headers];
			});
		return this;
	}

	private note(
		base: string,
		method: string,
		path: string,
		body: Record<string, unknown>,
		headers: Record<string, unknown>,
	): void {
		const { host } = new URL(base);
		this.requests.push({ method, host, path, body, headers, at: Date.now() - this.start });
	}

	/** Requests to a host. */
	to(host: string): SeenRequest[] {
		return this.requests.filter((request) => request.host === host);
	}

	get posts(): SeenRequest[] {
		return this.requests.filter(({ method }) => method === 'POST');
	}

	get creates(): SeenRequest[] {
		return this.requests.filter(({ path }) => path.endsWith('/generate'));
	}

	/** The prompts of the creates, in their order. */
	get prompts(): unknown[] {
		return this.creates.map(({ body }) => body.prompt);
	}

	readsOf(taskId: string): SeenRequest[] {
		return this.requests.filter(({ path }) =>
			path.endsWith(`gpt4o-image/record-info?taskId=${taskId}`),
		);
	}
}
