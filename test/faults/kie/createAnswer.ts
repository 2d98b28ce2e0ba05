import type { Answer } from './answer.ts';
import { no, ok, page, reset } from './answer.ts';
import type { CreateFate, Unclear } from './fates.ts';
import type { Task } from './ledger.ts';

/** What KIE says of a request that it refuses. */
export const REFUSED = 'The request was refused';

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
			return no(fate.code, `${REFUSED}${quoted}`, fate.as === 'http' ? fate.code : 200);
		}
		case 'unreached':
			return { breaks: 'ECONNREFUSED' };
		case 'unclear':
			return unclear(fate.how, task?.id ?? '0'.repeat(32), quoted);
	}
}

function named(names: string, id: string): unknown {
	if (names === 'text') return id;
	return { [names === 'number' ? 'taskId' : names]: names === 'number' ? Number(id) : id };
}

function unclear(how: Unclear, id: string, quoted: string): Answer {
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
			return no(500, `Internal Error${quoted}`, 500);
		case 'code500':
			return no(500, `Internal Error${quoted}`);
		case 'code501':
			return no(501, `Generation failed${quoted}`);
		case 'code408':
			return no(408, `Upstream is silent${quoted}`);
		case 'noId':
			return ok({});
		case 'empty':
			return { body: '' };
		case 'page':
			return page(200);
	}
}
