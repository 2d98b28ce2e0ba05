import type { Advice } from './failure';
import { LATER, RETRY_ON_FAIL } from './phrases';

/**
 * What one of KIE's codes says, as the `code` of a body or as an HTTP status: what a person reads of
 * it, and what it means for the request. `retryable` is true of what passes by itself.
 */
interface Code extends Advice {
	/** Whether a create that met it may have made an image, and billed it. */
	mayBeBilled: boolean;
	/** It speaks of the account or its key, whatever was asked for and whatever KIE's text says. */
	ofAccount?: true;
	/** It refuses what costs credits: a reading costs none. */
	ofCredits?: true;
	/** The network in front of KIE says it too, in pages of its own. There it passes. */
	ofNetworkToo?: true;
	rateLimit?: true;
	/** There is no such record, or not yet. */
	noRecord?: true;
	/** KIE says it of values too, instead of 422. */
	ofValuesToo?: true;
}

/** The code assumed for a failed task whose record contains none. */
export const TASK_FAILED = 501;

/** What there is to say of a code that is not listed below. */
export const UNLISTED: Advice = {
	message: 'KIE sent an unexpected response',
	description:
		'Try again. If this keeps happening, see https://kie.ai/logs or contact support@kie.ai.',
	retryable: true,
};

export const CODES: Readonly<Partial<Record<number, Code>>> = {
	400: {
		message: 'KIE declined the request',
		description:
			"Check 'Prompt' and the images: they may violate the content policy, or a value may not be allowed.",
		retryable: false,
		mayBeBilled: false,
	},
	401: {
		message: 'KIE does not accept the API key',
		description: 'Open the KIE API credential and copy the key again from https://kie.ai/api-key.',
		retryable: false,
		mayBeBilled: false,
		ofAccount: true,
	},
	402: {
		message: 'The KIE account has too few credits',
		description: 'Add credits at https://kie.ai/billing, then try again.',
		retryable: false,
		mayBeBilled: false,
		ofAccount: true,
		ofCredits: true,
	},
	403: {
		message: 'KIE does not allow this API key to do that',
		description: "Check the key's permissions and allowed addresses at https://kie.ai/api-key.",
		retryable: false,
		mayBeBilled: false,
		ofAccount: true,
		ofNetworkToo: true,
	},
	404: {
		message: 'KIE could not find what the node requested',
		description:
			"Check the task ID or the name of the model, and 'Base URL' in the KIE API credential.",
		retryable: false,
		mayBeBilled: false,
		noRecord: true,
	},
	408: {
		message: 'The model did not respond to KIE in time',
		description: `${LATER} ${RETRY_ON_FAIL}`,
		retryable: true,
		// A model that was silent says nothing of what it made.
		mayBeBilled: true,
	},
	422: {
		message: 'KIE did not accept a value',
		description: 'Change the value that KIE names, then try again.',
		retryable: false,
		mayBeBilled: false,
		noRecord: true,
	},
	425: {
		...UNLISTED,
		mayBeBilled: false,
	},
	429: {
		message: 'KIE is limiting the number of requests',
		description:
			"KIE accepts 20 requests per 10 seconds for each account. Lower 'Items per Batch' or raise 'Batch Interval (Ms)' under Options, or let fewer workflows run at once.",
		retryable: true,
		mayBeBilled: false,
		ofAccount: true,
		rateLimit: true,
	},
	433: {
		message: 'This API key has reached its own limit',
		description: 'Raise the limit of the key at https://kie.ai/api-key, or use another key.',
		retryable: false,
		mayBeBilled: false,
		ofAccount: true,
	},
	451: {
		message: 'KIE could not download an image',
		description:
			'The URL must be publicly accessible without a login: test it in a private browser window.',
		retryable: false,
		mayBeBilled: false,
	},
	455: {
		message: 'KIE is under maintenance',
		description: LATER,
		retryable: true,
		mayBeBilled: false,
	},
	500: {
		message: 'KIE could not process the request',
		description: `${LATER} Also check the values: KIE sends the same response when one of them is not allowed.`,
		retryable: true,
		mayBeBilled: true,
		ofValuesToo: true,
	},
	501: {
		message: 'KIE could not make the image',
		description: "Try again. If this keeps happening, reword 'Prompt'.",
		retryable: true,
		mayBeBilled: true,
	},
	505: {
		message: 'KIE has disabled this feature',
		description: 'Use another model, or contact support@kie.ai.',
		retryable: false,
		mayBeBilled: false,
	},
	550: {
		message: 'The queue at KIE is full',
		description: LATER,
		retryable: true,
		mayBeBilled: false,
	},
};

// Codes that are not listed are mostly those of servers in between. From 500 on, such a server may be
// well again soon, and nobody knows how far the request came. Nor does a success that cannot be read
// say what was made.

/** Whether a request that met it may succeed a little later. */
export const passes = (code: number): boolean => CODES[code]?.retryable ?? code >= 500;

export const mayBeBilled = (code: number): boolean =>
	CODES[code]?.mayBeBilled ?? (code < 300 || code >= 500);

export const isOfAccount = (code: number): boolean => CODES[code]?.ofAccount === true;
