import { subscribe } from 'node:diagnostics_channel';
import type { ClientRequest } from 'node:http';
import nock from 'nock';
import { afterEach, beforeEach, vi } from 'vitest';

// Requests without an answer yet, whatever the engine makes them with.
const underWay = new Set<ClientRequest>();
subscribe('http.client.request.start', (message) => {
	const { request } = message as { request: ClientRequest };
	const over = () => underWay.delete(request);
	underWay.add(request);
	request.once('response', over).once('close', over);
});

/** For tests of the engine: no network but the mocked one, and a clock that the test moves. */
export function useFakedClock(): void {
	beforeEach(() => {
		// Immediates stay real: sockets, streams and the engine need their turns.
		vi.useFakeTimers({
			toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'Date'],
		});
		underWay.clear();
	});
	afterEach(() => {
		vi.useRealTimers();
		nock.cleanAll();
		nock.enableNetConnect('127.0.0.1');
	});
}

// A mocked request takes real time, which must not look long on the faked clock; it has timers of its
// own, so the clock cannot stand still either.
let step = async (): Promise<void> => {
	await vi.advanceTimersByTimeAsync(underWay.size > 0 ? 1 : 20);
};

/** How the clock moves on, for a file of tests in which hours pass. */
export function setStep(own: () => Promise<void>): void {
	step = own;
}

/** Lets the faked clock run until the promise is settled. */
export async function runClock<T>(promise: Promise<T>): Promise<T> {
	let settled = false;
	const mark = () => {
		settled = true;
	};
	promise.then(mark, mark);
	while (!settled) {
		for (let turn = 0; turn < 6; turn++) await new Promise((resolve) => setImmediate(resolve));
		if (!settled) await step();
	}
	return await promise;
}
