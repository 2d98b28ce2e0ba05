import { createHash } from 'crypto';
import type { IExecuteFunctions } from 'n8n-workflow';
import { z } from 'zod';

/** A file as n8n's items and expressions hold it: its bytes, or where n8n has stored them. */
export const heldFileSchema = z
	.object({
		id: z.string().optional(),
		data: z.string().optional(),
		mimeType: z.string(),
		fileName: z.string().optional(),
	})
	.refine(({ id, data }) => id !== undefined || data !== undefined);

export type HeldFile = z.output<typeof heldFileSchema>;

/** A file that goes in. */
export interface BinaryFile {
	/** The same for the same file, in every try of a run. */
	key: string;
	name: string | null;
	mimeType: string;
	bytes: number;
	open(): Promise<OpenFile>;
}

interface OpenFile {
	chunks: AsyncIterable<Uint8Array>;
	close(): void;
}

/** The file in a field of an item; undefined where there is none. */
export function fileInField(
	ctx: IExecuteFunctions,
	itemIndex: number,
	field: string,
): HeldFile | undefined {
	try {
		return ctx.helpers.assertBinaryData(itemIndex, field);
	} catch {
		return undefined;
	}
}

export async function binaryFile(
	ctx: IExecuteFunctions,
	{ id, data = '', fileName, mimeType }: HeldFile,
): Promise<BinaryFile> {
	const name = fileName ?? null;
	if (id !== undefined) {
		const { fileSize: bytes } = await ctx.helpers.getBinaryMetadata(id);
		const open = async () => {
			const stream = await ctx.helpers.getBinaryStream(id);
			return { chunks: stream as AsyncIterable<Buffer>, close: () => void stream.destroy() };
		};
		return { key: id, name, mimeType, bytes, open };
	}
	// n8n's memory mode, and small files that an expression or a Code node made.
	const key = createHash('sha256').update(data).digest('hex');
	const bytes = Buffer.byteLength(data, 'base64');
	const open = async () => {
		const blob = new Blob([Buffer.from(data, 'base64')]);
		return { chunks: blob.stream(), close: () => {} };
	};
	return { key, name, mimeType, bytes, open };
}

/** The first bytes of a file. */
export async function headOf(file: BinaryFile, bytes: number): Promise<Uint8Array> {
	const { chunks, close } = await file.open();
	const head: Uint8Array[] = [];
	let length = 0;
	try {
		for await (const chunk of chunks) {
			head.push(chunk);
			length += chunk.length;
			if (length >= bytes) break;
		}
	} finally {
		close();
	}
	return Buffer.concat(head);
}
