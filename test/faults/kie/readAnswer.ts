import type { Answer } from './answer.ts';
import { no, ok, page, reset } from './answer.ts';
import type { ReadFault } from './fates.ts';
import type { Task } from './ledger.ts';
import { recordAnswer, stateOf, urlsIn } from './records.ts';

const missing = ({ api }: Pick<Task, 'api'>): Answer =>
	no(422, api === 'market' ? 'recordInfo is null' : 'The record does not exist');

/** The answer to a look at a record; notes what the node learns from it. */
export function readAnswer(task: Task, now: number): Answer {
	const fault = task.fate.reads[task.reads.length - 1] ?? 'well';
	const isHidden = now < task.createdAt + task.fate.task.hiddenS * 1_000;
	const answer = isHidden && fault === 'well' ? missing(task) : faulty(fault, task, now);
	if (fault === 'well' && !isHidden && stateOf(task, now) !== 'running') {
		const isEmpty = stateOf(task, now) === 'success' && urlsIn(task, now).length === 0;
		task.told = stateOf(task, now) === 'failed' ? 'failed' : isEmpty ? 'empty' : 'done';
	}
	return answer;
}

function faulty(fault: ReadFault, task: Task, now: number): Answer {
	switch (fault) {
		case 'well':
			return recordAnswer(task, now);
		case 'reset':
			return reset;
		case 'http500':
			return no(500, 'Internal Error', 500);
		case 'code500':
			return no(500, 'Internal Error');
		case 'gateway':
			return page(504);
		case 'cut':
			return { ...recordAnswer(task, now), half: 'end' };
		case 'midway':
			return { ...recordAnswer(task, now), half: 'connection' };
		case 'late':
			return { ...recordAnswer(task, now), delayMs: 31_000 };
		case 'limited':
			return no(429, 'Your call frequency is too high', 429);
		case 'missing':
			return missing(task);
		case 'noData':
			return ok(null);
		case 'unauthorized':
			return no(401, 'You do not have access permissions');
		case 'noCredits':
			return no(402, 'Credits insufficient');
		case 'oddStatus':
			return ok({ taskId: task.id, status: 'POLISHING', state: 'polishing', successFlag: 7 });
	}
}

export const unknownTask = missing;
