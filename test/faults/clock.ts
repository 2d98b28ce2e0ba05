import { subscribe } from 'node:diagnostics_channel';
import type { ClientRequest, IncomingMessage } from 'node:http';
import { vi } from 'vitest';
import { setStep } from '../helpers/clock.ts';

// Hours pass in a scenario. So the clock leaps to the next timer wherever nothing but a timer is waited
// for: no request, no answer on its way in.

const underWay = new Set<ClientRequest>();
subscribe('http.client.request.start', (message) => {
	const { request } = message as { request: ClientRequest };
	const over = () => underWay.delete(request);
	underWay.add(request);
	request.once('close', over);
	request.once('response', (response: IncomingMessage) => {
		response.once('end', over).once('close', over).once('error', over);
	});
});

/** Thrown where a run has no end. */
export class NoEnd extends Error {}

/** Leaps from timer to timer, until the clock shows `latest`. */
export function leap(latest: number, sleeping: () => number): void {
	underWay.clear();
	setStep(async () => {
		if (Date.now() > latest) throw new NoEnd('The run has no end.');
		const before = Date.now();
		const isBusy = underWay.size > sleeping() || vi.getTimerCount() === 0;
		if (!isBusy) await vi.advanceTimersToNextTimerAsync();
		// Some timers are due at once, again and again.
		if (Date.now() === before) await vi.advanceTimersByTimeAsync(1);
	});
}
