import nock from 'nock';
import { BASE_URL } from './engine.ts';

export const IMAGE_HOST = 'https://tempfile.aiquickdraw.com';
const PNG = Buffer.from(
	'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
	'base64',
);

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
	path: string;
	body: Record<string, unknown>;
	headers: Record<string, unknown>;
	/** Milliseconds of the (faked) clock since the mock began. */
	at: number;
}

const ok = (data: unknown) => ({ code: 200, msg: 'success', data });
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

/** KIE's wire, answered by the test: what it says, and what it was asked and when. */
export class KieWire {
	readonly requests: SeenRequest[] = [];

	private readonly start = Date.now();

	constructor() {
		const note = this.note.bind(this);
		nock.disableNetConnect();
		nock(IMAGE_HOST)
			.persist()
			.get(/.*/)
			.reply(function (path) {
				note('GET', path, {}, this.req.headers);
				return [200, PNG, { 'content-type': 'image/png' }];
			});
	}

	onCreate(answers: Answers): this {
		return this.serve('POST', /^\/api\/v1\/gpt4o-image\/generate$/, answers);
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

	on(method: 'GET' | 'POST', path: RegExp, answers: Answers): this {
		return this.serve(method, path, answers);
	}

	private serve(method: 'GET' | 'POST', path: RegExp, answers: Answers): this {
		const note = this.note.bind(this);
		let nth = 0;
		nock(BASE_URL)
			.persist()
			.intercept(path, method)
			.reply(async function (requestPath, requestBody) {
				const body = typeof requestBody === 'object' ? requestBody : {};
				note(method, requestPath, body, this.req.headers);
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
		method: string,
		path: string,
		body: Record<string, unknown>,
		headers: Record<string, unknown>,
	): void {
		this.requests.push({ method, path, body, headers, at: Date.now() - this.start });
	}

	get creates(): SeenRequest[] {
		return this.requests.filter(({ path }) => path.endsWith('/generate'));
	}

	readsOf(taskId: string): SeenRequest[] {
		return this.requests.filter(({ path }) =>
			path.endsWith(`gpt4o-image/record-info?taskId=${taskId}`),
		);
	}
}
