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

// Nothing but an ID: KIE's have 32 digits, its documents' look like task_4o_abc123.
const PLAIN_ID = /^(?=.*\d)[\w.:-]{8,200}$/;

/** Text that names a task without a name before it. */
export const isPlainId = (text: string): boolean => PLAIN_ID.test(text.trim());

/** Of our own making, whatever KIE's text beside such a success: it may be billed, and this marks it. */
export const SUCCESS_WITHOUT_IMAGE = 'KIE reported success but sent no image URL';

export const isWithoutImage = ({ status, imageUrls }: KieTask): boolean =>
	status === 'success' && imageUrls.length === 0;

/** A success that brought no image, as the failure it is for whoever asked for one. */
export function withoutImage({ result, ...task }: KieTask): KieTask {
	return { ...task, status: 'failed', errorMessage: SUCCESS_WITHOUT_IMAGE };
}
