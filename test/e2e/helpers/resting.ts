/** A KIE that takes its time, so that an execution has some to rest, and the workflows that rest. */
import { afterAll, beforeAll } from 'vitest';
import type { Credential } from '../../../sandbox/n8n/client.ts';
import type { LedgerTask, Simulator } from '../../../sandbox/simulator/index.ts';
import { startSimulator } from '../../../sandbox/simulator/index.ts';
import { API_KEY } from './constants.ts';
import { n8n } from './n8n.ts';
import { createCredential } from './trigger.ts';
import type { NodeJson } from './workflows.ts';
import { kie } from './workflows.ts';

/** A picture takes some seconds. */
const SPEED = 10;

export interface SlowKie {
	kie: () => Simulator;
	/** A KIE node that rests, with the credential for this KIE. */
	resting: (
		name: string,
		parameters?: Record<string, unknown>,
		settings?: Record<string, unknown>,
	) => NodeJson;
	/** What was ordered with this text in its prompt: what is billed. */
	ordered: (text: string) => LedgerTask[];
}

export function useSlowKie({ webhookSecret = '' } = {}): SlowKie {
	let simulator: Simulator;
	let credential: Credential;

	beforeAll(async () => {
		simulator = await startSimulator({
			speed: SPEED,
			apiKeys: [API_KEY],
			credits: 100_000,
			callbackTimeoutFloorMs: 15_000,
			...(webhookSecret && { webhookSecret }),
		});
		credential = await createCredential(await n8n(), `Slow KIE ${simulator.url}`, simulator.url, {
			secret: webhookSecret,
		});
	});
	// What imports an example takes any credential of the type that it finds.
	afterAll(async () => {
		await (await n8n()).deleteCredential(credential.id);
		await simulator.close();
	});

	return {
		kie: () => simulator,
		ordered: (text) =>
			simulator.ledger().tasks.filter(({ params }) => JSON.stringify(params).includes(text)),
		resting: (name, parameters = {}, settings = {}) => {
			const made = kie(
				name,
				{
					operation: 'generate',
					prompt: '={{ $json.prompt }}',
					waitMethod: 'callback',
					...parameters,
				},
				settings,
			);
			const { id, name: credentialName } = credential;
			return { ...made, credentials: { kieImageApi: { id, name: credentialName } } };
		},
	};
}
