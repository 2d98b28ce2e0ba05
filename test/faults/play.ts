import type { INodeExecutionData } from 'n8n-workflow';
import nock from 'nock';
import { vi } from 'vitest';
import { API_KEY, hintsOf } from '../helpers/engine.ts';
import type { Process } from '../helpers/rest.ts';
import { RestingExecution } from '../helpers/rest.ts';
import { SECRET } from '../helpers/trigger.ts';
import { build } from './build.ts';
import type { DueCall } from './calls.ts';
import { callsFor, repeatOf, toCall, urlOf } from './calls.ts';
import { isBusy, leap, NoEnd, turnAround } from './clock.ts';
import { FaultyKie } from './kie/kie.ts';
import type { Api, Task } from './kie/ledger.ts';
import type { LogLine } from './log.ts';
import { watchLog } from './log.ts';
import type { Played, RunError } from './played.ts';
import { random } from './random.ts';
import type { Scenario } from './scenario.ts';
import { isLookup } from './scenario.ts';

const HOUR = 3_600_000;
// Whatever is left behind would show by then.
const AFTERWARDS_MS = 2 * HOUR;
const NO_END_MS = 6 * HOUR;
const MAX_EVENTS = 300;

/** Two processes of n8n that share a database. */
export interface Processes {
	/** The one that runs the execution; the node as it is imported where nothing is said. */
	own?: Process;
	other: Process;
}

/** Plays a scenario in n8n's engine, from its start until nothing can happen any more. */
export async function play(scenario: Scenario, processes: Processes): Promise<Played> {
	const logs = watchLog();
	vi.spyOn(Math, 'random').mockImplementation(random(scenario.seed));
	const kie = new FaultyKie(scenario);
	try {
		const player = new Player(scenario, kie, processes, logs);
		return await player.play();
	} finally {
		vi.clearAllTimers();
		nock.cleanAll();
	}
}

class Player {
	private readonly execution: RestingExecution;

	private readonly startedAt = Date.now();

	private readonly called = new Set<Task>();

	private calls: DueCall[] = [];

	private readonly answered: Played['calls'] = [];

	/** Before this the execution ran, and n8n turned calls away. */
	private restsSince = Infinity;

	private wokenByTimer = 0;

	/** While it ran. */
	private canceledAt: number | null = null;

	constructor(
		private readonly scenario: Scenario,
		private readonly kie: FaultyKie,
		private readonly processes: Processes,
		private readonly logs: LogLine[],
	) {
		const { settings, cancelAfterS } = scenario;
		const taskIds = isLookup(scenario) ? this.made() : [];
		this.execution = new RestingExecution(build(scenario, taskIds), {
			...(this.processes.own && { runs: this.processes.own }),
			credentials: { webhookSecret: settings.isSigned ? SECRET : '' },
			onStart: (run) => {
				if (cancelAfterS !== null) setTimeout(() => this.cancel(run), cancelAfterS * 1_000);
			},
		});
	}

	async play(): Promise<Played> {
		const { jump } = this.scenario.clock;
		leap(this.startedAt + NO_END_MS);
		if (jump) {
			setTimeout(() => this.setClock(jump.byS * 1_000), jump.afterS * 1_000);
		}
		try {
			await this.execution.start();
			this.restsSince = this.kie.now();
			for (let nth = 0; this.execution.status === 'waiting'; nth++) {
				if (nth > MAX_EVENTS) throw new NoEnd('It rests for ever.');
				await this.next();
			}
		} catch (cause) {
			if (!(cause instanceof NoEnd)) throw cause;
			return this.seen('endless', this.kie.now(), this.kie.ledger.requests.length);
		}
		const endedAt = this.kie.now();
		const requestsAtEnd = this.kie.ledger.requests.length;
		// What n8n turns away changes nothing, and whatever runs on would show now.
		for (const call of this.due()) await this.ring(call);
		await vi.advanceTimersByTimeAsync(AFTERWARDS_MS);
		for (let turn = 0; turn < 6; turn++) await turnAround();
		return this.seen(this.execution.status, endedAt, requestsAtEnd);
	}

	private cancel(run: { cancel(): void }): void {
		if (this.execution.status === 'running') this.canceledAt = this.kie.now();
		run.cancel();
	}

