import { randomBytes, randomInt } from 'node:crypto';
import type { Account } from '../accounts.ts';
import { rounded } from '../catalogue/index.ts';
import type { Model, Values } from '../catalogue/index.ts';
import type { Clock } from '../clock.ts';
import { durations } from '../durations.ts';
import type { Faults } from '../faults/faults.ts';
import type { Hosting } from '../files/hosting.ts';
import type { Ledger } from '../ledger.ts';
import { Refusal } from '../refusal.ts';
import { fetchInputs } from './inputs.ts';
import type { InputImage } from './inputs.ts';
import { planFor } from './plan.ts';
import type { Results } from './results.ts';
import type { Ending, Task } from './task.ts';

interface Order {
	model: Model;
	request: Values;
	values: Values;
	ignored: readonly string[];
	callBackUrl: string | undefined;
	account: Account;
}

interface World {
	clock: Clock;
	faults: Faults;
	hosting: Hosting;
	ledger: Ledger;
	results: Results;
	random: () => number;
	/** Hears of every task that ends. */
	ended: (task: Task) => void;
}

/** Fifteen digits, which a number holds exactly. */
const numericId = (): string => `${randomInt(1, 10)}${randomInt(1e13, 1e14)}`;

/** From submit to the end of a task: billing, inputs, the wait, the result or the failure. */
export class Tasks {
	readonly #world: World;
	readonly #tasks = new Map<string, Task>();
	#stop = new AbortController();

	constructor(world: World) {
		this.#world = world;
	}

	/** Bills the task and starts it. */
	create({ model, request, values, ignored, callBackUrl, account }: Order): Task {
		const { clock, faults, ledger, random } = this.#world;
		const prompt = typeof values.prompt === 'string' ? values.prompt : '';
		const plan = planFor({ model, values, prompt }, faults, random);
		const billed = rounded(model.price(values, plan.billedCount));
		if (account.credits < billed) throw new Refusal(402);
		account.credits = rounded(account.credits - billed);

		const id = plan.createdAs === 'number' ? numericId() : randomBytes(16).toString('hex');
		const createdAt = clock.now();
		const task: Task = {
			id,
			model,
			request,
			values,
			prompt,
			callBackUrl,
			key: account.key,
			plan,
			createdAt,
			visibleAt: createdAt + clock.scaled(plan.hiddenMs),
			endsAt: createdAt + clock.scaled(plan.takesMs),
			ending: undefined,
			entry: {
				id,
				api: model.api,
				model: model.id,
				account: account.name,
				params: request,
				ignored: [...ignored],
				billed,
				state: 'running',
				createdAt,
				completedAt: null,
				errorCode: null,
				errorMessage: '',
				resultUrls: [],
				reads: [],
				callbacks: [],
			},
		};
		this.#tasks.set(id, task);
		ledger.task(task.entry);
		void this.#run(task, this.#stop.signal);
		return task;
	}

	find(id: string): Task | undefined {
		return this.#tasks.get(id);
	}

	/** Forgets everything: no task of the old world ends in the new one. */
	clear(): void {
		this.#stop.abort();
		this.#stop = new AbortController();
		this.#tasks.clear();
	}

	async #run(task: Task, signal: AbortSignal): Promise<void> {
		const { clock, hosting } = this.#world;
		const reach = (url: string) => hosting.reach(url);
		let ending: Ending;
		try {
			const inputs = await fetchInputs(task.model, task.values, reach, signal);
			await clock.until(task.endsAt);
			ending = this.#endingOf(task, inputs);
		} catch (error) {
			if (signal.aborted) return;
			await clock.sleep(durations.inputCheck);
			const { code, message } =
				error instanceof Refusal ? error : new Refusal(500, 'Internal Error');
			ending = { ok: false, at: clock.now(), code, msg: message, refusedInputs: true };
		}
		if (!signal.aborted) this.#end(task, ending);
	}

	#endingOf(task: Task, inputs: readonly InputImage[]): Ending {
		const { plan } = task;
		const at = this.#world.clock.now();
		if (plan.failure)
			return {
				ok: false,
				at,
				refusedInputs: false,
				code: plan.failure.code,
				msg: plan.failure.msg,
			};
		return { ok: true, at, ...this.#world.results.publish(task, inputs) };
	}

	#end(task: Task, ending: Ending): void {
		const { entry } = task;
		task.ending = ending;
		entry.state = ending.ok ? 'success' : 'failed';
		entry.completedAt = ending.at;
		if (ending.ok) entry.resultUrls = ending.resultUrls;
		else {
			entry.errorCode = ending.code;
			entry.errorMessage = ending.msg;
		}
		this.#world.ended(task);
	}
}
