import type { IBinaryData } from 'n8n-workflow';
import type { KieContext } from '../context';
import { cancelSignalOf } from '../context';
import type { FetchedFile, FetchRules } from '../files/fetchFile';
import { fetchFile } from '../files/fetchFile';
import {
	extensionOf,
	fileTypeOf,
	MARK_BYTES,
	mimeTypeByExtension,
	TEXT,
	WEB_PAGE,
} from '../files/fileType';
import { FileRefusal } from '../files/incomingFile';
import { TimeAllowance } from '../files/timeAllowance';
import type { KieTask } from '../kie/task';
import { ownModelName } from '../models';
import { limiter, pause } from '../pacing';
import type { DownloadNotes } from './downloadNotes';

/** A rest ends with all its files to fetch: few at once would be waited for, and many would be rude to KIE. */
export const FILES_AT_ONCE = 10;
const MAX_TRIES = 3;
const PAUSE_MS = 1_000;
const SILENT_MS = 30_000;
// How long all downloads together may make no progress.
const STANDSTILL_MS = 60_000;

/** As a person set it. */
interface Wanted {
	/** In bytes. */
	maxFileSize: number;
	fileName?: string;
}

interface Downloads {
	/** In the order of the URLs; null where the file could not be fetched. */
	files: Array<IBinaryData | null>;
	/** Why, for each that is missing, in words that follow "because". */
	missed: string[];
}

/** Fetches the images of tasks into n8n's binary store, a few at a time. */
export function imageDownloader(ctx: KieContext, mayBePrivate: boolean, notes: DownloadNotes) {
	const slot = limiter(FILES_AT_ONCE);
	const time = new TimeAllowance(STANDSTILL_MS);
	const { files: known, hosts } = notes;
	return async (task: KieTask, { maxFileSize, fileName = '' }: Wanted): Promise<Downloads> => {
		const missed: string[] = [];
		const rules = { mayBePrivate, maxBytes: maxFileSize, silentMs: SILENT_MS, time, hosts };
		const name = fileName === '' ? null : safe(fileName);
		const store = async (url: string, index: number) => {
			const key = JSON.stringify([task.taskId, index, url, maxFileSize, name]);
			const earlier = known.get(key);
			if (earlier) return { ...earlier };
			// The image is made and paid for: its URL must reach the user whatever becomes of the file.
			try {
				const file = await download(ctx, url, fileNameOf(task, index, name), rules);
				known.set(key, file);
				return { ...file };
			} catch (cause) {
				missed.push(cause instanceof FileRefusal ? cause.message : 'the execution was canceled');
				return null;
			}
		};
		const files = await Promise.all(
			task.imageUrls.map(async (url, index) => await slot(async () => await store(url, index))),
		);
		return { files, missed };
	};
}

async function download(
	ctx: KieContext,
	url: string,
	name: string,
	rules: FetchRules,
): Promise<IBinaryData> {
	let before: FileRefusal | undefined;
	for (let attempt = 1; ; attempt++) {
		const result = await downloadOnce(ctx, url, name, rules);
		if (!(result instanceof FileRefusal)) return result;
		// What took the time tells more than that none was left.
		const reason = result.kind === 'slow' ? (before ?? result) : result;
		if (!result.passing || attempt === MAX_TRIES) throw reason;
		before = result;
		const rest = PAUSE_MS * attempt;
		await rules.time.during(async () => await pause(rest, cancelSignalOf(ctx)));
	}
}

async function downloadOnce(
	ctx: KieContext,
	url: string,
	name: string,
	rules: FetchRules,
): Promise<IBinaryData | FileRefusal> {
	try {
		const fetched = await fetchFile(ctx, url, rules);
		const { mimeType, extension } = await typeOf(fetched, url);
		return await ctx.helpers.prepareBinaryData(
			fetched.file.stream(),
			`${name}.${extension}`,
			mimeType,
		);
	} catch (cause) {
		return cause instanceof FileRefusal
			? cause
			: new FileRefusal('broken', 'n8n could not save it', false);
	}
}

// Of each part: with all of them, a name stays shorter than file systems take.
const MAX_NAME = 100;

/** No file system and no header takes every text. */
const safe = (text: string) => text.slice(0, MAX_NAME).replace(/[/\\:*?"<>|\p{Cc}\p{Cs}]/gu, '-');

/** Without its ending, which the bytes decide. */
function fileNameOf({ model, api, taskId }: KieTask, index: number, name: string | null): string {
	if (name !== null) return index === 0 ? name : `${name}-${index + 1}`;
	return `${safe(ownModelName(model ?? api))}-${safe(taskId)}-${index + 1}`;
}

/** By the bytes; where they say nothing, by what the host names; then by the ending of the URL. */
async function typeOf({ file, contentType }: FetchedFile, url: string) {
	const head = await file.head(MARK_BYTES);
	const seen = fileTypeOf(head);
	const refuse = (reason: string) => {
		file.discard();
		return new FileRefusal('content', reason, true);
	};
	if (head.length === 0) throw refuse('it is empty');
	if (seen === WEB_PAGE || (seen === TEXT && !isMedia(contentType))) {
		throw refuse('its host answered with text instead of an image');
	}
	const ending = /\.([a-z0-9]{2,5})$/i.exec(new URL(url).pathname)?.[1]?.toLowerCase() ?? 'bin';
	if (seen && seen !== TEXT) return seen;
	const named = isMedia(contentType) ? contentType : null;
	const mimeType = named ?? mimeTypeByExtension(ending) ?? 'application/octet-stream';
	return { mimeType, extension: extensionOf(mimeType) ?? ending };
}

function isMedia(contentType: string | null): contentType is string {
	return contentType !== null && /^(image|video|audio|model)\/[\w.+-]+$/.test(contentType);
}
