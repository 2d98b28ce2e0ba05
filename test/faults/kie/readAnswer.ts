import type { Answer } from './answer.ts';
import { no, ok, page, reset } from './answer.ts';
import { echoed } from './echo.ts';
import type { ReadFault } from './fates.ts';
import type { Task, Told } from './ledger.ts';
import { recordAnswer, stateOf, urlsIn } from './records.ts';

const missing = ({ api }: Pick<Task, 'api'>): Answer =>
	no(422, api === 'market' ? 'recordInfo is null' : 'The record does not exist');

/** The answer to a look at a record; notes what the node learns from it. */
export function readAnswer(task: Task, now: number): Answer {
	const fault = task.fate.reads[task.reads.length] ?? 'well';
	const isHidden = now < task.createdAt + task.fate.task.hiddenS * 1_000;
	const answer = isHidden && fault === 'well' ? missing(task) : faulty(fault, task, now);
	const told = fault === 'well' && !isHidden ? endOf(task, now) : null;
	task.reads.push({ at: now, told });
	task.told = told ?? task.told;
	return answer;
}

function endOf(task: Task, now: number): Told | null {
	const state = stateOf(task, now);
	if (state !== 'success') return state === 'failed' ? 'failed' : null;
	return urlsIn(task, now).length === 0 ? 'empty' : 'done';
}

function faulty(fault: ReadFault, task: Task, now: number): Answer {
	const quoted = echoed(task.fate.echo, task.request);
	switch (fault) {
		case 'well':
			return recordAnswer(task, now);
		case 'reset':
			return reset;
		case 'http500':
			return no(500, `Internal Error${quoted}`, 500);
		case 'code500':
			return no(500, `Internal Error${quoted}`);
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
			return no(401, `You do not have access permissions${quoted}`);
		case 'noCredits':
			return no(402, `Credits insufficient${quoted}`);
		case 'oddStatus':
			return ok({ taskId: task.id, status: 'POLISHING', state: 'polishing', successFlag: 7 });
	}
}

export const unknownTask = missing;
