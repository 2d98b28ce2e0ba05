import { createHmac, timingSafeEqual } from 'crypto';

const TIMESTAMP = 'x-webhook-timestamp';
const SIGNATURE = 'x-webhook-signature';

export type SignatureVerdict = 'good' | 'missing' | 'wrong' | 'stale';

/** Whether KIE signed this callback, just now. The body is not signed: only the task it names. */
export function checkSignature(
	headers: Record<string, unknown>,
	taskId: string,
	{ secret, toleranceSeconds }: { secret: string; toleranceSeconds: number },
): SignatureVerdict {
	const { [TIMESTAMP]: timestamp, [SIGNATURE]: signature } = headers;
	if (typeof timestamp !== 'string' || typeof signature !== 'string') return 'missing';
	const expected = createHmac('sha256', secret).update(`${taskId}.${timestamp}`).digest('base64');
	if (!isSame(signature, expected) || !/^\d{1,12}$/.test(timestamp)) return 'wrong';
	const ageSeconds = Math.abs(Date.now() / 1000 - Number(timestamp));
	return ageSeconds <= toleranceSeconds ? 'good' : 'stale';
}

/** Compares in constant time, so that timing reveals nothing. */
function isSame(given: string, expected: string): boolean {
	const [a, b] = [Buffer.from(given), Buffer.from(expected)];
	return a.length === b.length && timingSafeEqual(a, b);
}
