import type { Disconnect, Fault, Refusal } from './envelope';
import { mayHaveBeenBilled } from './envelope';
import type { Failure } from './failure';
import { SUCCESS_WITHOUT_IMAGE } from './task';

/** What to tell a person about one kind of trouble. */
interface Advice {
	message: string;
	description: string;
	retryable: boolean;
}

const say = (message: string, description: string, retryable = false): Advice => ({
	message,
	description,
	retryable,
});

const LATER = 'This usually passes. Try again in a few minutes.';
const RETRY_ON_FAIL =
	'Turn on Retry On Fail in the node settings to have it tried again by itself.';

// The first pattern that fits KIE's own text wins; the code decides otherwise.
const BY_TEXT: Array<[RegExp, Advice]> = [
	[
		/image content.*(violat|polic)/i,
		say(
			'KIE declined an input image for its content',
			'The image goes against the content policy. Use another image.',
		),
	],
	[
		/flagged|content polic|safety (system|polic|filter)|moderation|nsfw/i,
		say(
			'KIE declined the request for its content',
			"The prompt or an image goes against the content policy. Reword 'Prompt', leave out real people and brands, or use another image.",
		),
	],
	[
		/exceeds.*\d+ ?bytes|size exceeds|file.*too large/i,
		say(
			'An input image is too large for KIE',
			'Make every image smaller than 25 MB (26,214,400 bytes), then try again.',
		),
	],
	[
		/invalid_image_format|could ?n.t process the provided image|could not process the provided image/i,
		say(
			'KIE could not read an input image',
			'Save the image again as PNG, JPEG or WebP and check that the URL leads to the file itself, not to a web page.',
		),
	],
	[
		/unable to download|failed to fetch the image|access limits|download failed/i,
		say(
			'KIE could not download an image',
			'The URL must open without a login from anywhere on the internet: test it in a private browser window. Links to a local network, to an expired download or to a protected site do not work.',
		),
	],
	[
		/failed to get user token/i,
		say('KIE could not start the task', `${LATER} ${RETRY_ON_FAIL}`, true),
	],
	[
		/gpt ?4o failed to edit/i,
		say(
			'The model could not edit the picture',
			"Simplify 'Prompt' or use another image, then try again.",
			true,
		),
	],
	[
		/failed to generate image/i,
		say('The model could not make the picture', "Try again. If it repeats, reword 'Prompt'.", true),
	],
	[/try again later/i, say('KIE asks to try again later', `${LATER} ${RETRY_ON_FAIL}`, true)],
	[
		/within 14 days/i,
		say(
			'KIE no longer has this result',
			'KIE keeps results for 14 days. Make the image again, and download images when they are made.',
		),
	],
	[
		/status is not success/i,
		say(
			'The task has no finished image yet',
			"Look it up with the operation 'Get Status' and ask for the link when its status is 'success'.",
			true,
		),
	],
	[
		/result data (is blank|not exist|is empty)/i,
		say('KIE has no image for this task', "Check the task with the operation 'Get Status'."),
	],
	[
		/url is wrong/i,
		say(
			'KIE does not know this image URL',
			'Only links to images that KIE made can be turned into download links. Copy it as the node gave it.',
		),
	],
	[
		/record.*(null|not exist)|task.*not (found|exist)/i,
		say(
			'KIE does not know this task',
			'Check the task ID, and that it was made with the same KIE account. Results are kept for 14 days.',
		),
	],
];

const BY_CODE: Record<number, Advice> = {
	400: say(
		'KIE declined the request',
		"Check 'Prompt' and the images: they may go against the content policy, or a value is not allowed.",
	),
	401: say(
		'KIE does not accept the API key',
		'Open the KIE API credential and copy the key again from https://kie.ai/api-key.',
	),
	402: say(
		'The KIE account has too few credits',
		'Add credits at https://kie.ai/billing, then try again.',
	),
	403: say(
		'KIE does not let this API key do that',
		'Check at https://kie.ai/api-key what the key may do and from which addresses.',
	),
	404: say(
		'KIE does not have what was asked for',
		"Check the ID, and 'Base URL' in the KIE API credential.",
	),
	408: say('The model did not answer KIE in time', `${LATER} ${RETRY_ON_FAIL}`, true),
	422: say('KIE did not accept a value', 'Change the value that KIE names, then try again.'),
	429: say(
		'KIE is limiting the number of requests',
		"KIE takes 20 new images in 10 seconds per account. Lower 'Items per Batch' or raise 'Batch Interval (Ms)' under Options, or let fewer workflows run at once.",
		true,
	),
	433: say(
		'This API key has used up its own limit',
		'Raise the limit of the key at https://kie.ai/api-key, or use another key.',
	),
	451: say(
		'KIE could not download an image',
		'The URL must open without a login from anywhere on the internet: test it in a private browser window.',
	),
	455: say('KIE is under maintenance', LATER, true),
	500: say(
		'KIE could not process the request',
		`${LATER} Check the values too: KIE gives the same answer when one of them is not allowed.`,
		true,
	),
	501: say('KIE could not make the picture', "Try again. If it repeats, reword 'Prompt'.", true),
	505: say('KIE has switched this feature off', 'Use another model, or ask support@kie.ai.'),
	550: say('The queue at KIE is full', LATER, true),
};

