import type { IBinaryData } from 'n8n-workflow';
import { z } from 'zod';
import type { KieContext } from './context';
import { cancelSignalOf } from './context';
import { limiter } from './pacing';
import type { KieTask } from './task';
import { isRecord } from './task';

const DOWNLOADS_AT_ONCE = 4;
const TIMEOUT_MS = 60_000;

const TYPES: Record<string, string> = {
	'image/png': 'png',
	'image/jpeg': 'jpg',
	'image/webp': 'webp',
	'image/gif': 'gif',
	'video/mp4': 'mp4',
};

export interface Downloads {
	/** In the order of the URLs; null where the file could not be fetched. */
	files: Array<IBinaryData | null>;
	missed: number;
}

/** Fetches the images of a task into n8n's binary store, a few at a time. */
export function imageDownloader(ctx: KieContext) {
	const slot = limiter(DOWNLOADS_AT_ONCE);
	return async (task: KieTask): Promise<Downloads> => {
		const files = await Promise.all(
			task.imageUrls.map(
				async (url, index) => await slot(async () => await download(ctx, task, url, index)),
			),
		);
		return { files, missed: files.filter((file) => file === null).length };
	};
}

type BinaryStream = Awaited<ReturnType<KieContext['helpers']['getBinaryStream']>>;

const responseSchema = z.object({
	statusCode: z.number(),
	headers: z.custom<Record<string, unknown>>(isRecord).catch({}),
	body: z.custom<BinaryStream>(
		(body) => typeof body === 'object' && body !== null && 'pipe' in body,
	),
});

/**
 * Null rather than an exception: the image is made and paid for, and its URL must reach the user
 * whatever becomes of the file. Sent without the key, which is for KIE's API alone.
 */
async function download(
	ctx: KieContext,
	task: KieTask,
	url: string,
	index: number,
): Promise<IBinaryData | null> {
	const signal = cancelSignalOf(ctx);
	try {
		const response = responseSchema.parse(
			await ctx.helpers.httpRequest({
				method: 'GET',
				url,
				encoding: 'stream',
				returnFullResponse: true,
				ignoreHttpStatusErrors: true,
				timeout: TIMEOUT_MS,
				...(signal && { abortSignal: signal }),
			}),
		);
		const mimeType = mimeTypeOf(response.headers['content-type'], url);
		if (response.statusCode !== 200 || mimeType === null) {
			response.body.destroy();
			return null;
		}
		const model = (task.model ?? task.api).replaceAll('/', '-');
		const fileName = `${model}-${task.taskId}-${index + 1}.${TYPES[mimeType] ?? 'bin'}`;
		return await ctx.helpers.prepareBinaryData(response.body, fileName, mimeType);
	} catch {
		return null;
	}
}

/** The type the host names, or where it names none, the type the URL ends in. */
function mimeTypeOf(header: unknown, url: string): string | null {
	const named = typeof header === 'string' ? header.split(';')[0]?.trim().toLowerCase() : undefined;
	if (named !== undefined && named in TYPES) return named;
	if (named !== undefined && /^text\/|json|xml/.test(named)) return null;
	const ending = /\.([a-z0-9]+)$/i.exec(new URL(url).pathname)?.[1]?.toLowerCase();
	const byEnding = Object.entries(TYPES).find(([, extension]) => extension === ending)?.[0];
	return byEnding ?? (ending === 'jpeg' ? 'image/jpeg' : (named ?? 'application/octet-stream'));
}
