import type { Clock } from '../clock.ts';
import { durations } from '../durations.ts';
import type { CallbackFault } from '../faults/faultKinds.ts';
import type { Faults } from '../faults/faults.ts';
import { isLoopback } from '../files/loopback.ts';
import { callbackBody } from '../tasks/records.ts';
import { occasionOf } from '../tasks/task.ts';
import type { Task } from '../tasks/task.ts';
import { forge } from './forgery.ts';
import type { Forgery } from './forgery.ts';
import { signatureHeaders } from './signature.ts';

interface Message {
	/** For the ledger: `genuine`, `duplicate`, or the forgery. */
	kind: string;
	url: string;
	body: unknown;
	headers: () => Record<string, string>;
}

export interface CallbackSettings {
	webhookSecret: string | undefined;
	/** Receivers do not get faster with the clock: no timeout is shorter than this. */
	timeoutFloorMs: number;
}

/** Posts the callbacks of ended tasks, with repeats, and does to them what faults ask for. */
export class Callbacks {
	readonly #clock: Clock;
	readonly #faults: Faults;
	readonly #settings: CallbackSettings;
	#held: (() => void)[] = [];
	#stop = new AbortController();
	/** Where forged results point to. */
	forgedOrigin = '';

	constructor(clock: Clock, faults: Faults, settings: CallbackSettings) {
		this.#clock = clock;
		this.#faults = faults;
		this.#settings = settings;
	}

	/** Ends what is under way: a new world, or the end of this one. */
	stop(): void {
		this.#stop.abort();
		this.#stop = new AbortController();
		this.#held = [];
	}

	taskEnded(task: Task): void {
		if (task.callBackUrl === undefined) return;
		const fault = this.#faults.takeCallback(occasionOf(task));
		if (fault) this.#misdeliver(task, task.callBackUrl, fault);
		else void this.deliver(task, task.callBackUrl);
	}

	/** The genuine callback, until it is taken or the repeats are used up. */
	async deliver(task: Task, url: string, kind = 'genuine'): Promise<void> {
		await this.#send(task, {
			kind,
			url,
			body: callbackBody(task, this.#clock.now()),
			headers: () => signatureHeaders(this.#settings.webhookSecret, task.id),
		});
		const overtaken = this.#held;
		this.#held = [];
		for (const release of overtaken) release();
	}

	/** A callback KIE never sent. It is not repeated. */
	async forge(task: Task, url: string, forgery: Forgery): Promise<void> {
		const genuine = {
			taskId: task.id,
			body: callbackBody(task, this.#clock.now()),
			secret: this.#settings.webhookSecret,
		};
		const { body, headers } = forge(genuine, forgery, this.forgedOrigin);
		await this.#attempt(task, { kind: forgery, url, body, headers: () => headers }, 1);
	}

	#misdeliver(task: Task, url: string, fault: CallbackFault): void {
		switch (fault.kind) {
			case 'lostCallback':
				this.#note(task, { kind: 'lost', attempt: 0, signed: false, status: null });
				return;
			case 'lateCallback':
				this.#clock.after(fault.delayMs, () => void this.deliver(task, url, 'late'));
				return;
			case 'duplicateCallback':
				for (let copy = 0; copy < fault.copies; copy += 1)
					void this.deliver(task, url, copy === 0 ? 'genuine' : 'duplicate');
				return;
			case 'reorderedCallback':
				this.#hold(() => void this.deliver(task, url, 'reordered'));
				return;
			case 'forgedCallback':
				void this.forge(task, url, fault.forgery).then(() => {
					if (!fault.alone) return this.deliver(task, url);
				});
				return;
			case 'anonymousCallback': {
				const { code, msg } = callbackBody(task, this.#clock.now());
				void this.#send(task, {
					kind: 'anonymous',
					url,
					body: { code, msg, data: null },
					headers: () => signatureHeaders(this.#settings.webhookSecret, task.id),
				});
			}
		}
	}

	#hold(deliver: () => void): void {
		let delivered = false;
		const release = () => {
			if (!delivered) deliver();
			delivered = true;
		};
		this.#held.push(release);
		this.#clock.after(durations.callbackOvertake, release);
	}

	async #send(task: Task, message: Message): Promise<void> {
		const { signal } = this.#stop;
		for (let attempt = 1; ; attempt += 1) {
			const taken = await this.#attempt(task, message, attempt);
			const pause = durations.callbackRepeats[attempt - 1];
			if (taken || pause === undefined || signal.aborted) return;
			await this.#clock.sleep(pause);
		}
	}

	/** Whether the receiver answered with a 2xx in time. */
	async #attempt(task: Task, message: Message, attempt: number): Promise<boolean> {
		const headers = message.headers();
		const outcome = await this.#post(message.url, message.body, headers);
		const signed = 'x-webhook-signature' in headers;
		this.#note(task, { kind: message.kind, attempt, signed, ...outcome });
		return outcome.status !== null && outcome.status >= 200 && outcome.status < 300;
	}

	async #post(url: string, body: unknown, headers: Record<string, string>) {
		if (!isLoopback(new URL(url))) return { status: null, error: 'not a loopback address' };
		const { timeoutFloorMs } = this.#settings;
		const timeoutMs = Math.max(timeoutFloorMs, this.#clock.scaled(durations.callbackTimeout));
		try {
			const response = await fetch(url, {
				method: 'POST',
				headers: { 'content-type': 'application/json', ...headers },
				body: JSON.stringify(body),
				redirect: 'manual',
				signal: AbortSignal.any([this.#stop.signal, AbortSignal.timeout(Math.ceil(timeoutMs))]),
			});
			await response.body?.cancel();
			return { status: response.status };
		} catch (error) {
			return { status: null, error: describe(error) };
		}
	}

	#note(task: Task, attempt: Omit<Task['entry']['callbacks'][number], 'at'>): void {
		task.entry.callbacks.push({ at: this.#clock.now(), ...attempt });
	}
}

/** The reason inside fetch's "fetch failed". */
function describe(error: unknown): string {
	if (!(error instanceof Error)) return String(error);
	return error.cause instanceof Error ? error.cause.message : error.message;
}
