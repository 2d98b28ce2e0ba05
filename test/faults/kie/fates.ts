import type { Echo } from './echo.ts';

// What a scenario has KIE, its hosts and the way to them do. `well` and null are no fault.

/** What becomes of one create. */
export type CreateFate =
	/** Taken, and its ID told, in one of the ways that were seen. */
	| { is: 'well'; names: 'taskId' | 'task_id' | 'recordId' | 'text' | 'number' }
	/** Surely not made: KIE says so. */
	| { is: 'refused'; code: number; as: 'body' | 'http' }
	/** Refused for the rate, so many times in a row. */
	| { is: 'limited'; times: number; retryAfter: number | null }
	/** Surely not made: nobody was reached. */
	| { is: 'unreached' }
	/** Nobody can tell from the answer; `made` says what is true. */
	| { is: 'unclear'; how: Unclear; made: boolean }
	/** An answer that says no, and names the task that was made all the same. */
	| { is: 'praisedLate' };

export const UNCLEAR = [
	'reset',
	'late',
	'cut',
	'midway',
	'gateway',
	'http500',
	'code500',
	'code501',
	'code408',
	'noId',
	'empty',
	'page',
] as const;
export type Unclear = (typeof UNCLEAR)[number];

/** How a task ends. */
export const ENDS = [
	'done',
	/** For a reason that may pass. */
	'failsForNow',
	'failsForGood',
	/** "Internal Error", and no code. */
	'failsSilently',
	'never',
	/** Done, and no image is named: for a moment, or for ever. */
	'emptyAtFirst',
	'emptyForEver',
] as const;
export type End = (typeof ENDS)[number];

export const SPELLINGS = [
	'documented',
	'responseText',
	'snakeCase',
	'flagText',
	'oneWord',
	'dateText',
	'nullText',
	/** The record of a failed task within a refusal. */
	'insideRefusal',
] as const;
export type Spelling = (typeof SPELLINGS)[number];

export interface TaskFate {
	takesS: number;
	end: End;
	spelling: Spelling;
	/** So many images, where not as many as asked for. */
	count: number | null;
	/** The record cannot be seen for so long. */
	hiddenS: number;
}

/** What becomes of one look at a record. */
export const READ_FAULTS = [
	'well',
	'reset',
	'http500',
	'code500',
	'gateway',
	'cut',
	'midway',
	'late',
	'limited',
	'missing',
	'noData',
	'unauthorized',
	'noCredits',
	'oddStatus',
] as const;
export type ReadFault = (typeof READ_FAULTS)[number];

/** What becomes of the first fetches of an image. */
export const FILE_FAULTS = [
	'notFound',
	'http500',
	'reset',
	'midway',
	'silent',
	'page',
	'empty',
	'private',
	'circle',
] as const;
export type FileFault = (typeof FILE_FAULTS)[number];

export const UPLOAD_FAULTS = [
	'http500',
	'reset',
	'unauthorized',
	'gateway',
	'noUrl',
	'limited',
	'cut',
	'midway',
	'late',
] as const;
export type UploadFault = (typeof UPLOAD_FAULTS)[number];

/** What becomes of KIE's call when a task has ended. */
export interface CallFate {
	isLost: boolean;
	delayS: number;
	copies: number;
	/** What comes before it from somebody else, or from a KIE in disorder. */
	before: 'forged' | 'unsigned' | 'stranger' | 'garbage' | null;
	/** Which of n8n's processes takes it. */
	to: 'same' | 'other';
}

/** All that happens to one order of an item: a further try is a further order. */
export interface OrderFate {
	create: CreateFate;
	task: TaskFate;
	reads: ReadFault[];
	files: { fault: FileFault; times: number } | null;
	call: CallFate;
	/** What KIE says in complaint repeats the request in this wording, secrets and all. */
	echo: Echo | null;
}
