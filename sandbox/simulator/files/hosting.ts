import type { Clock } from '../clock.ts';

export interface HostedFile {
	/** Below `/files/`. */
	path: string;
	mime: string;
	/** When it goes away, on the simulator's clock. */
	expiresAt: number;
	/** Pads the content to this size when it is served. */
	padTo?: number | undefined;
	/** What a fault can be matched with. */
	taskId?: string | undefined;
	content: () => Promise<Buffer>;
}

type Publication = Omit<HostedFile, 'expiresAt'> & { lifeMs: number };

/** The files the world can fetch without a key: results, uploads, direct links. All of it in memory. */
export class Hosting {
	readonly #clock: Clock;
	readonly #files = new Map<string, HostedFile>();
	/** The address results are given out under; known once the server listens. */
	origin = '';
	/** The address the simulator reaches itself under, which may be another one. */
	ownAddress = '';

	constructor(clock: Clock) {
		this.#clock = clock;
	}

	/** Puts a file up, over one of the same path, and returns its URL. */
	publish({ lifeMs, ...file }: Publication): string {
		const expiresAt = this.#clock.now() + this.#clock.scaled(lifeMs);
		this.#files.set(file.path, { ...file, expiresAt });
		return `${this.origin}/files/${file.path.split('/').map(encodeURIComponent).join('/')}`;
	}

	/** A URL as it is reached from here. */
	reach(url: string): string {
		return url.startsWith(`${this.origin}/`)
			? this.ownAddress + url.slice(this.origin.length)
			: url;
	}

	find(path: string): HostedFile | undefined {
		const file = this.#files.get(path);
		if (file && this.#clock.now() >= file.expiresAt) {
			this.#files.delete(path);
			return undefined;
		}
		return file;
	}

	/** The file behind one of our own URLs. */
	findByUrl(url: string): HostedFile | undefined {
		const prefix = `${this.origin}/files/`;
		if (!url.startsWith(prefix) || !URL.canParse(url)) return undefined;
		const path = new URL(url).pathname.slice('/files/'.length);
		try {
			return this.find(decodeURIComponent(path));
		} catch {
			return undefined;
		}
	}

	clear(): void {
		this.#files.clear();
	}
}
