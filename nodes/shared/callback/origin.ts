import type { IWebhookFunctions } from 'n8n-workflow';
import type { CallbackCredential } from './credential';
import { readCredential } from './credential';
import type { SignatureVerdict } from './signature';
import { checkSignature } from './signature';

/** Whether KIE signed this call for this task, where the credential holds a secret to sign with. */
export async function checkOrigin(
	ctx: IWebhookFunctions,
	taskId: string | null,
	toleranceSeconds: number,
): Promise<SignatureVerdict> {
	const headers: Record<string, unknown> = ctx.getHeaderData();
	const check = ({ webhookSecret: secret }: CallbackCredential): SignatureVerdict => {
		if (secret === '') return 'good';
		return taskId === null
			? 'missing'
			: checkSignature(headers, taskId, { secret, toleranceSeconds });
	};
	const verdict = check(await readCredential(ctx));
	// The secret may have been changed just now.
	return verdict === 'good' ? verdict : check(await readCredential(ctx, { anew: true }));
}
