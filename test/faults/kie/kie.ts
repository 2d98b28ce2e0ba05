import nock from 'nock';
import { API_KEY, BASE_URL } from '../../helpers/engine.ts';
import type { Scenario } from '../scenario.ts';
import { orderFate } from '../scenario.ts';
import type { Answer } from './answer.ts';
import { no, ok, toReply } from './answer.ts';
import { createAnswer } from './createAnswer.ts';
import type { OrderFate } from './fates.ts';
import {
	brokenFile,
	brokenUpload,
	itemOfUpload,
	photoOf,
	PHOTOS,
	picture,
	RESULTS,
	uploadAnswer,
} from './files.ts';
import type { Api, Create, Ledger, Task } from './ledger.ts';
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

/** What a URL of a result is signed with: nothing for a log. */
export const SIGNED_URL_PART = 'url-signature-that-must-not-leak';

/** How old a task is that is looked up. */
const AGE_MS = 60_000;

const COUNTS = ['nVariants', 'num_images', 'max_images'];

/**
 * KIE and the hosts of its files, on the mocked wire and the faked clock: a reading of kie-api.md of
 * its own, which does to every request what the scenario says, and keeps the books.
 */
export class FaultyKie {
	readonly ledger: Ledger = { requests: [], creates: [], tasks: [] };

	/** So much the clock of n8n's machine was set: KIE has one of its own. */
	clockSetBy = 0;

	private readonly limited = new Map<string, number>();

	private readonly fetched = new Map<string, number>();

	private readonly uploads = new Map<number, number>();

	constructor(private readonly scenario: Scenario) {
		nock.disableNetConnect();
		this.serve(BASE_URL, async (method, url, body) => this.api(method, url, body));
		this.serve(UPLOADS, async (_method, _url, body) => this.upload(body));
		this.serve(RESULTS, async (_method, url) => this.result(url));
		this.serve(PHOTOS, async (_method, url) => this.photo(url));
	}

	/** A task that was made before the scenario begins. */
	put(item: number, api: Api): Task {
		const fate = orderFate(this.scenario, item, 0);
		const task = this.make(item, api, { prompt: `A picture of item-${item}` }, fate, 1);
		task.createdAt -= AGE_MS;
		task.endsAt -= AGE_MS;
		return task;
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
					return await played(await answer(method, new URL(path, base), bytesOf(sent)));
				});
		}
	}

	private api(method: string, url: URL, body: Buffer): Answer {
		const { pathname: path } = url;
		const [toCreate, toRead] = [CREATE[path], READ[path]];
		if (method === 'POST' && toCreate) return this.create(toCreate, body);
		if (toRead) return this.read(toRead, url.searchParams.get('taskId') ?? '');
		if (path === '/api/v1/chat/credit') return ok(5_916.25);
		if (path.endsWith('/download-url')) return this.link(body);
		return no(404, 'No message available', 404);
	}

	private create(api: Api, body: Buffer): Answer {
		const text = body.toString();
		const request = JSON.parse(text) as Record<string, unknown>;
		const item = Number(/item-(\d+)/.exec(text)?.[1] ?? -1);
		const nth = this.ledger.creates.filter((one) => one.item === item && !one.isLimited).length;
		const fate = orderFate(this.scenario, item, nth);
		const { create } = fate;
		const key = `${item} ${nth}`;
		const before = this.limited.get(key) ?? 0;
		this.limited.set(key, before + 1);
		const isLimited = create.is === 'limited' && before < create.times;
		const real = create.is === 'limited' && !isLimited ? WELL : create;
		const isMade =
			real.is === 'well' || real.is === 'praisedLate' || (real.is === 'unclear' && real.made);
		const images = imagesIn(request);
		const task = isMade ? this.make(item, api, request, fate, images) : null;
		const answer = createAnswer(real, task, `${String(request.callBackUrl)} ${API_KEY}`);
		const isReceived = real.is === 'well' || real.is === 'praisedLate';
		const now = this.now();
		const entry: Create = {
			...{ item, fate: real, isLimited, images, task, isReceived, isAdopted: false },
			...{ at: now, answeredAt: now + (answer.delayMs ?? 0) },
		};
		this.ledger.creates.push(entry);
		return answer;
	}

	private make(
		item: number,
		api: Api,
		request: Record<string, unknown>,
		fate: OrderFate,
		images: number,
	): Task {
		const { takesS, count } = fate.task;
		const nth = this.ledger.tasks.length;
		const isNumber = fate.create.is === 'well' && fate.create.names === 'number';
		// Fifteen digits are a number, 32 hexadecimal ones what KIE really has.
		const id = isNumber
			? `9${String(nth).padStart(14, '0')}`
			: `ab${String(item).padStart(2, '0')}${String(nth).padStart(28, '0')}`;
		const made = api === 'fluxKontext' ? 1 : (count ?? images);
		const now = this.now();
		const task: Task = {
			...{ id, item, api, request, fate, reads: [], told: null },
			...{ createdAt: now, endsAt: now + takesS * 1_000 },
			urls: Array.from(
				{ length: made },
				(_, index) => `${RESULTS}/${id}/${index}.png?sig=${SIGNED_URL_PART}`,
			),
		};
		this.ledger.tasks.push(task);
		return task;
	}

	private read(api: Api, id: string): Answer {
		const task = this.ledger.tasks.find((one) => one.id === id);
		if (task?.api !== api) return unknownTask({ api });
		task.reads.push(this.now());
		return readAnswer(task, this.now());
	}

	private link(body: Buffer): Answer {
		const { url } = JSON.parse(body.toString()) as { url: string };
		const isKnown = this.ledger.tasks.some((task) => urlsIn(task, this.now()).includes(url));
		return isKnown ? ok(`${url}&link=1`) : no(422, 'url is wrong');
	}

	private result({ pathname, href }: URL): Answer {
		const [, id = '', file = ''] = pathname.split('/');
		const task = this.ledger.tasks.find((one) => one.id === id);
		if (!task || !/^\d+\.png$/.test(file)) return no(404, 'Not Found', 404);
		const nth = this.fetched.get(href) ?? 0;
		this.fetched.set(href, nth + 1);
		const bytes = photoOf(task.item);
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
		return fault ? brokenUpload(fault) : uploadAnswer(item, nth);
	}
}

/** Lets an answer come as it is to come. */
async function played(answer: Answer): Promise<ReturnType<typeof toReply>> {
	if (answer.delayMs) await new Promise((resolve) => setTimeout(resolve, answer.delayMs));
	const code = answer.breaks;
	if (code) throw Object.assign(new Error(`broken on purpose: ${code}`), { code });
	return toReply(answer);
}

const WELL = { is: 'well', names: 'taskId' } as const;

/** As nock hands a body over: JSON, text, or hexadecimal where it is no text. */
function bytesOf(sent: unknown): Buffer {
	if (typeof sent !== 'string') return Buffer.from(JSON.stringify(sent ?? {}));
	return Buffer.from(sent, sent !== '' && /^([0-9a-f]{2})+$/.test(sent) ? 'hex' : 'utf8');
}

/** How many images a request pays for. */
function imagesIn(request: Record<string, unknown>): number {
	const input = (request.input ?? {}) as Record<string, unknown>;
	const counts = COUNTS.map((name) => Number(request[name] ?? input[name] ?? 1));
	return Math.max(...counts);
}
