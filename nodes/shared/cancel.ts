export type CancelSignal = AbortSignal | undefined;

/** What ends a job whose execution is canceled. */
export class Canceled extends Error {
	readonly description = 'Tasks that KIE had accepted continue there: see https://kie.ai/logs.';

	constructor() {
		// n8n tells a canceled run from a failed one by this word.
		super('The execution was canceled');
		this.name = 'Canceled';
	}
}

export function throwIfCanceled(signal: CancelSignal): void {
	if (signal?.aborted) throw new Canceled();
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