const FALLBACK = say(
	'KIE answered in an unexpected way',
	'Try again. If it repeats, see https://kie.ai/logs or ask support@kie.ai.',
	true,
);

// What an account may do is decided by the code, whatever the text says.
export const ACCOUNT_CODES: ReadonlySet<number> = new Set([401, 402, 403, 429, 433]);

function adviceFor(code: number | null, msg: string | null): Advice {
	const byText = msg === null ? undefined : BY_TEXT.find(([pattern]) => pattern.test(msg))?.[1];
	if (code !== null && ACCOUNT_CODES.has(code)) return BY_CODE[code] ?? FALLBACK;
	return byText ?? (code === null ? FALLBACK : (BY_CODE[code] ?? FALLBACK));
}

const triedFor = ({ triedForMs = 0 }: Refusal) => {
	const minutes = Math.floor(triedForMs / 60_000);
	return minutes < 2 ? '' : ` The node tried for ${minutes} minutes.`;
};

const quote = (msg: string | null) => (msg === null ? '' : ` KIE says: “${msg}”`);

/** Describes a request that did not succeed. */
export function failureOf(fault: Fault): Failure {
	return fault.kind === 'disconnect' ? ofDisconnect(fault) : ofRefusal(fault);
}

/** Describes a create that did not succeed: the question is always whether it was billed. */
export function createFailureOf(fault: Fault): Failure {
	if (!mayHaveBeenBilled(fault)) return failureOf(fault);
	const base = failureOf(fault);
	const isFromKie = fault.kind === 'refusal' && fault.fromKie;
	// KIE says 500 also where it does not accept a value.
	const check = isFromKie && fault.code === 500 ? 'check the values and ' : '';
	return {
		...base,
		cause: 'unclear',
		retryable: false,
		message: `${base.message}, so the image may have been billed`,
		description: `The node did not send it again, so that you do not pay twice. Look for the task at https://kie.ai/logs: if it is there, get it with the operation 'Get Status'; if not, ${check}send the item again.${evidence(fault)}`,
	};
}

/** What came instead of an answer. */
function evidence(fault: Fault): string {
	if (fault.kind === 'disconnect') return ` (${fault.code})`;
	return fault.fromKie ? quote(fault.msg) : ` (HTTP status ${fault.code})`;
}

const DONE_WITHOUT_IMAGE = say(
	'KIE reported the image as done but gave no link to it',
	'It may have been billed, so the node does not ask again. Look for the task at https://kie.ai/logs.',
);

// Not for another try by itself: it is mostly the content policy, and every try may cost.
const UNEXPLAINED = say(
	'KIE could not make the picture',
	"KIE often says no more than this when the content policy stopped a picture. Reword 'Prompt' or try another image.",
);

/** Describes a task that KIE could not finish. */
export function taskFailureOf(task: NonNullable<Failure['task']>): Failure {
	const code = typeof task.errorCode === 'number' ? task.errorCode : null;
	const msg = task.errorMessage ?? null;
	const isOurWord = msg === SUCCESS_WITHOUT_IMAGE;
	const isUnexplained = /^internal error$/i.test(msg ?? '') || (code === null && msg === null);
	const advice = isOurWord
		? DONE_WITHOUT_IMAGE
		: isUnexplained
			? UNEXPLAINED
			: adviceFor(code ?? 501, msg);
	return {
		cause: 'task',
		message: advice.message,
		description: `${advice.description}${quote(isOurWord ? null : msg)}`,
		errorCode: task.errorCode ?? null,
		errorMessage: msg,
		retryable: advice.retryable,
		task,
	};
}

function ofRefusal(fault: Refusal): Failure {
	const speaksOfKey = ACCOUNT_CODES.has(fault.code) && fault.code !== 403;
	if (!fault.fromKie && !speaksOfKey) return ofGatewayPage(fault);
	const advice = adviceFor(fault.code, fault.msg);
	return {
		cause: 'refused',
		message: advice.message,
		description: `${advice.description}${triedFor(fault)}${quote(fault.msg)}`,
		errorCode: fault.code,
		errorMessage: fault.msg,
		retryable: advice.retryable,
	};
}

function ofGatewayPage({ code }: Refusal): Failure {
	const redirect = code >= 300 && code < 400;
	return {
		cause: 'refused',
		message: redirect
			? 'The server redirected the request instead of answering it'
			: 'The server did not answer as KIE does',
		description: redirect
			? "The node does not follow it, to keep the API key with KIE. Check 'Base URL' in the KIE API credential."
			: `It answered with HTTP status ${code} and no data: a gateway or firewall in between, or 'Base URL' in the KIE API credential leads elsewhere. ${LATER}`,
		errorCode: code,
		errorMessage: null,
		retryable: !redirect,
	};
}

function ofDisconnect({ code, mayHaveArrived, cancelled }: Disconnect): Failure {
	return {
		cause: mayHaveArrived ? 'unclear' : 'unreached',
		message: cancelled
			? 'The execution was canceled'
			: mayHaveArrived
				? 'The connection to KIE broke before it answered'
				: 'KIE could not be reached',
		description: `Check the internet connection of n8n and 'Base URL' in the KIE API credential, then try again (${code}).`,
		errorCode: code,
		errorMessage: null,
		retryable: true,
	};
}
