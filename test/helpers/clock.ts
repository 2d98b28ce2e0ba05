import { OutboundHttp } from '@n8n/backend-network';
import { Container } from '@n8n/di';
import nock from 'nock';
import { afterEach, beforeEach, vi } from 'vitest';

let underWay = 0;

/** For tests of the engine: no network but the mocked one, and a clock that the test moves. */
export function useFakedClock(): void {
	beforeEach(() => {
		// Immediates stay real: sockets, streams and the engine need their turns.
		vi.useFakeTimers({
			toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'Date'],
		});
		countRequests();
	});
	afterEach(() => {
		vi.useRealTimers();
		nock.cleanAll();
		nock.enableNetConnect('127.0.0.1');
	});
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
		// A mocked request takes real time, which must not look long on the faked clock; it has
		// timers of its own, so the clock cannot stand still either.
		if (!settled) await vi.advanceTimersByTimeAsync(underWay > 0 ? 1 : 20);
	}
	return await promise;
}

function countRequests(): void {
	const http = Container.get(OutboundHttp);
	const original = http.requests.bind(http);
	underWay = 0;
	vi.spyOn(http, 'requests').mockImplementation((options) => {
		const client = original(options);
		const request: typeof client.request = async (...args) => {
			underWay++;
			try {
				return await client.request(...args);
			} finally {
				underWay--;
			}
		};
		return { ...client, request };
	});
}
