import { z } from 'zod';
import type { CancelSignal } from '../cancel';
import type { Reply } from '../kie/fault';
import { UNREADABLE } from '../kie/fault';
import { readNumber, readText, readTime } from '../kie/json';
import { retryRead } from '../kie/retry';
import type { Transport } from '../kie/transport';
import { anything } from '../schemas';
import { isWebAddress } from '../webAddress';
import type { BinaryFile } from './binaryFile';

export interface UploadedFile {
	url: string;
	fileName: string | null;
	mimeType: string | null;
	size: number | null;
	expiresAt: string;
}

const FOLDER = 'n8n';
// What KIE promises at least.
const LIVES_MS = 24 * 60 * 60 * 1000;

// How long an upload may take in all: what KIE needs to store it, and a slow line to send it.
const STORING_MS = 120_000;
const SLOWEST_BYTES_PER_MS = 64;

/** Streams a file to KIE; it costs nothing, so what may pass is tried again. */
export async function uploadFile(
	transport: Transport,
	file: BinaryFile,
	fileName: string,
	signal: CancelSignal,
): Promise<Reply<UploadedFile>> {
	const limitMs = STORING_MS + file.bytes / SLOWEST_BYTES_PER_MS;
	const send = async () => {
		const { chunks, close } = await file.open();
		try {
			const form = new FormData();
			form.append('file', new StreamFile(chunks, file.bytes, fileName, file.mimeType));
			form.append('uploadPath', FOLDER);
			form.append('fileName', fileName);
			return await transport.upload('/api/file-stream-upload', form, limitMs);
		} finally {
			close();
		}
	};
	return readUploaded(await retryRead(send, signal));
}

/** Has KIE fetch a file from the internet. */
export async function uploadFromUrl(
	transport: Transport,
	fileUrl: string,
	fileName: string | undefined,
	signal: CancelSignal,
): Promise<Reply<UploadedFile>> {
	const body = { fileUrl, uploadPath: FOLDER, ...(fileName !== undefined && { fileName }) };
	const send = async () => await transport.upload('/api/file-url-upload', body, STORING_MS);
	return readUploaded(await retryRead(send, signal));
}

/** A file that is read while it is sent, so that it never is in memory as a whole. */
class StreamFile extends File {
	override readonly size: number;

	constructor(
		private readonly chunks: AsyncIterable<Uint8Array>,
		size: number,
		name: string,
		type: string,
	) {
		super([], name, { type });
		this.size = size;
	}

	override stream(): ReturnType<File['stream']> {
		return ReadableStream.from(this.chunks as AsyncIterable<Uint8Array<ArrayBuffer>>);
	}
}

const uploadedSchema = z.object({
	downloadUrl: z.string().trim().refine(isWebAddress),
	fileName: anything.transform(readText),
	mimeType: anything.transform(readText),
	fileSize: anything.transform(readNumber),
	uploadedAt: anything.transform(readTime),
});

function readUploaded(reply: Reply<unknown>): Reply<UploadedFile> {
	if (!reply.ok) return reply;
	const uploaded = uploadedSchema.safeParse(reply.value);
	if (!uploaded.success) return { ok: false, fault: UNREADABLE };
	const { downloadUrl, fileName, mimeType, fileSize, uploadedAt } = uploaded.data;
	// Not even by its clock has KIE taken it later than now.
	const since = Math.min(uploadedAt === null ? Infinity : Date.parse(uploadedAt), Date.now());
	return {
		ok: true,
		value: {
			url: downloadUrl,
			fileName,
			mimeType,
			size: fileSize,
			expiresAt: new Date(since + LIVES_MS).toISOString(),
		},
	};
}
