import type { Api } from './catalogue/index.ts';

interface CallbackAttempt {
	at: number;
	attempt: number;
	/** `genuine`, or what was forged. */
	kind: string;
	signed: boolean;
	/** The receiver's HTTP status, or null with `error` when it did not answer. */
	status: number | null;
	error?: string;
}

export interface LedgerTask {
	id: string;
	api: Api;
	model: string;
	account: string;
	params: unknown;
	/** The fields of the request that KIE ignored, because its model does not have them. */
	ignored: string[];
	billed: number;
	state: 'running' | 'success' | 'failed';
	createdAt: number;
	completedAt: number | null;
	errorCode: number | null;
	errorMessage: string;
	resultUrls: string[];
	/** When its record was asked for. */
	reads: number[];
	callbacks: CallbackAttempt[];
}

interface Refused {
	at: number;
	path: string;
	code: number;
	msg: string;
	/** What exactly was wrong, where KIE does not say it. */
	reason: string | null;
}

export interface Uploaded {
	at: number;
	way: 'stream' | 'base64' | 'url';
	path: string;
	bytes: number;
}

interface Downloaded {
	at: number;
	path: string;
	status: number;
}

/** A key seen where no key belongs: at a hosted file or at the other host. */
interface KeyLeak {
	at: number;
	where: 'hosted' | 'otherHost';
	path: string;
}

/** A request that reached the other host. The key, if it came along, is masked in its headers. */
interface OtherHostRequest {
	at: number;
	method: string;
	path: string;
	headers: Record<string, string>;
	carriedKey: boolean;
}

export interface LedgerReport {
	totals: {
		tasks: number;
		creditsBilled: number;
		refused: number;
		reads: number;
	};
	tasks: LedgerTask[];
	refusals: Refused[];
	uploads: Uploaded[];
	downloads: Downloaded[];
	keyLeaks: KeyLeak[];
	otherHost: OtherHostRequest[];
}

const sum = (numbers: number[]): number => numbers.reduce((total, number) => total + number, 0);

/** The book of what was billed, read, refused, fetched and called back. */
export class Ledger {
	#tasks: LedgerTask[] = [];
	#refusals: Refused[] = [];
	#uploads: Uploaded[] = [];
	#downloads: Downloaded[] = [];
	#keyLeaks: KeyLeak[] = [];
	#otherHost: OtherHostRequest[] = [];

	task(entry: LedgerTask): void {
		this.#tasks.push(entry);
	}

	refused(entry: Refused): void {
		this.#refusals.push(entry);
	}

	uploaded(entry: Uploaded): void {
		this.#uploads.push(entry);
	}

	downloaded(entry: Downloaded): void {
		this.#downloads.push(entry);
	}

	keyLeaked(entry: KeyLeak): void {
		this.#keyLeaks.push(entry);
	}

	otherHostCalled(entry: OtherHostRequest): void {
		this.#otherHost.push(entry);
	}

	/** A copy: what it holds does not change afterwards. */
	report(): LedgerReport {
		return structuredClone({
			totals: {
				tasks: this.#tasks.length,
				creditsBilled: sum(this.#tasks.map(({ billed }) => billed)),
				refused: this.#refusals.length,
				reads: sum(this.#tasks.map(({ reads }) => reads.length)),
			},
			tasks: this.#tasks,
			refusals: this.#refusals,
			uploads: this.#uploads,
			downloads: this.#downloads,
			keyLeaks: this.#keyLeaks,
			otherHost: this.#otherHost,
		});
	}

	clear(): void {
		this.#tasks = [];
		this.#refusals = [];
		this.#uploads = [];
		this.#downloads = [];
		this.#keyLeaks = [];
		this.#otherHost = [];
	}
}