	private setClock(byMs: number): void {
		// What is on its way would be given up: such an answer is not in the books as lost.
		if (isBusy()) {
			setTimeout(() => this.setClock(byMs), 1);
			return;
		}
		this.kie.clockSetBy += byMs;
		vi.setSystemTime(Date.now() + byMs);
	}

	/** Lets happen what comes first: a call of KIE's, or the end of the rest. */
	private async next(): Promise<void> {
		const { waitTill } = this.execution;
		const wakeAt = (waitTill?.getTime() ?? Infinity) - this.kie.clockSetBy;
		const [first] = this.due();
		if (!first || first.dueAt > wakeAt) {
			this.wokenByTimer++;
			await this.execution.wakeByTimer({ lateMs: this.scenario.clock.lateS * 1_000 });
			this.restsSince = this.kie.now();
			return;
		}
		const wait = first.dueAt - this.kie.now();
		if (wait > 0) await vi.advanceTimersByTimeAsync(wait);
		const together = this.due().filter(({ dueAt }) => dueAt <= first.dueAt);
		const before = this.execution.woken;
		await Promise.all(together.map(async (call) => await this.ring(call)));
		if (this.execution.woken > before) this.restsSince = this.kie.now();
	}

	private due(): DueCall[] {
		for (const task of this.kie.ledger.tasks) {
			if (!this.called.has(task)) this.calls.push(...callsFor(task));
			this.called.add(task);
		}
		return this.calls.sort((a, b) => a.dueAt - b.dueAt);
	}

	private async ring(due: DueCall): Promise<void> {
		this.calls = this.calls.filter((call) => call !== due);
		const { task, kind } = due;
		// It came while the execution ran.
		if (due.dueAt < this.restsSince && this.execution.status === 'waiting') {
			this.calls.push(...repeatOf(due));
			return;
		}
		const isOver = this.execution.status !== 'waiting';
		const { url, call } = toCall(
			due,
			this.kie.now(),
			this.scenario.settings.isSigned,
			this.kie.ledger.creates.find((one) => one.isReceived && one.task !== task)?.task?.id,
		);
		const to = task.fate.call.to === 'other' && { to: this.processes.other };
		const { status } = await this.execution.ring(url, { ...call, ...to });
		this.answered.push({ kind, status });
		const create = this.kie.ledger.creates.find((one) => one.task === task);
		const isOfKie = kind === 'genuine' || kind === 'unsigned';
		if (status === 200 && isOfKie && create && !create.isReceived) create.isAdopted = true;
		if (status !== 200 && !isOver) this.calls.push(...repeatOf(due));
	}

	/** Tasks that were made before, for whoever looks them up. */
	private made(): string[] {
		const api: Record<string, Api> = {
			'gpt4o-image': 'gpt4oImage',
			'flux-kontext-pro': 'fluxKontext',
		};
		const { model, items } = this.scenario;
		return items.map((_, item) => this.kie.orders.put(item, api[model] ?? 'market').id);
	}

	private seen(status: string, endedAt: number, requestsAtEnd: number): Played {
		const { scenario, kie, logs, execution, startedAt, wokenByTimer, canceledAt } = this;
		const isOver = status !== 'endless';
		const runs = isOver ? (execution.run.data.resultData.runData.KIE ?? []) : [];
		const main = runs.at(-1)?.data?.main ?? [];
		const output = (nth: number): INodeExecutionData[] => main[nth] ?? [];
		const error = isOver
			? (execution.run.data.resultData.error as RunError | undefined)
			: undefined;
		// Of every create: one that KIE refuses may be quoted, too.
		const rings = kie.ledger.creates.map(urlOf).filter((url) => url.includes('/webhook-waiting/'));
		const parts = rings
			.flatMap((url) => [...new URL(url).searchParams])
			.flatMap(([name, value]) => (name === 'secret' || name === 'signature' ? [value] : []));
		return {
			...{ scenario, ledger: kie.ledger, status, logs, startedAt, endedAt },
			...{ wokenByTimer, canceledAt, calls: this.answered },
			error: error ?? null,
			requestsAtEnd,
			outputs: [output(0), output(1)],
			hints: isOver ? hintsOf(execution.run, 'KIE') : [],
			stored: execution.stored,
			secrets: [...new Set([API_KEY, SECRET, ...parts])],
		};
	}
}
