import type { CancelSignal } from '../cancel';
import { throwIfCanceled } from '../cancel';
import { dropOldest } from '../dropOldest';
import type { Reply } from '../kie/fault';
import { UNREADABLE } from '../kie/fault';
import { retryRead } from '../kie/retry';
import type { Transport } from '../kie/transport';
import { limiter, pause } from '../pacing';

// KIE answers one question about its models a second, of whatever kind, for each account.
const PAUSE_MS = 1_050;
const LIMIT_MS = 10_000;
const KEPT_MS = 5 * 60_000;
// A form asks several times while a person types. What went wrong is soon asked again.
const FAULT_KEPT_MS = 3_000;
const MAX_ACCOUNTS = 100;
const MAX_ANSWERS = 500;

/** The questions of one account, one after the other. */
class Turns {
	private readonly slot = limiter(1);

	private nextAt = 0;

	async take<T>(job: () => Promise<T>): Promise<T> {
		return await this.slot(async () => {
			await pause(this.nextAt - Date.now(), undefined);
			try {
				return await job();
			} finally {
				this.nextAt = Date.now() + PAUSE_MS;
			}
		});
	}
}

const turnsByAccount = new Map<string, Turns>();

function turnsOf(account: string): Turns {
	const known = turnsByAccount.get(account);
	if (known) return known;
	const turns = new Turns();
	turnsByAccount.set(account, turns);
	dropOldest(turnsByAccount, MAX_ACCOUNTS);
	return turns;
}

interface Answer<T> {
	reply: Promise<Reply<T>>;
	until: number;
}

/** Asks KIE. Who asks the same meanwhile, or within minutes, is given the same answer. */
type Question<T> = (transport: Transport, path: string, signal?: CancelSignal) => Promise<Reply<T>>;

/** One kind of question, by what is read of its answers: undefined of what cannot be read. */
export function question<T>(read: (data: unknown) => T | undefined): Question<T> {
	const answers = new Map<string, Answer<T>>();

	const ask = async (transport: Transport, path: string): Promise<Reply<T>> => {
		const reply = await retryRead(
			async () => await transport.get(path, {}, LIMIT_MS),
			undefined,
			PAUSE_MS,
		);
		if (!reply.ok) return reply;
		const value = read(reply.value);
		return value === undefined ? { ok: false, fault: UNREADABLE } : { ok: true, value };
	};

	const answerOf = (transport: Transport, path: string): Answer<T> => {
		const key = `${transport.account} ${path}`;
		const known = answers.get(key);
		if (known && known.until > Date.now()) return known;
		const reply = turnsOf(transport.account).take(async () => await ask(transport, path));
		const answer: Answer<T> = { reply, until: Infinity };
		answers.delete(key);
		answers.set(key, answer);
		dropOldest(answers, MAX_ANSWERS);
		const keepFor = (ms: number) => {
			answer.until = Date.now() + ms;
		};
		reply.then(
			({ ok }) => keepFor(ok ? KEPT_MS : FAULT_KEPT_MS),
			() => keepFor(0),
		);
		return answer;
	};

	return async (transport, path, signal) => {
		for (;;) {
			throwIfCanceled(signal);
			const answer = answerOf(transport, path);
			const reply = await answer.reply;
			if (!wasCanceled(reply)) return reply;
			// It was asked by another execution, which was canceled.
			answer.until = 0;
		}
	};
}

const wasCanceled = (reply: Reply<unknown>): boolean =>
	!reply.ok && reply.fault.kind === 'disconnect' && reply.fault.canceled;
