import type { FileStream } from '../context';
import { pause } from '../pacing';
import type { TimeAllowance } from './timeAllowance';

export interface FileLimits {
	maxBytes: number;
	/** How long it may say nothing. */
	silentMs: number;
	/** What it may take of the time that all files of the run have. */
	time: TimeAllowance;
}

/** Why a file was not read, in words that follow "because". */
export class FileRefusal extends Error {
	constructor(
		readonly kind: 'address' | 'unreached' | 'status' | 'broken' | 'silent' | 'slow' | 'content',
		message: string,
		/** The same file may be read a little later. */
		readonly passing: boolean,
	) {
		super(message);
		this.name = 'FileRefusal';
	}
}

const CHECK_MS = 1_000;

/** A file on its way in: its first bytes can be seen, and it can not be endless, silent or huge. */
export class IncomingFile {
	private readonly chunks: AsyncIterator<Buffer>;

	private readonly early: Buffer[] = [];

	private readonly ended = new AbortController();

	/** When the read that is under way began: while nobody reads, the host cannot be silent. */
	private readingSince: number | null = null;

	private bytes = 0;

	private refusal: FileRefusal | undefined;

	private wake = () => {};

	constructor(
		private readonly body: FileStream,
		private readonly limits: FileLimits,
	) {
		// What breaks shows when it is read; where nobody reads any more, it must not end n8n.
		body.on('error', () => {});
		this.chunks = (body as AsyncIterable<Buffer>)[Symbol.asyncIterator]();
		void this.watch();
	}

	/** The first bytes, at least as many as asked for where the file has them. */
	async head(bytes: number): Promise<Buffer> {
		let length = this.early.reduce((sum, chunk) => sum + chunk.length, 0);
		while (length < bytes) {
			const chunk = await this.next();
			if (chunk === null) break;
			this.early.push(chunk);
			length += chunk.length;
		}
		return Buffer.concat(this.early);
	}

	/** Reads it to its end and forgets it, for its length. */
	async length(): Promise<number> {
		while ((await this.next()) !== null);
		return this.bytes;
	}

	/** All of it, for n8n to store. */
	stream(): FileStream {
		// Every class of streams can make one of chunks.
		const { from } = this.body.constructor as unknown as {
			from(chunks: AsyncIterable<Buffer>, options: object): FileStream;
		};
		// One chunk at a time: what lies about in buffers is what memory grows by.
		return from.call(this.body.constructor, this.all(), { objectMode: false, highWaterMark: 1 });
	}

	discard(): void {
		this.ended.abort();
		this.body.destroy();
	}

	private async *all(): AsyncGenerator<Buffer> {
		try {
			yield* this.early.splice(0);
			for (let chunk = await this.next(); chunk !== null; chunk = await this.next()) yield chunk;
		} finally {
			this.discard();
		}
	}

	private async next(): Promise<Buffer | null> {
		if (this.refusal) throw this.refusal;
		const step = await this.limits.time.during(async () => await this.step());
		if (step?.done !== false || this.refusal) this.discard();
		if (this.refusal) throw this.refusal;
		if (step === null) throw new FileRefusal('broken', 'the connection was lost', true);
		if (step.done === true) return null;
		this.bytes += step.value.length;
		this.limits.time.received(step.value.length);
		if (this.bytes <= this.limits.maxBytes) return step.value;
		this.discard();
		throw tooLarge(this.limits.maxBytes);
	}

	/**
	 * The next chunk; null where there will be none. A destroyed body may keep its reader waiting for as
	 * long as its host keeps the connection, so the reader is woken. (A race with one promise for all
	 * chunks would hold every chunk until the end.)
	 */
	private async step(): Promise<IteratorResult<Buffer> | null> {
		this.readingSince = Date.now();
		try {
			return await new Promise((resolve) => {
				this.wake = () => resolve(null);
				this.chunks.next().then(resolve, () => resolve(null));
			});
		} finally {
			this.readingSince = null;
		}
	}

	private async watch(): Promise<void> {
		const { silentMs, time } = this.limits;
		while (!this.ended.signal.aborted) {
			await pause(CHECK_MS, this.ended.signal).catch(() => {});
			if (this.ended.signal.aborted) return;
			const since = this.readingSince;
			if (since === null) continue;
			if (Date.now() - since >= silentMs) this.refuse(silent(silentMs, true));
			else if (time.leftMs() <= 0) this.refuse(tooSlow());
		}
	}

	private refuse(refusal: FileRefusal): void {
		this.refusal = refusal;
		this.discard();
		this.wake();
	}
}

// Rounded up, so that what is over a limit never looks as if it were the limit.
export const megabytes = (bytes: number) => `${Math.ceil(bytes / 104_857.6) / 10} MB`;

export function silent(ms: number, passing: boolean): FileRefusal {
	const message = `its server sent nothing for ${Math.round(ms / 1000)} seconds`;
	return new FileRefusal('silent', message, passing);
}

export function tooSlow(): FileRefusal {
	return new FileRefusal('slow', 'downloading took too long', false);
}

export function tooLarge(maxBytes: number): FileRefusal {
	return new FileRefusal('content', `it is larger than ${megabytes(maxBytes)}`, false);
}
