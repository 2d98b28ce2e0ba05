export const API_NAMES = ['gpt4oImage', 'fluxKontext', 'market'] as const;
export type ApiName = (typeof API_NAMES)[number];

export type TaskStatus = 'pending' | 'success' | 'failed';

/** One task at KIE, in the one shape that every API, model and way of waiting shares. */
export interface KieTask {
	taskId: string;
	api: ApiName;
	model: string | null;
	status: TaskStatus;
	/** 0 to 1. */
	progress: number;
	imageUrls: string[];
	prompt: string | null;
	createdAt: string | null;
	completedAt: string | null;
	creditsUsed: number | null;
	errorCode: number | string | null;
	errorMessage: string | null;
	/** KIE's record as it came, without the callback URL. */
	raw: Record<string, unknown>;
}

// Readers of single values, for records whose spelling differs between documents and the wire. They
// run for every look at every task, so they are plain checks and no schemas.

export function isRecord(value: unknown): value is Record<string, unknown> {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A JSON object, also where KIE sends it as text. */
export function readObject(value: unknown): Record<string, unknown> {
	if (typeof value !== 'string') return isRecord(value) ? value : {};
	try {
		const parsed: unknown = JSON.parse(value);
		return isRecord(parsed) ? parsed : {};
	} catch {
		return {};
	}
}

export function readText(value: unknown): string | null {
	const text = typeof value === 'string' ? value.trim() : '';
	return text === '' || text.toLowerCase() === 'null' ? null : text;
}

export function readNumber(value: unknown): number | null {
	const text = typeof value === 'number' ? value : readText(value);
	const number = text === null ? Number.NaN : Number(text);
	return Number.isFinite(number) ? number : null;
}

/** Of our own making, where KIE says nothing: see `toTask` of the APIs. */
export const SUCCESS_WITHOUT_IMAGE = 'KIE reported success but sent no image URL';

const FAILED_FLAGS = new Set([2, 3]);
const FAILED_WORDS = new Set(['create_task_failed', 'generate_failed', 'failed', 'fail']);
const SUCCESS_WORDS = new Set(['success', 'completed']);

/** Failed if anything says so, else success if anything says so; whatever else it says, it runs. */
export function readStatus(record: Record<string, unknown>): TaskStatus {
	const flag = readNumber(record.successFlag);
	const words = [record.status, record.state].map((word) => readText(word)?.toLowerCase() ?? '');
	if ((flag !== null && FAILED_FLAGS.has(flag)) || words.some((word) => FAILED_WORDS.has(word))) {
		return 'failed';
	}
	if (flag === 1 || words.some((word) => SUCCESS_WORDS.has(word))) return 'success';
	return 'pending';
}

/** The first of these that holds any http(s) URL. */
export function firstUrls(...candidates: unknown[]): string[] {
	for (const candidate of candidates) {
		const list = Array.isArray(candidate) ? candidate : [candidate];
		const urls = list.filter(
			(url): url is string => typeof url === 'string' && /^https?:\/\//i.test(url),
		);
		if (urls.length > 0) return urls;
	}
	return [];
}

/** 0 to 1; KIE counts to 1 in some places and to 100 in others. */
export function readProgress(value: unknown, status: TaskStatus): number {
	if (status === 'success') return 1;
	const number = readNumber(value) ?? 0;
	return Math.min(1, Math.max(0, number > 1 ? number / 100 : number));
}

/** Epoch milliseconds, ISO, or KIE's "YYYY-MM-DD HH:mm:ss"; UTC where no zone is named. */
export function readTime(value: unknown): string | null {
	const epoch = readNumber(value);
	if (epoch !== null) return epoch > 0 ? toIso(epoch) : null;
	const text = readText(value);
	if (text === null) return null;
	const hasZone = /(z|[+-]\d{2}:?\d{2})$/i.test(text);
	return toIso(Date.parse(hasZone ? text : `${text.replace(' ', 'T')}Z`));
}

function toIso(epochMs: number): string | null {
	const date = new Date(epochMs);
	return Number.isNaN(date.getTime()) ? null : date.toISOString();
}

/** A number where it is one, else the text, else null. */
export function readCode(value: unknown): number | string | null {
	return readNumber(value) ?? readText(value);
}

/** The record without the callback URL, which may carry a secret of the workflow's own. */
export function withoutCallbackUrl(record: Record<string, unknown>): Record<string, unknown> {
	return Object.fromEntries(
		Object.entries(record)
			.filter(([key]) => key !== 'callBackUrl')
			.map(([key, value]) => [key, withoutCallbackUrlIn(value)]),
	);
}

function withoutCallbackUrlIn(value: unknown): unknown {
	if (typeof value === 'string') {
		const record = value.includes('callBackUrl') ? readObject(value) : {};
		return Object.keys(record).length > 0 ? JSON.stringify(withoutCallbackUrl(record)) : value;
	}
	if (Array.isArray(value)) return value.map(withoutCallbackUrlIn);
	return isRecord(value) ? withoutCallbackUrl(value) : value;
}
