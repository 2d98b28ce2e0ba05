import nock from 'nock';
import { API_KEY, BASE_URL } from '../../helpers/engine.ts';
import { hold } from '../clock.ts';
import type { Scenario } from '../scenario.ts';
import { orderFate } from '../scenario.ts';
import type { Answer } from './answer.ts';
import { no, ok, toReply } from './answer.ts';
import { echoed } from './echo.ts';
import {
	brokenFile,
	brokenUpload,
	itemOfUpload,
	photoOf,
	PHOTOS,
	picture,
	resultOf,
	RESULTS,
	uploadAnswer,
} from './files.ts';
import type { Api, Ledger } from './ledger.ts';
import { Orders } from './orders.ts';
import { readAnswer, unknownTask } from './readAnswer.ts';
import { urlsIn } from './records.ts';

const UPLOADS = 'https://kieai.redpandaai.co';

const CREATE: Record<string, Api> = {
	'/api/v1/gpt4o-image/generate': 'gpt4oImage',
	'/api/v1/flux/kontext/generate': 'fluxKontext',
	'/api/v1/jobs/createTask': 'market',
};
const READ: Record<string, Api> = {
	'/api/v1/gpt4o-image/record-info': 'gpt4oImage',
	'/api/v1/flux/kontext/record-info': 'fluxKontext',
	'/api/v1/jobs/recordInfo': 'market',
};

/**
 * KIE and the hosts of its files, on the mocked wire and the faked clock: a reading of kie-api.md of
 * its own, which does to every request what the scenario says, and keeps the books.
 */
export class FaultyKie {
	readonly ledger: Ledger = { requests: [], creates: [], tasks: [] };

	readonly orders: Orders;

	/** So much the clock of n8n's machine was set: KIE has one of its own. */
	clockSetBy = 0;

	private readonly fetched = new Map<string, number>();

	private readonly uploads = new Map<number, number>();

	constructor(private readonly scenario: Scenario) {
		this.orders = new Orders(scenario, this.ledger, () => this.now());
		nock.disableNetConnect();
		this.serve(BASE_URL, async (method, url, body) => this.api(method, url, body));
		this.serve(UPLOADS, async (_method, _url, body) => this.upload(body));
		this.serve(RESULTS, async (_method, url) => this.result(url));
		this.serve(PHOTOS, async (_method, url) => this.photo(url));
	}

	now(): number {
		return Date.now() - this.clockSetBy;
	}

	private serve(
		base: string,
		answer: (method: string, url: URL, body: Buffer) => Promise<Answer>,
	): void {
		const { host } = new URL(base);
		const takeDown = (method: string, path: string, headers: Record<string, unknown>) => {
			const hasKey = JSON.stringify(headers).includes(API_KEY);
			this.ledger.requests.push({ at: this.now(), method, host, path, hasKey });
		};
		for (const method of ['GET', 'POST']) {
			nock(base)
				.persist()
				.intercept(/.*/, method)
				.reply(async function (path, sent) {
					takeDown(method, path, this.req.headers as Record<string, unknown>);
					const reply = await answer(method, new URL(path, base), bytesOf(sent));
					return await played(reply, () => hold(method, host, path));
				});
		}
	}

	private api(method: string, url: URL, body: Buffer): Answer {
		const { pathname: path } = url;
		const [toCreate, toRead] = [CREATE[path], READ[path]];
		if (method === 'POST' && toCreate) return this.orders.take(toCreate, body);
		if (toRead) return this.read(toRead, url.searchParams.get('taskId') ?? '');
		if (path === '/api/v1/chat/credit') return ok(CREDITS);
		if (path.endsWith('/download-url')) return this.link(body);
		return no(404, 'No message available', 404);
	}

	private read(api: Api, id: string): Answer {
		const task = this.ledger.tasks.find((one) => one.id === id);
		return task?.api === api ? readAnswer(task, this.now()) : unknownTask({ api });
	}

	private link(body: Buffer): Answer {
		const { url } = JSON.parse(body.toString()) as { url: string };
		const isKnown = this.ledger.tasks.some((task) => urlsIn(task, this.now()).includes(url));
		return isKnown ? ok(linkTo(url)) : no(422, 'url is wrong');
	}

	private result({ pathname, href }: URL): Answer {
		const [, id = '', file = ''] = pathname.split('/');
		const task = this.ledger.tasks.find((one) => one.id === id);
		if (!task || !/^\d+\.png$/.test(file)) return no(404, 'Not Found', 404);
		const nth = this.fetched.get(href) ?? 0;
		this.fetched.set(href, nth + 1);
		const bytes = resultOf(task.item, Number.parseInt(file, 10));
		const { files } = task.fate;
		return files && nth < files.times ? brokenFile(files.fault, href, bytes) : picture(bytes);
	}

	private photo({ pathname }: URL): Answer {
		const item = Number(/item-(\d+)/.exec(pathname)?.[1] ?? -1);
		const photo = this.scenario.items[item]?.photo ?? 'well';
		if (photo === 'gone') return no(404, 'Not Found', 404);
		return photo === 'http500' ? no(500, 'Oops', 500) : picture(photoOf(item));
	}

	private upload(body: Buffer): Answer {
		const named = /item-(\d+)/.exec(body.toString('latin1'))?.[1];
		const item = named === undefined ? itemOfUpload(body) : Number(named);
		const nth = this.uploads.get(item) ?? 0;
		this.uploads.set(item, nth + 1);
		const fault = this.scenario.items[item]?.uploads[nth];
		const answer = uploadAnswer(item, nth);
		const quoted = echoed(orderFate(this.scenario, item, 0).echo, {});
		return fault ? brokenUpload(fault, answer, quoted) : answer;
	}
}

export const CREDITS = 5_916.25;

/** The link that KIE gives to an image. */
export const linkTo = (url: string): string => `${url}&link=1`;

/** Lets an answer come as it is to come. */
async function played(answer: Answer, stay: () => () => void): Promise<ReturnType<typeof toReply>> {
	if (answer.delayMs) {
		const come = stay();
		await new Promise((resolve) => setTimeout(resolve, answer.delayMs));
		come();
	}
	// Of one that breaks off halfway nobody may hear.
	if (answer.half === 'connection') stay();
	const code = answer.breaks;
	if (code) throw Object.assign(new Error(`broken on purpose: ${code}`), { code });
	return toReply(answer);
}

/** As nock hands a body over: JSON, text, or hexadecimal where it is no text. */
function bytesOf(sent: unknown): Buffer {
	if (typeof sent !== 'string') return Buffer.from(JSON.stringify(sent ?? {}));
	return Buffer.from(sent, sent !== '' && /^([0-9a-f]{2})+$/.test(sent) ? 'hex' : 'utf8');
}
