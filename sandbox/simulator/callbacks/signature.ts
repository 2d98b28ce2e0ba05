import { createHmac } from 'node:crypto';

/** The headers by which KIE signs a callback. The body is not part of what is signed. */
export function signatureHeaders(
	secret: string,
	taskId: string,
	timestamp = Math.floor(Date.now() / 1000),
): Record<string, string> {
	const signature = createHmac('sha256', secret).update(`${taskId}.${timestamp}`).digest('base64');
	return { 'x-webhook-timestamp': String(timestamp), 'x-webhook-signature': signature };
}
