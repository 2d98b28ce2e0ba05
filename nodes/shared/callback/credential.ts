import type { IWebhookFunctions } from 'n8n-workflow';
import { z } from 'zod';
import { dropOldest } from '../dropOldest';
import { CREDENTIAL_TYPE } from '../kie/transport';
import { anything } from '../schemas';

const schema = z.object({
	/** What signs callbacks; empty where the user asks for no signature. */
	webhookSecret: z
		.string()
		.trim()
		.nullish()
		.transform((secret) => secret ?? ''),
	baseUrl: anything,
});

export type CallbackCredential = z.output<typeof schema>;

// n8n takes longer to read a credential (it makes a whole engine for expressions each time) than
// for all the rest of a delivery, so many callbacks in a row share one reading.
const FRESH_MS = 10_000;
const REMEMBERED_NODES = 500;

const recent = new Map<string, { readAt: number; credential: CallbackCredential }>();

/** The credential of a node that is called, as it was a moment ago; or anew, since it may have been changed. */
export async function readCredential(
	ctx: IWebhookFunctions,
	{ anew = false } = {},
): Promise<CallbackCredential> {
	const { id: nodeId, credentials } = ctx.getNode();
	const key = [ctx.getWorkflow().id, nodeId, credentials?.[CREDENTIAL_TYPE]?.id].join('/');
	const known = recent.get(key);
	if (!anew && known && Date.now() - known.readAt < FRESH_MS) return known.credential;
	const credential = schema.parse(await ctx.getCredentials(CREDENTIAL_TYPE));
	recent.delete(key);
	recent.set(key, { readAt: Date.now(), credential });
	dropOldest(recent, REMEMBERED_NODES);
	return credential;
}
