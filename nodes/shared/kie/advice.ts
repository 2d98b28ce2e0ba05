import { CODES, isOfAccount, TASK_FAILED, UNLISTED } from './codes';
import type { Advice, Failure } from './failure';
import type { Disconnect, Fault, Refusal } from './fault';
import { mayHaveBeenBilled } from './fault';
import { LATER } from './phrases';
import { SUCCESS_WITHOUT_IMAGE } from './task';
import { adviceForText, saysNothing } from './wordings';

/** What KIE's text says, unless the code speaks of the account; else what the code says. */
function adviceFor(code: number, msg: string | null): Advice {
	const byText = msg === null || isOfAccount(code) ? undefined : adviceForText(msg);
	return byText ?? CODES[code] ?? UNLISTED;
}

const triedFor = ({ triedForMs = 0 }: Refusal) => {
	const minutes = Math.floor(triedForMs / 60_000);
	return minutes < 2 ? '' : ` The node tried for ${minutes} minutes.`;
};

const quote = (msg: string | null) =>
	msg === null ? '' : ` KIE says: “${msg}”${/[.!?]$/.test(msg) ? '' : '.'}`;

/** Describes a request that did not succeed. */
export function failureOf(fault: Fault): Failure {
	return fault.kind === 'disconnect' ? ofDisconnect(fault) : ofRefusal(fault);
}

/** Describes a create that did not succeed: the question is always whether it was billed. */
export function createFailureOf(fault: Fault): Failure {
	if (!mayHaveBeenBilled(fault)) return failureOf(fault);
	const base = failureOf(fault);
	const mayBeValues =
		fault.kind === 'refusal' && fault.fromKie && CODES[fault.code]?.ofValuesToo === true;
	const check = mayBeValues ? 'check the values and ' : '';
	return {
		...base,
		cause: 'unclear',
		retryable: false,
		message: `${base.message}, and the image may have been billed`,
		description: `To avoid paying twice, the node did not send it again. Look for the task at https://kie.ai/logs: if it is there, get it with the operation 'Get Status'; if not, ${check}send the item again.${evidence(fault)}`,
	};
}

/** What came instead of an answer. */
function evidence(fault: Fault): string {
	if (fault.kind === 'disconnect') return ` (${fault.code})`;
	const names = fault.names === undefined ? '' : ` The response mentions: ${fault.names}.`;
	return `${names}${fault.fromKie ? quote(fault.msg) : ` (HTTP status ${fault.code})`}`;
}

const DONE_WITHOUT_IMAGE: Advice = {
	message: 'KIE reported the task as done but sent no image URL',
	description:
		'It may have been billed, so the node does not try again. Look for the task at https://kie.ai/logs.',
	retryable: false,
};

// Not for another try by itself: it is mostly the content policy, and every try may cost.
const UNEXPLAINED: Advice = {
	message: 'KIE could not make the image',
	description:
		"KIE often gives no other reason when its content policy blocks an image. Reword 'Prompt' or try another image.",
	retryable: false,
};

/** Describes a task that KIE could not finish. */
export function taskFailureOf(task: NonNullable<Failure['task']>): Failure {
	const code = typeof task.errorCode === 'number' ? task.errorCode : null;
	const msg = task.errorMessage ?? null;
	const isOurWord = msg === SUCCESS_WITHOUT_IMAGE;
	const isUnexplained = saysNothing(msg ?? '') || (code === null && msg === null);
	const advice = isOurWord
		? DONE_WITHOUT_IMAGE
		: isUnexplained
			? UNEXPLAINED
			: adviceFor(code ?? TASK_FAILED, msg);
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
	const speaksOfKey = isOfAccount(fault.code) && !CODES[fault.code]?.ofNetworkToo;
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
			? 'The server redirected the request instead of answering'
			: 'The response did not come from KIE',
		description: redirect
			? "To protect the API key, the node does not follow redirects. Check 'Base URL' in the KIE API credential."
			: `The server responded with HTTP status ${code} and no data: there may be a gateway or firewall in between, or 'Base URL' in the KIE API credential may be wrong. ${LATER}`,
		errorCode: code,
		errorMessage: null,
		retryable: !redirect,
	};
}

function ofDisconnect({ code, mayHaveArrived, canceled }: Disconnect): Failure {
	return {
		cause: mayHaveArrived ? 'unclear' : 'unreached',
		message: canceled
			? 'The execution was canceled'
			: mayHaveArrived
				? 'The connection to KIE was lost before KIE responded'
				: 'KIE could not be reached',
		description: `Check the internet connection of n8n and 'Base URL' in the KIE API credential, then try again (${code}).`,
		errorCode: code,
		errorMessage: null,
		retryable: true,
	};
}
