import { subscribe } from 'node:diagnostics_channel';
import type { ClientRequest, IncomingMessage } from 'node:http';
import { vi } from 'vitest';
import { setStep } from '../helpers/clock.ts';

// Hours pass in a scenario. So the clock leaps to the next timer wherever nothing but a timer is waited
// for: no request, no answer on its way in.

/** With how many steps they have been, and since when by a clock that is real. */
const underWay = new Map<ClientRequest, { steps: number; since: number }>();
subscribe('http.client.request.start', (message) => {
	const { request } = message as { request: ClientRequest };
	const over = () => underWay.delete(request);
	underWay.set(request, { steps: 0, since: performance.now() });
	request.once('close', over);
	request.once('response', (response: IncomingMessage) => {
		response.once('end', over).once('close', over).once('error', over);
	});
});

// What is mocked is over by then, however busy the machine is: its turns are counted, too. What takes
// longer is meant to: its answer is late, or broken off so that nobody hears of its end.
const MAX_STEPS = 60;
const MAX_REAL_MS = 50;

/** Thrown where a run has no end. */
export class NoEnd extends Error {}

/** Leaps from timer to timer, until the clock shows `latest`. */
export function leap(latest: number): void {
	underWay.clear();
	setStep(async () => {
		const now = Date.now();
		if (now > latest) throw new NoEnd('The run has no end.');
		for (const [request, wait] of underWay) {
			const isLong = ++wait.steps > MAX_STEPS && performance.now() - wait.since > MAX_REAL_MS;
			if (isLong) underWay.delete(request);
		}
		if (underWay.size === 0 && vi.getTimerCount() > 0) await vi.advanceTimersToNextTimerAsync();
		// Some timers are due at once, again and again.
		if (Date.now() === now) await vi.advanceTimersByTimeAsync(1);
	});
}
