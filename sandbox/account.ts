/** Who owns the sandbox's n8n, and the KIE credential in it. */
import type { Credential, N8nClient, Owner } from './n8n/client.ts';
import { SandboxError } from './n8n/errors.ts';
import { N8nHttpError } from './n8n/client.ts';

/** No secret: n8n listens on loopback only. */
export const OWNER: Owner = {
	email: 'owner@example.com',
	password: 'Sandbox-1',
	firstName: 'Sandbox',
	lastName: 'Owner',
};

export const CREDENTIAL_NAME = 'KIE account';
export const CREDENTIAL_TYPE = 'kieImageApi';

/** A type and not an interface, so that it passes as the record n8n takes. */
export type KieCredentialData = {
	apiKey: string;
	webhookSecret: string;
	baseUrl: string;
	uploadBaseUrl: string;
};

export async function logIn(client: N8nClient): Promise<void> {
	try {
		await client.ensureOwner(OWNER);
	} catch (error) {
		if (!(error instanceof N8nHttpError) || error.status !== 401) throw error;
		throw new SandboxError(
			`The sandbox's n8n has an owner other than ${OWNER.email}, or another password.`,
			'Log in as you did, or begin anew: npm start -- --fresh',
		);
	}
}

/** Creates the credential the examples name, or points the one that is there at today's service. */
export async function ensureCredential(
	client: N8nClient,
	data: KieCredentialData,
): Promise<Credential> {
	const found = (await client.credentials()).find(
		({ name, type }) => name === CREDENTIAL_NAME && type === CREDENTIAL_TYPE,
	);
	if (found === undefined)
		return await client.createCredential(CREDENTIAL_NAME, CREDENTIAL_TYPE, data);
	await client.updateCredential(found, data);
	return found;
}
