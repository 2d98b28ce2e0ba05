import { subscribe } from 'node:diagnostics_channel';
import type { ClientRequest, IncomingMessage } from 'node:http';
import { vi } from 'vitest';
import { setStep } from '../helpers/clock.ts';

// Hours pass in a scenario. So the clock leaps to the next timer wherever nothing but a timer is waited
// for: no request, no answer on its way in. How long a mocked request takes by a clock that is real is
// the machine's affair.

const underWay = new Map<ClientRequest, { asks: string; since: number }>();

/** By what is asked: how many answers are meant to stay away, late or broken off. */
const held = new Map<string, number>();

subscribe('http.client.request.start', (message) => {
	const { request } = message as { request: ClientRequest };
	const asks = `${request.method} ${request.host} ${request.path}`;
	const over = () => {
		underWay.delete(request);
		// Whoever gave up waited for it.
		held.set(asks, Math.min(held.get(asks) ?? 0, count(asks)));
	};
	underWay.set(request, { asks, since: performance.now() });
	request.once('close', over);
	request.once('response', (response: IncomingMessage) => {
		response.once('end', over).once('close', over).once('error', over);
	});
});

const count = (asks: string): number =>
	[...underWay.values()].filter((one) => one.asks === asks).length;

/** An answer stays away until what it gives is called. */
export function hold(method: string, host: string, path: string): () => void {
	const asks = `${method} ${host} ${path}`;
	held.set(asks, (held.get(asks) ?? 0) + 1);
	return () => held.set(asks, Math.max(0, (held.get(asks) ?? 0) - 1));
}

/** Something is asked, and its answer is to come at once. */
export function isBusy(): boolean {
	for (const { asks, since } of underWay.values()) {
		if (count(asks) <= (held.get(asks) ?? 0)) continue;
		if (performance.now() - since > HANGS_MS) throw new Error(`No end of ${asks}`);
		return true;
	}
	return false;
}

const HANGS_MS = 60_000;
// From the decision to ask until the request sets out.
const TURNS = 12;

/** Thrown where a run has no end. */
export class NoEnd extends Error {}

/** Leaps from timer to timer, until the clock shows `latest`. */
export function leap(latest: number): void {
	underWay.clear();
	held.clear();
	setStep(async () => {
		if (Date.now() > latest) throw new NoEnd('The run has no end.');
		for (let turn = 0; turn < TURNS; turn++) {
			if (isBusy()) break;
			await turnAround();
		}
		const now = Date.now();
		if (!isBusy() && vi.getTimerCount() > 0) await vi.advanceTimersToNextTimerAsync();
		// Some timers are due at once, again and again.
		if (Date.now() === now) await vi.advanceTimersByTimeAsync(1);
	});
}

/** Sockets, streams and the engine get their turn. */
export const turnAround = async (): Promise<void> =>
	await new Promise((resolve) => setImmediate(resolve));
