import type { KieContext } from '../context';
import { pause } from '../pacing';

/** A stream of n8n's: `stream` itself may not be imported by nodes. */
export type FileStream = Awaited<ReturnType<KieContext['helpers']['getBinaryStream']>>;

export interface FileLimits {
	maxBytes: number;
	/** How long it may say nothing. */
	silentMs: number;
	/** How long it may take in all. */
	totalMs: number;
}

/** Why a file was not read, in words that follow "because". */
export class FileRefusal extends Error {
	constructor(
		readonly kind: 'address' | 'unreached' | 'status' | 'broken' | 'silent' | 'endless' | 'content',
		message: string,
		/** The same file may be read a little later. */
		readonly passing: boolean,
	) {
		super(message);
		this.name = 'FileRefusal';
	}
}

const CHECK_MS = 5_000;

/** A file on its way in: its first bytes can be seen, and it can not be endless, silent or huge. */
export class IncomingFile {
	private readonly chunks: AsyncIterator<Buffer>;

	private readonly early: Buffer[] = [];

	private readonly ended = new AbortController();

	private readonly startedAt = Date.now();

	private lastChunkAt = Date.now();

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
		const step = await this.step();
		if (step?.done !== false || this.refusal) this.discard();
		if (this.refusal) throw this.refusal;
		if (step === null) throw new FileRefusal('broken', 'the connection broke', true);
		if (step.done === true) return null;
		this.lastChunkAt = Date.now();
		this.bytes += step.value.length;
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
		return await new Promise((resolve) => {
			this.wake = () => resolve(null);
			this.chunks.next().then(resolve, () => resolve(null));
		});
	}

	private async watch(): Promise<void> {
		const { silentMs, totalMs } = this.limits;
		while (!this.ended.signal.aborted) {
			await pause(CHECK_MS, this.ended.signal).catch(() => {});
			const now = Date.now();
			if (this.ended.signal.aborted) return;
			if (now - this.startedAt > totalMs) {
				this.refuse(new FileRefusal('endless', `it did not end within ${seconds(totalMs)}`, false));
			} else if (now - this.lastChunkAt > silentMs) {
				this.refuse(silent(silentMs));
			}
		}
	}

	private refuse(refusal: FileRefusal): void {
		this.refusal = refusal;
		this.discard();
		this.wake();
	}
}

const seconds = (ms: number) => `${Math.round(ms / 1000)} seconds`;

// Rounded up, so that what is over a limit never looks as if it were the limit.
export const megabytes = (bytes: number) => `${Math.ceil(bytes / 104_857.6) / 10} MB`;

export function silent(ms: number): FileRefusal {
	return new FileRefusal('silent', `its host said nothing for ${seconds(ms)}`, true);
}

export function tooLarge(maxBytes: number): FileRefusal {
	return new FileRefusal('content', `it is larger than ${megabytes(maxBytes)}`, false);
}
