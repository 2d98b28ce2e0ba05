import type { Simulator } from '../sandbox/simulator/index.ts';
import { startSimulator } from '../sandbox/simulator/index.ts';

/** The key of the one account at the simulated KIE. */
export const API_KEY = 'bench';

/** A simulated KIE of one's own, so many times as fast as life. */
export async function withKie<T>(
	speed: number,
	work: (simulator: Simulator) => Promise<T>,
): Promise<T> {
	const simulator = await startSimulator({
		speed,
		apiKeys: [API_KEY],
		credits: 1_000_000,
		// n8n does not get faster with the clock.
		callbackTimeoutFloorMs: 15_000,
	});
	try {
		return await work(simulator);
	} finally {
		await simulator.close();
	}
}
