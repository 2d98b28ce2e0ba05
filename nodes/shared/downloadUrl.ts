import { z } from 'zod';
import type { Reply } from './envelope';
import { isMissingRecord, UNREADABLE } from './envelope';
import type { Transport } from './transport';

const LIVES_MS = 20 * 60 * 1000;

export interface DownloadUrl {
	downloadUrl: string;
	expiresAt: string;
}

const urlSchema = z
	.string()
	.url()
	.or(z.object({ downloadUrl: z.string().url() }).transform(({ downloadUrl }) => downloadUrl))
	.or(z.object({ url: z.string().url() }).transform(({ url }) => url));

/**
 * A link to one image that needs no key and lives for 20 minutes. 4o tasks have a call of their
 * own; the common one serves every other task, and images without a known task.
 */
export async function requestDownloadUrl(
	transport: Transport,
	url: string,
	taskId: string | null,
): Promise<Reply<DownloadUrl>> {
	if (taskId !== null) {
		const reply = await transport.post('/api/v1/gpt4o-image/download-url', { taskId, url });
		const isOfAnotherApi =
			!reply.ok &&
			reply.fault.kind === 'refusal' &&
			isMissingRecord(reply.fault) &&
			/record is null/i.test(reply.fault.msg ?? '');
		if (!isOfAnotherApi) return readUrl(reply);
	}
	return readUrl(await transport.post('/api/v1/common/download-url', { url }));
}

function readUrl(reply: Reply<unknown>): Reply<DownloadUrl> {
	if (!reply.ok) return reply;
	const url = urlSchema.safeParse(reply.value);
	if (!url.success) return { ok: false, fault: UNREADABLE };
	const expiresAt = new Date(Date.now() + LIVES_MS).toISOString();
	return { ok: true, value: { downloadUrl: url.data, expiresAt } };
}
