/** What KIE says to each code, as documented. */
const documentedMessages: Readonly<Record<number, string>> = {
	400: 'The parameter is not in a valid JSON format',
	401: 'Authentication credentials are missing or invalid',
	402: 'Account does not have enough credits to perform the operation',
	404: 'The requested resource or endpoint does not exist',
	408: 'The upstream service did not answer in time',
	422: 'The request parameters failed validation checks',
	429: 'Request limit has been exceeded for this resource',
	433: 'The usage limit of this sub-key has been exceeded',
	451: 'Failed to fetch the image. Kindly verify any access limits set by you or your service provider',
	455: 'System is currently undergoing maintenance',
	500: 'An unexpected error occurred while processing the request',
	501: 'Generation failed',
	505: 'This feature is currently disabled',
	550: "Task was rejected due to a full queue, likely caused by source site's issues. Please contact the administrator to confirm.",
};

export const messageOf = (code: number): string => documentedMessages[code] ?? 'Unknown';

/** A "no" in KIE's words. It travels as HTTP 200 with the code in the body unless `http` says otherwise. */
export class Refusal extends Error {
	readonly code: number;
	readonly http: number;
	/** For the ledger alone: KIE does not say it. */
	readonly reason: string | undefined;

	constructor(
		code: number,
		msg = messageOf(code),
		{ http = 200, reason }: { http?: number; reason?: string } = {},
	) {
		super(msg);
		this.code = code;
		this.http = http;
		this.reason = reason;
	}
}

/** What the market says to requests that it cannot make anything of. */
export const serverException = (reason: string): Refusal =>
	new Refusal(500, 'Server exception, please try again later or contact customer service', {
		reason,
	});

/** Creates and the live catalogue say the same of an ID, with another code. */
export const unknownModel = (code: 404 | 422, id: string): Refusal =>
	new Refusal(
		code,
		'The model name you specified is not supported. Please verify your input and use one of the supported models provided by KIE.',
		{ reason: `no model ${JSON.stringify(id)}` },
	);

/** How the live catalogue says 429. */
export const catalogueTooFast = 'Your call frequency is too high. Please try again later.';

/** A path that no endpoint has: the answer of the server around KIE, without KIE's envelope. */
export class NoSuchPath extends Refusal {
	readonly path: string;

	constructor(path: string) {
		super(404, 'No message available', { http: 404 });
		this.path = path;
	}
}

/** 422 with what exactly failed. */
export const invalid = (reason: string): Refusal =>
	new Refusal(422, `${messageOf(422)}: ${reason}`);
