import type { Task } from './task.ts';

type Json = Record<string, unknown>;

/** How far a running task is, from 0 to 1; only a finished one is at 1. */
function progressOf(task: Task, now: number): number {
	if (task.ending) return 1;
	const share = (now - task.createdAt) / (task.endsAt - task.createdAt);
	return Math.min(0.99, Math.max(0, share));
}

/** 0 running, 1 success, 2 inputs refused, 3 generation failed. */
function successFlag({ ending }: Task): number {
	if (!ending) return 0;
	if (ending.ok) return 1;
	return ending.refusedInputs ? 2 : 3;
}

function timesAndOutcome(task: Task): Json {
	const { ending } = task;
	return {
		createTime: task.createdAt,
		completeTime: ending?.at ?? null,
		successFlag: successFlag(task),
		errorCode: ending?.ok === false ? ending.code : null,
		errorMessage: ending?.ok === false ? ending.msg : '',
	};
}

const statuses = ['GENERATING', 'SUCCESS', 'CREATE_TASK_FAILED', 'GENERATE_FAILED'] as const;

export function gpt4oRecord(task: Task, now: number): Json {
	return {
		taskId: task.id,
		paramJson: JSON.stringify(task.request),
		...timesAndOutcome(task),
		response: task.ending?.ok ? { resultUrls: task.ending.resultUrls } : null,
		status: statuses[successFlag(task)],
		progress: progressOf(task, now).toFixed(2),
	};
}

export function fluxRecord(task: Task): Json {
	return {
		taskId: task.id,
		paramJson: JSON.stringify(task.request),
		...timesAndOutcome(task),
		response: task.ending?.ok ? fluxInfo(task) : null,
	};
}

const fluxInfo = ({ ending }: Task): Json => ({
	originImageUrl: (ending?.ok && ending.originUrl) || '',
	resultImageUrl: (ending?.ok && ending.resultUrls[0]) || '',
});

function marketState(task: Task, now: number): string {
	if (task.ending) return task.ending.ok ? 'success' : 'fail';
	const progress = progressOf(task, now);
	if (progress < 0.1) return 'waiting';
	return progress < 0.25 ? 'queuing' : 'generating';
}

/** What a market task made: URLs, or something of the model's own. */
function marketResult({ ending }: Task): Json | null {
	if (!ending?.ok) return null;
	return ending.own ?? { resultUrls: ending.resultUrls };
}

/** The request as the market repeats it: JSON text whose `input` is JSON text again. */
const marketParam = ({ request }: Task): string =>
	JSON.stringify({ ...request, input: JSON.stringify(request.input) });

/** The ten keys of spring 2026, in their order. */
function marketBasics(task: Task, now: number): Json {
	const { ending } = task;
	const result = marketResult(task);
	return {
		taskId: task.id,
		model: task.model.id,
		state: marketState(task, now),
		param: marketParam(task),
		resultJson: result ? JSON.stringify(result) : '',
		failCode: ending?.ok === false ? String(ending.code ?? '') : null,
		failMsg: ending?.ok === false ? ending.msg : null,
		costTime: ending ? Math.round((ending.at - task.createdAt) / 1000) : null,
		completeTime: ending?.at ?? null,
		createTime: task.createdAt,
	};
}

/** As of September 2026. The credits stand there while the task still waits. */
export function marketRecord(task: Task, now: number): Json {
	return {
		...marketBasics(task, now),
		creditsConsumed: task.entry.billed,
		operationType: task.model.id,
		response: marketResult(task),
		successFlag: successFlag(task),
		paramJson: marketParam(task),
	};
}

/** The record as its API writes it, in the spelling a fault asks for. */
export function recordOf(task: Task, now: number): Json {
	const record = {
		gpt4oImage: gpt4oRecord,
		fluxKontext: fluxRecord,
		market: marketRecord,
	}[task.model.api](task, now);
	return task.plan.spelling ? respell(record, task, now) : record;
}

/** The other spellings of a record that documents and wire have shown. */
function respell(record: Json, task: Task, now: number): Json {
	const { successFlag: flag, status, ...rest } = record;
	const urls = task.ending?.ok ? task.ending.resultUrls : [];
	const date = (time: unknown) =>
		typeof time === 'number' ? new Date(time).toISOString().slice(0, 19).replace('T', ' ') : null;
	switch (task.plan.spelling) {
		case 'responseText':
			return { ...record, response: record.response && JSON.stringify(record.response) };
		case 'snakeCase':
			return { ...record, response: record.response && { result_urls: urls } };
		case 'flagText':
			return { ...record, successFlag: String(flag) };
		case 'statusOnly':
			return { ...rest, status };
		case 'flagOnly':
			return { ...rest, successFlag: flag };
		case 'dateText':
			return {
				...record,
				createTime: date(record.createTime),
				completeTime: date(record.completeTime),
			};
		case 'tenKeys':
			return task.model.api === 'market' ? marketBasics(task, now) : record;
		case 'nullText':
			return nullAsText(record, task);
		case 'plain':
			return {
				taskId: task.id,
				status: { true: 'completed', false: 'failed', undefined: 'processing' }[
					String(task.ending?.ok)
				],
				progress: Math.round(progressOf(task, now) * 100),
				...(task.ending?.ok ? { imageUrl: urls[0] } : {}),
				...(task.ending?.ok === false ? { errorMessage: task.ending.msg } : {}),
			};
		case undefined:
			return record;
	}
}

const maybeNull = new Set(['errorCode', 'errorMessage', 'failCode', 'failMsg']);

/** Where there is no code, message or URL, the word "null". */
function nullAsText(record: Json, task: Task): Json {
	const named = Object.entries(record).map(([name, value]): [string, unknown] =>
		maybeNull.has(name) ? [name, value || 'null'] : [name, value],
	);
	const isFluxResult = task.model.api === 'fluxKontext' && record.response;
	return {
		...Object.fromEntries(named),
		...(isFluxResult ? { response: { ...fluxInfo(task), originImageUrl: 'null' } } : {}),
	};
}

/** What a callback of the market tells, as documented in October 2026. */
function marketNews(task: Task, now: number): Json {
	const { resultJson, failCode, failMsg, ...basics } = marketBasics(task, now);
	const outcome = task.ending?.ok ? { resultJson } : { resultJson: null, failCode, failMsg };
	return {
		...basics,
		...outcome,
		creditsConsumed: task.entry.billed,
		updateTime: basics.completeTime,
	};
}

/** What is posted to `callBackUrl` when the task has ended. */
export function callbackBody(task: Task, now: number): Json {
	const { ending } = task;
	const ok = ending?.ok === true;
	if (task.model.api === 'market')
		return {
			code: ok ? 200 : ending?.code === 400 ? 400 : 501,
			msg: ok ? 'Playground task completed successfully.' : 'Playground task failed.',
			data: marketNews(task, now),
		};
	const info = {
		gpt4oImage: () => (ok ? { result_urls: ending.resultUrls } : null),
		fluxKontext: () => fluxInfo(task),
	}[task.model.api]();
	return {
		code: ok ? 200 : (ending?.code ?? 500),
		msg: ending?.ok === false ? ending.msg : 'Image generated successfully.',
		data: { taskId: task.id, info },
	};
}
