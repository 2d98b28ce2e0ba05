import type { Answer } from './answer.ts';
import { no, ok, page, reset } from './answer.ts';
import type { CreateFate, Unclear } from './fates.ts';
import type { Task } from './ledger.ts';

/** How the node is told of its create; `quoted` is what a server may repeat of a request. */
export function createAnswer(fate: CreateFate, task: Task | null, quoted: string): Answer {
	switch (fate.is) {
		case 'well':
			return ok(named(fate.names, task!.id));
		case 'praisedLate':
			return { body: { code: 500, msg: 'Internal Error', data: { taskId: task!.id } } };
		case 'limited':
			return {
				...no(429, 'Your call frequency is too high', fate.retryAfter === null ? 200 : 429),
				...(fate.retryAfter !== null && { headers: { 'retry-after': String(fate.retryAfter) } }),
			};
		case 'refused': {
			const msg = `The request was refused${fate.echoes ? `: ${quoted}` : ''}`;
			return no(fate.code, msg, fate.as === 'http' && fate.code < 600 ? fate.code : 200);
		}
		case 'unreached':
			return { breaks: 'ECONNREFUSED' };
		case 'unclear':
			return unclear(fate.how, task?.id ?? '0'.repeat(32));
	}
}

function named(names: string, id: string): unknown {
	if (names === 'text') return id;
	return { [names === 'number' ? 'taskId' : names]: names === 'number' ? Number(id) : id };
}

function unclear(how: Unclear, id: string): Answer {
	switch (how) {
		case 'reset':
			return reset;
		case 'late':
			return { ...ok({ taskId: id }), delayMs: 62_000 };
		case 'cut':
			return { ...ok({ taskId: id }), half: 'end' };
		case 'midway':
			return { ...ok({ taskId: id }), half: 'connection' };
		case 'gateway':
			return page(502);
		case 'http500':
			return no(500, 'Internal Error', 500);
		case 'code500':
			return no(500, 'Internal Error');
		case 'code501':
			return no(501, 'Generation failed');
		case 'code408':
			return no(408, 'Upstream is silent');
		case 'noId':
			return ok({});
		case 'empty':
			return { body: '' };
		case 'page':
			return page(200);
	}
}
