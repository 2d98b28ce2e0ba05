/** A callback of KIE's, as far as all APIs agree. */
export interface CallbackBody {
	code: number | null;
	msg: string | null;
	data: Record<string, unknown>;
}

/** The record that a callback without one amounts to: it says a code, and the images. */
export function toRecord(
	{ code, msg, data }: CallbackBody,
	imageUrls: string[],
): Record<string, unknown> {
	const isDone = code === 200 || (code === null && imageUrls.length > 0);
	return isDone
		? { ...data, status: 'SUCCESS' }
		: { ...data, status: 'GENERATE_FAILED', errorCode: code, errorMessage: msg };
}
