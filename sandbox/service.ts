/** The KIE the sandbox speaks to: the simulator, or with KIE_API_KEY the real one. */
import { createWriteStream } from 'node:fs';
import type { KieCredentialData } from './account.ts';
import { demoKeys, startSimulator } from './simulator/index.ts';

export interface KieService {
	isReal: boolean;
	url: string;
	credential: KieCredentialData;
	stop(): Promise<void>;
}

const REAL_URL = 'https://api.kie.ai';
const REAL_UPLOAD_URL = 'https://kieai.redpandaai.co';
/** A picture takes seconds in place of a minute; links and limits pass as much faster. */
export const SIMULATED_SPEED = 10;
const SIMULATED_SECRET = 'sim-kie-webhook-secret';

export async function startService(env: NodeJS.ProcessEnv, logFile: string): Promise<KieService> {
	const apiKey = env.KIE_API_KEY;
	if (apiKey) {
		return {
			isReal: true,
			url: REAL_URL,
			credential: {
				apiKey,
				webhookSecret: env.KIE_WEBHOOK_SECRET ?? '',
				baseUrl: REAL_URL,
				uploadBaseUrl: REAL_UPLOAD_URL,
			},
			stop: async () => {},
		};
	}
	const log = createWriteStream(logFile, { flags: 'a' });
	const simulator = await startSimulator({
		webhookSecret: SIMULATED_SECRET,
		speed: SIMULATED_SPEED,
		log: (line) => log.write(`${line}\n`),
	});
	return {
		isReal: false,
		url: simulator.url,
		credential: {
			apiKey: demoKeys.accepted,
			webhookSecret: SIMULATED_SECRET,
			baseUrl: simulator.url,
			uploadBaseUrl: simulator.url,
		},
		stop: async () => {
			await simulator.close();
			log.end();
		},
	};
}
