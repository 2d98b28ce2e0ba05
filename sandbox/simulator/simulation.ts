import { Accounts } from './accounts.ts';
import { Callbacks } from './callbacks/callbacks.ts';
import type { CallbackSettings } from './callbacks/callbacks.ts';
import { Clock } from './clock.ts';
import { durations, limits } from './durations.ts';
import { Faults } from './faults/faults.ts';
import { Hosting } from './files/hosting.ts';
import { Ledger } from './ledger.ts';
import { SlidingWindow } from './rateLimit.ts';
import { catalogueTooFast, messageOf, Refusal } from './refusal.ts';
import { Requests } from './requests.ts';
import { Results } from './tasks/results.ts';
import type { Task } from './tasks/task.ts';
import { Tasks } from './tasks/tasks.ts';

interface Settings extends CallbackSettings {
	apiKeys: readonly string[];
	credits: number;
	speed: number;
	log: (line: string) => void;
}

/** The simulated KIE: everything the routes share. */
export class Simulation {
	readonly clock: Clock;
	readonly accounts: Accounts;
	readonly faults = new Faults();
	readonly hosting: Hosting;
	readonly ledger = new Ledger();
	readonly requests: Requests;
	readonly callbacks: Callbacks;
	readonly tasks: Tasks;
	readonly #creates: SlidingWindow;
	readonly #reads: SlidingWindow;
	readonly #catalogueCalls: SlidingWindow;
	#rateLimited = 0;
	/** The address of the other host, known once it listens. */
	otherHost = '';

	constructor(settings: Settings) {
		const clock = new Clock(settings.speed);
		const { faults, ledger } = this;
		this.clock = clock;
		this.accounts = new Accounts(settings.apiKeys, settings.credits);
		this.hosting = new Hosting(clock);
		this.requests = new Requests(settings.log);
		this.callbacks = new Callbacks(clock, faults, settings);
		this.#creates = new SlidingWindow(clock, limits.createsPerWindow, durations.createWindow);
		this.#reads = new SlidingWindow(clock, limits.readsPerWindow, durations.readWindow);
		this.#catalogueCalls = new SlidingWindow(
			clock,
			limits.catalogueCallsPerWindow,
			durations.catalogueWindow,
		);
		const results = new Results(this.hosting);
		const { callbacks, hosting } = this;
		const ended = (task: Task) => callbacks.taskEnded(task);
		const { random } = Math;
		this.tasks = new Tasks({ clock, faults, hosting, ledger, results, random, ended });
	}

	admitCreate(account: string): void {
		if (!this.#creates.admit(account)) throw this.#tooMany();
	}

	admitRead(taskId: string): void {
		if (!this.#reads.admit(taskId)) throw this.#tooMany();
	}

	/** Always told in the body. */
	admitCatalogue(account: string): void {
		if (!this.#catalogueCalls.admit(account)) throw new Refusal(429, catalogueTooFast);
	}

	/** Stops what is under way: timers, input downloads, callbacks. */
	stop(): void {
		this.clock.clear();
		this.tasks.clear();
		this.callbacks.stop();
	}

	/** As on the first day. */
	reset(): void {
		this.stop();
		this.faults.clear();
		this.accounts.reset();
		this.hosting.clear();
		this.#creates.clear();
		this.#reads.clear();
		this.#catalogueCalls.clear();
		this.ledger.clear();
		this.requests.clear();
		this.#rateLimited = 0;
	}

	/** 429 in the body and as the HTTP status by turns: the real way is not established. */
	#tooMany(): Refusal {
		this.#rateLimited += 1;
		return new Refusal(429, messageOf(429), { http: this.#rateLimited % 2 === 0 ? 429 : 200 });
	}
}
