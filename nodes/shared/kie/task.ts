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

// KIE's are 32 hexadecimal digits; whatever is kept and sent on stays short and visible.
export const isTaskId = (id: string): boolean => /^[\x21-\x7e]{1,200}$/.test(id);

/** Of our own making, where KIE says nothing: see `apis/record.ts`. */
export const SUCCESS_WITHOUT_IMAGE = 'KIE reported success but sent no image URL';
