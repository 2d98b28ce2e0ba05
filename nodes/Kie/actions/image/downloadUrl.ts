import { firstUrls } from '../../../shared/kie/apis/result';
import type { Reply } from '../../../shared/kie/fault';
import { isMissingRecord, UNREADABLE } from '../../../shared/kie/fault';
import { isRecord, unwrapped } from '../../../shared/kie/json';
import type { Transport } from '../../../shared/kie/transport';

const LIVES_MS = 20 * 60 * 1000;

interface DownloadUrl {
	downloadUrl: string;
	expiresAt: string;
}

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
	const data = unwrapped(reply.value);
	const [downloadUrl] = isRecord(data) ? firstUrls(data.downloadUrl, data.url) : firstUrls(data);
	if (downloadUrl === undefined) return { ok: false, fault: UNREADABLE };
	const expiresAt = new Date(Date.now() + LIVES_MS).toISOString();
	return { ok: true, value: { downloadUrl, expiresAt } };
}
