import type { Scenario } from '../scenario.ts';
import { orderFate } from '../scenario.ts';
import type { Answer } from './answer.ts';
import { createAnswer } from './createAnswer.ts';
import { echoed } from './echo.ts';
import type { OrderFate } from './fates.ts';
import { RESULTS } from './files.ts';
import type { Api, Ledger, Task } from './ledger.ts';
import { ordersOf } from './ledger.ts';

/** What a URL of a result is signed with: nothing for a log. */
export const SIGNED_URL_PART = 'url-signature-that-must-not-leak';

/** How old a task is that is looked up. */
const AGE_MS = 60_000;

const COUNTS = ['nVariants', 'num_images', 'max_images'];
const WELL = { is: 'well', names: 'taskId' } as const;

/** Takes orders, and makes tasks of them. */
export class Orders {
	private readonly limited = new Map<string, number>();

	constructor(
		private readonly scenario: Scenario,
		private readonly ledger: Ledger,
		private readonly now: () => number,
	) {}

	/** A task that was made before the scenario begins. */
	put(item: number, api: Api): Task {
		const fate = orderFate(this.scenario, item, 0);
		const task = this.make(item, api, { prompt: `A picture of item-${item}` }, fate, 1);
		task.createdAt -= AGE_MS;
		task.endsAt -= AGE_MS;
		return task;
	}

	take(api: Api, body: Buffer): Answer {
		const text = body.toString();
		const request = JSON.parse(text) as Record<string, unknown>;
		const named = itemsIn(text);
		const [item = -1] = named;
		const nth = ordersOf(this.ledger, item).length;
		const fate = orderFate(this.scenario, item, nth);
		const create = this.outcome(fate, `${item} ${nth}`);
		const isReceived = create.is === 'well' || create.is === 'praisedLate';
		const isMade = isReceived || (create.is === 'unclear' && create.made);
		const images = imagesIn(request);
		const task = isMade ? this.make(item, api, request, fate, images) : null;
		const answer = createAnswer(create, task, echoed(fate.echo, request));
		this.ledger.creates.push({
			...{ item, named, request, images, task, isReceived, fate: create, isAdopted: false },
			isLimited: create.is === 'limited',
			answeredAt: this.now() + (answer.delayMs ?? 0),
		});
		return answer;
	}

	/** Of one that meets the limit so many times: then it goes well. */
	private outcome({ create }: OrderFate, key: string): OrderFate['create'] {
		if (create.is !== 'limited') return create;
		const before = this.limited.get(key) ?? 0;
		this.limited.set(key, before + 1);
		return before < create.times ? create : WELL;
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
}

/** Prompts, photos and uploaded files all say whose they are. */
const itemsIn = (text: string): number[] => [
	...new Set([...text.matchAll(/item-(\d+)/g)].map(([, item]) => Number(item))),
];

/** How many images a request pays for. */
function imagesIn(request: Record<string, unknown>): number {
	const input = (request.input ?? {}) as Record<string, unknown>;
	const counts = COUNTS.map((name) => Number(request[name] ?? input[name] ?? 1));
	return Math.max(...counts);
}
