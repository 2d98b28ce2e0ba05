import { createHmac } from 'node:crypto';

/** The headers by which KIE signs a callback; none without a secret. The body is not part of what is signed. */
export function signatureHeaders(
	secret: string | undefined,
	taskId: string,
	timestamp = Math.floor(Date.now() / 1000),
): Record<string, string> {
	if (secret === undefined) return {};
	const signature = createHmac('sha256', secret).update(`${taskId}.${timestamp}`).digest('base64');
	return { 'x-webhook-timestamp': String(timestamp), 'x-webhook-signature': signature };
}
