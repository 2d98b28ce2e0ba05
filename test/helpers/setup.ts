import nock from 'nock';
import { afterEach, beforeEach, vi } from 'vitest';

/** For tests of the engine: no network but the mocked one, and a clock that the test moves. */
export function useFakedClock(): void {
	beforeEach(() => {
		// Immediates stay real: sockets, streams and the engine need their turns.
		vi.useFakeTimers({
			toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'Date'],
		});
	});
	afterEach(() => {
		vi.useRealTimers();
		nock.cleanAll();
		nock.enableNetConnect('127.0.0.1');
	});
}
