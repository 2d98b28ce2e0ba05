import { sleep } from 'n8n-workflow';
import type { Fault, Reply } from './kie/envelope';
import { isPassing, isRateLimit } from './kie/envelope';
import { KieFailure } from './kie/failure';

export type CancelSignal = AbortSignal | undefined;

// A longer timer of Node's fires at once. Whoever waits longer looks at the clock again.
const LONGEST_TIMER_MS = 2 ** 31 - 1;

/** Sleeps, but no longer than the execution lives. */
export async function pause(ms: number, signal: CancelSignal): Promise<void> {
	throwIfCancelled(signal);
	if (ms <= 0) return;
	const time = Math.min(ms, LONGEST_TIMER_MS);
	if (!signal) return await sleep(time);
	let forget = () => {};
	const woken = new Promise<void>((resolve) => {
		forget = onCancel(signal, resolve);
	});
	await Promise.race([sleep(time), woken]);
	forget();
	throwIfCancelled(signal);
}

/** Calls back when the execution is canceled, until the function it gives is called. */
export function onCancel(signal: CancelSignal, wake: () => void): () => void {
	if (!signal) return () => {};
	const listeners = listenersOn(signal);
	listeners.add(wake);
	return () => listeners.delete(wake);
}

const listenersBySignal = new WeakMap<AbortSignal, Set<() => void>>();

/** One listener wakes all: Node warns of a leak when a signal has more than ten. */
function listenersOn(signal: AbortSignal): Set<() => void> {
	const known = listenersBySignal.get(signal);
	if (known) return known;
	const listeners = new Set<() => void>();
	listenersBySignal.set(signal, listeners);
	signal.addEventListener('abort', () => listeners.forEach((wake) => wake()), { once: true });
	return listeners;
}

export function throwIfCancelled(signal: CancelSignal): void {
	if (!signal?.aborted) return;
	throw new KieFailure({
		cause: 'waiting',
		// n8n tells a cancelled run from a failed one by this word.
		message: 'The execution was canceled',
		description: 'Tasks that KIE had taken go on there: see https://kie.ai/logs.',
		errorCode: null,
		errorMessage: null,
		retryable: false,
	});
}

/** Runs jobs as they come, at most `max` at once. */
export function limiter(max: number) {
	let running = 0;
	const waiting: Array<() => void> = [];
	return async <T>(job: () => Promise<T>): Promise<T> => {
		if (running >= max) await new Promise<void>((resolve) => waiting.push(resolve));
		else running++;
		try {
			return await job();
		} finally {
			const next = waiting.shift();
			if (next) next();
			else running--;
		}
	};
}

/** As Promise.all, but where one fails it waits for the others: nothing runs on behind the node. */
export async function allEnded<T>(jobs: Array<Promise<T>>): Promise<T[]> {
	await Promise.allSettled(jobs);
	return await Promise.all(jobs);
}

/** Doubles from `baseMs` up to a minute; longer where the server asks for it. */
export function backoffMs(baseMs: number, attempt: number, fault: Fault): number {
	const grown = Math.min(baseMs * 2 ** (attempt - 1), Math.max(baseMs, 60_000));
	const asked = fault.kind === 'refusal' ? (fault.retryAfterMs ?? 0) : 0;
	return Math.max(grown, asked);
}

const READ_TRIES = 3;
const READ_PAUSE_MS = 1_000;
// Twice in a row, the second time doubled, this outlasts a window of KIE's limit.
const LIMIT_PAUSE_MS = 4_000;
// It only lengthens: workflows that met a fault together do not come back together.
const JITTER = 0.5;
const LONGEST_READ_PAUSE_MS = 30_000;

/** Repeats a reading, which costs nothing, while its faults may pass. */
export async function patiently<T>(
	read: () => Promise<Reply<T>>,
	signal: CancelSignal,
): Promise<Reply<T>> {
	for (let attempt = 1; ; attempt++) {
		const reply = await read();
		if (reply.ok || attempt === READ_TRIES || !isPassing(reply.fault)) return reply;
		const baseMs = isRateLimit(reply.fault) ? LIMIT_PAUSE_MS : READ_PAUSE_MS;
		const wait = backoffMs(baseMs, attempt, reply.fault);
		if (wait > LONGEST_READ_PAUSE_MS) return reply;
		await pause(wait * (1 + JITTER * Math.random()), signal);
	}
}
