import { unwrapped } from './json';

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
	/** What a model of the market gave that makes no images, such as the segments of one. */
	result?: unknown;
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
	const object = unwrapped(value);
	return isRecord(object) ? object : {};
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

/** An ID, also where it is a number that is exact. */
export function readId(value: unknown): string | null {
	if (typeof value !== 'number') return readText(value);
	return Number.isSafeInteger(value) && value > 0 ? String(value) : null;
}

// KIE's are 32 hexadecimal digits; whatever is kept and sent on stays short and visible.
export const isTaskId = (id: string): boolean => /^[\x21-\x7e]{1,200}$/.test(id);

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
