import { createHash } from 'crypto';
import type { IBinaryData, IExecuteFunctions } from 'n8n-workflow';

/** A file of an input item. */
export interface BinaryFile {
	/** The same for the same file, in every try of a run. */
	key: string;
	name: string | null;
	mimeType: string;
	bytes: number;
	open(): Promise<OpenFile>;
}

export interface OpenFile {
	chunks: AsyncIterable<Uint8Array>;
	close(): void;
}

/** The file in a field of an item; undefined where there is none. */
export async function binaryFile(
	ctx: IExecuteFunctions,
	itemIndex: number,
	field: string,
): Promise<BinaryFile | undefined> {
	const data = find(ctx, itemIndex, field);
	if (!data) return undefined;
	const { id, fileName: name = null, mimeType } = data;
	if (id !== undefined) {
		const { fileSize: bytes } = await ctx.helpers.getBinaryMetadata(id);
		const open = async () => {
			const stream = await ctx.helpers.getBinaryStream(id);
			return { chunks: stream as AsyncIterable<Buffer>, close: () => void stream.destroy() };
		};
		return { key: id, name, mimeType, bytes, open };
	}
	// n8n's memory mode, and small files that an expression or a Code node made.
	const key = createHash('sha256').update(data.data).digest('hex');
	const bytes = Buffer.byteLength(data.data, 'base64');
	const open = async () => {
		const blob = new Blob([Buffer.from(data.data, 'base64')]);
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

function find(ctx: IExecuteFunctions, itemIndex: number, field: string): IBinaryData | undefined {
	try {
		return ctx.helpers.assertBinaryData(itemIndex, field);
	} catch {
		return undefined;
	}
}
