import type { IExecuteFunctions } from 'n8n-workflow';
import type { BinaryFile } from '../../../../shared/files/binaryFile';
import { headOf } from '../../../../shared/files/binaryFile';
import type { FetchRules } from '../../../../shared/files/fetchFile';
import { fetchFile, StatusRefusal } from '../../../../shared/files/fetchFile';
import type { FileType } from '../../../../shared/files/fileType';
import {
	extensionOf,
	fileTypeOf,
	JPEG,
	MARK_BYTES,
	PNG,
	TEXT,
	WEB_PAGE,
	WEBP,
} from '../../../../shared/files/fileType';
import { readImageSize } from '../../../../shared/files/imageSize';
import { FileRefusal, megabytes } from '../../../../shared/files/incomingFile';
import type { ImageSize } from '../../../../shared/imageShape';

/** What the first bytes of an image tell. */
export interface Seen {
	type: FileType;
	size: ImageSize | null;
}

const TAKEN = [PNG, JPEG, WEBP];

/** Looks into a file of the workflow; throws where KIE would not take it. */
export async function inspectFile(file: BinaryFile, maxBytes: number): Promise<Seen> {
	if (file.bytes === 0) throw unfit('it is empty');
	if (file.bytes > maxBytes) {
		throw unfit(`it is ${megabytes(file.bytes)}, but KIE accepts at most ${megabytes(maxBytes)}`);
	}
	const head = await headOf(file, MARK_BYTES);
	const type = takenType(fileTypeOf(head));
	if (type === null) throw unfit('it is not a PNG, JPEG or WebP image');
	// Read again only where the size stands further in.
	const readHead = async (bytes: number) =>
		bytes <= head.length ? head : await headOf(file, bytes);
	return { type, size: await readImageSize(readHead, type) };
}

/** The same of a file that KIE may take whatever it is: an image, a video, a sound. */
export async function inspectAnyFile(file: BinaryFile): Promise<Seen> {
	if (file.bytes === 0) throw unfit('it is empty');
	const type = fileTypeOf(await headOf(file, MARK_BYTES));
	if (type === TEXT || type === WEB_PAGE) throw unfit(`it is ${type.name}`);
	return { type: type ?? typeAsNamed(file), size: null };
}

/** What the file says of itself, where its bytes tell nothing. */
function typeAsNamed({ name, mimeType }: BinaryFile): FileType {
	const [, ending] = /\.([a-z\d]{1,8})$/i.exec(name ?? '') ?? [];
	return { mimeType, extension: ending ?? extensionOf(mimeType) ?? 'bin', name: mimeType };
}

/**
 * Looks at what a URL leads to; throws where KIE would surely not take it. Null where this cannot be
 * seen from here: KIE may reach what n8n does not, and wait for what n8n does not wait for.
 */
export async function inspectUrl(
	ctx: IExecuteFunctions,
	url: string,
	rules: FetchRules,
): Promise<Seen | null> {
	try {
		const { file, length } = await fetchFile(ctx, url, rules);
		try {
			const head = await file.head(MARK_BYTES);
			if (head.length === 0) throw unfit('it is empty');
			const type = takenType(fileTypeOf(head));
			const size = type && (await readImageSize(async (bytes) => await file.head(bytes), type));
			// Where the host does not say how long it is, it shows as it is read.
			if (length === null) await file.length();
			return type && { type, size };
		} finally {
			file.discard();
		}
	} catch (cause) {
		if (!(cause instanceof FileRefusal) || mayBeOtherwiseForKie(cause)) return null;
		throw unfit(cause.message);
	}
}

const GONE = new Set([404, 410]);

function mayBeOtherwiseForKie(refusal: FileRefusal): boolean {
	if (refusal instanceof StatusRefusal) return !GONE.has(refusal.status);
	return refusal.kind !== 'address' && refusal.kind !== 'content';
}

/** Null for bytes that say nothing. */
function takenType(type: FileType | null): FileType | null {
	if (type === null || TAKEN.includes(type)) return type;
	const what = type === TEXT || type === WEB_PAGE ? type.name : `a file of type ${type.name}`;
	throw unfit(`it is ${what}, but KIE accepts only PNG, JPEG and WebP images`);
}

const unfit = (message: string) => new FileRefusal('content', message, false);
