import type { AddressInfo } from 'node:net';
import { demoKeys } from './accounts.ts';
import type { FaultInput } from './faults/faultKinds.ts';
import type { LedgerReport } from './ledger.ts';
import { createOtherHost } from './otherHost.ts';
import type { RequestNote } from './requests.ts';
import { createServer } from './server.ts';
import { Simulation } from './simulation.ts';

export { demoKeys } from './accounts.ts';
export { signatureHeaders } from './callbacks/signature.ts';
export type { FaultInput } from './faults/faultKinds.ts';
export type { LedgerReport, LedgerTask } from './ledger.ts';

export interface SimulatorOptions {
	/** 0, the default, takes a free one. */
	port?: number;
	host?: string;
	/** How many times faster every duration runs. */
	speed?: number;
	/** The accepted keys, each an account of its own. */
	apiKeys?: readonly string[];
	/** What each account starts with. */
	credits?: number;
	/** Signs the callbacks. Without it they are not signed. */
	webhookSecret?: string;
	/** The address results and uploads are given out under, where it is not the one listened on. */
	publicUrl?: string;
	/** The shortest real time a callback's receiver gets, however high the speed. */
	callbackTimeoutFloorMs?: number;
	/** Takes one line a request. */
	log?: (line: string) => void;
}

export interface Simulator {
	/** For `baseUrl` and `uploadBaseUrl` alike. */
	url: string;
	/** A second host that notes what it receives. */
	otherHostUrl: string;
	ledger: () => LedgerReport;
	requests: () => RequestNote[];
	/** Returns the fault's number. */
	addFault: (fault: FaultInput) => number;
	/** Moves the clock on by a duration as documented (14 days are 14 days at any speed). */
	advance: (documentedMs: number) => void;
	reset: () => void;
	close: () => Promise<void>;
}

/** Starts a KIE of one's own. */
export async function startSimulator(options: SimulatorOptions = {}): Promise<Simulator> {
	const { host = '127.0.0.1', port = 0, webhookSecret } = options;
	const sim = new Simulation({
		apiKeys: options.apiKeys ?? [demoKeys.accepted],
		credits: options.credits ?? 5916.25,
		speed: options.speed ?? 1,
		webhookSecret,
		timeoutFloorMs: options.callbackTimeoutFloorMs ?? 1_000,
		log: options.log ?? (() => {}),
	});
	const otherHost = createOtherHost(sim);
	const server = await createServer(sim);
	const close = async () => {
		sim.stop();
		await Promise.all([server.close(), otherHost.close()]);
	};
	try {
		await server.listen({ host, port });
		// By name, where the simulator goes by number: another host to every HTTP client.
		await otherHost.listen({ host: 'localhost', port: 0 });
	} catch (error) {
		await close();
		throw error;
	}
	const url = `http://${addressOf(host)}:${portOf(server.server.address())}`;
	sim.hosting.ownAddress = url;
	sim.hosting.origin = options.publicUrl?.replace(/\/$/, '') ?? url;
	sim.otherHost = `http://localhost:${portOf(otherHost.server.address())}`;
	sim.callbacks.forgedOrigin = sim.otherHost;
	return {
		url,
		otherHostUrl: sim.otherHost,
		ledger: () => sim.ledger.report(),
		requests: () => sim.requests.list(),
		addFault: (fault) => sim.faults.add(fault),
		advance: (documentedMs) => sim.clock.advance(documentedMs),
		reset: () => sim.reset(),
		close,
	};
}

/** A host as it stands in a URL; who listens everywhere is reached on loopback. */
function addressOf(host: string): string {
	if (host === '0.0.0.0' || host === '::') return '127.0.0.1';
	return host.includes(':') ? `[${host}]` : host;
}

function portOf(address: AddressInfo | string | null): number {
	if (address === null || typeof address === 'string') throw new Error('not listening on a port');
	return address.port;
}
