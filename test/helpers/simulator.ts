import { createServer } from 'node:http';
import { startSimulator } from '../../sandbox/simulator/index.ts';
import type { Simulator } from '../../sandbox/simulator/index.ts';
import { readEnvelope } from '../../nodes/shared/kie/envelope.ts';
import type { Reply } from '../../nodes/shared/kie/fault.ts';
import type { Transport } from '../../nodes/shared/kie/transport.ts';
import { listen } from './localServer.ts';
import { picture } from './pictures.ts';
import { unused } from './unusedTransport.ts';

const KEY = 'sim-kie-key';

export interface SimulatedKie extends Transport {
	simulator: Simulator;
	close(): Promise<void>;
	/** A picture that the simulator can fetch, and every model takes. */
	imageUrl: string;
}

/** KIE's simulator, so fast that nothing is ever in the way, and the plainest client of it. */
export async function simulatedKie(): Promise<SimulatedKie> {
	const simulator = await startSimulator({ speed: 1_000_000, apiKeys: [KEY], credits: 1_000_000 });
	const ask = async (path: string, init: RequestInit): Promise<Reply<unknown>> => {
		const response = await fetch(simulator.url + path, {
			...init,
			headers: { authorization: `Bearer ${KEY}`, 'content-type': 'application/json' },
		});
		return readEnvelope({ status: response.status, headers: {}, body: await response.json() });
	};
	const post: Transport['post'] = async (path, body) =>
		await ask(path, { method: 'POST', body: JSON.stringify(body) });
	const get: Transport['get'] = async (path, query = {}) =>
		await ask(`${path}?${new URLSearchParams(query).toString()}`, { method: 'GET' });
	// From elsewhere: what is uploaded to so fast a simulator is gone at once.
	const photo = picture('png', 300, 300);
	const host = createServer((_, response) => response.end(photo));
	const imageUrl = `http://${await listen(host)}/photo.png`;
	const close = async () => {
		host.closeAllConnections();
		host.close();
		await simulator.close();
	};
	const account = simulator.url;
	return { simulator, imageUrl, close, post, get, upload: unused, isPrivate: true, account };
}
