import type { Answer } from './answer.ts';
import { no, ok } from './answer.ts';
import { echoed } from './echo.ts';
import type { Task } from './ledger.ts';

// A task as KIE's three APIs show it, from kie-api.md.

export const FAILURES = {
	failsForNow: { code: 500, msg: 'Failed to generate image, please try again later' },
	failsForGood: {
		code: 400,
		msg: 'Your content was flagged by OpenAI as violating content policies',
	},
	failsSilently: { code: null, msg: 'Internal Error' },
} as const;

type State = 'running' | 'success' | 'failed';

export const stateOf = (task: Task, now: number): State => {
	const { end } = task.fate.task;
	if (now < task.endsAt || end === 'never') return 'running';
	return end in FAILURES ? 'failed' : 'success';
};

export const failureIn = ({ fate, request }: Task) => {
	const { end } = fate.task;
	const { code, msg } = FAILURES[end as keyof typeof FAILURES];
	// Who says nothing quotes nothing.
	return { code, msg: end === 'failsSilently' ? msg : `${msg}${echoed(fate.echo, request)}` };
};

/** The images that a record names now. */
export function urlsIn(task: Task, now: number): string[] {
	const { end } = task.fate.task;
	if (stateOf(task, now) !== 'success' || end === 'emptyForEver') return [];
	// The first look that is told of the success is told of no image.
	return end === 'emptyAtFirst' && task.told === null ? [] : task.urls;
}

export function recordAnswer(task: Task, now: number): Answer {
	const record = (task.api === 'market' ? marketRecord : ownRecord)(task, now);
	const isInside = task.fate.task.spelling === 'insideRefusal' && stateOf(task, now) === 'failed';
	if (!isInside) return ok(record);
	const { msg } = failureIn(task);
	return { body: { ...(no(501, msg).body as object), data: record } };
}

/** 4o Image and Flux Kontext. */
function ownRecord(task: Task, now: number) {
	const state = stateOf(task, now);
	const { spelling } = task.fate.task;
	const failure = state === 'failed' ? failureIn(task) : null;
	const urls = urlsIn(task, now);
	const flag = { running: 0, success: 1, failed: 3 }[state];
	const word = { running: 'GENERATING', success: 'SUCCESS', failed: 'GENERATE_FAILED' }[state];
	const isFlux = task.api === 'fluxKontext';
	const response = isFlux
		? {
				originImageUrl: 'https://tempfile.aiquickdraw.com/origin.png',
				resultImageUrl: urls[0] ?? '',
			}
		: { [spelling === 'snakeCase' ? 'result_urls' : 'resultUrls']: urls };
	const told = state === 'success' ? response : null;
	return {
		taskId: task.id,
		paramJson: JSON.stringify(task.request),
		createTime: timeAs(spelling, task.createdAt),
		completeTime: state === 'running' ? null : timeAs(spelling, task.endsAt),
		response: spelling === 'responseText' && told ? JSON.stringify(told) : told,
		...(!(spelling === 'oneWord' && !isFlux) && {
			successFlag: spelling === 'flagText' ? String(flag) : flag,
		}),
		...(!isFlux && { status: word, progress: state === 'running' ? '0.40' : '1.00' }),
		errorCode: failure?.code ?? (spelling === 'nullText' ? 'null' : null),
		errorMessage: failure?.msg ?? (spelling === 'nullText' ? 'null' : ''),
	};
}

function marketRecord(task: Task, now: number) {
	const state = stateOf(task, now);
	const { spelling } = task.fate.task;
	const failure = state === 'failed' ? failureIn(task) : null;
	const urls = urlsIn(task, now);
	const { request } = task;
	return {
		taskId: task.id,
		model: request.model,
		state: { running: 'generating', success: 'success', failed: 'fail' }[state],
		param: JSON.stringify({ ...request, input: JSON.stringify(request.input) }),
		resultJson: state === 'success' ? JSON.stringify({ resultUrls: urls }) : '',
		failCode: failure ? String(failure.code ?? '') : spelling === 'nullText' ? 'null' : null,
		failMsg: failure?.msg ?? (spelling === 'nullText' ? 'null' : null),
		costTime: state === 'running' ? null : Math.round((task.endsAt - task.createdAt) / 1000),
		completeTime: state === 'running' ? null : timeAs(spelling, task.endsAt),
		createTime: timeAs(spelling, task.createdAt),
	};
}

const timeAs = (spelling: string, time: number) =>
	spelling === 'dateText' ? new Date(time).toISOString().slice(0, 19).replace('T', ' ') : time;

/** What KIE posts when a task has ended. */
export function callBody(task: Task, now: number): unknown {
	const failure = stateOf(task, now) === 'failed' ? failureIn(task) : null;
	const urls = urlsIn(task, now);
	const code = failure ? (failure.code ?? 500) : 200;
	const msg = failure?.msg ?? 'done';
	if (task.api === 'market')
		return { code: failure ? 501 : 200, msg, data: marketRecord(task, now) };
	const info =
		task.api === 'fluxKontext'
			? { originImageUrl: '', resultImageUrl: urls[0] ?? '' }
			: failure
				? null
				: { result_urls: urls };
	return { code, msg, data: { taskId: task.id, info } };
}
