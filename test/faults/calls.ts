import { signed } from '../helpers/trigger.ts';
import type { Call } from '../helpers/rest.ts';
import type { Task } from './kie/ledger.ts';
import { callBody } from './kie/records.ts';

// KIE calls when a task has ended, and again where it is not answered with a 2xx.

const REPEATS_S = [10, 20, 30];

export interface DueCall {
	task: Task;
	dueAt: number;
	kind: 'genuine' | 'forged' | 'unsigned' | 'stranger' | 'garbage';
	repeats: number;
}

/** The first calls for a task; none where it never ends, or nobody is to be called. */
export function callsFor(task: Task): DueCall[] {
	const { call, task: fate } = task.fate;
	if (fate.end === 'never' || !urlOf(task).includes('/webhook-waiting/')) return [];
	const dueAt = task.endsAt + call.delayS * 1_000;
	const first =
		call.before === null ? [] : [{ task, dueAt: dueAt - 1, kind: call.before, repeats: 0 }];
	const copies = call.isLost ? 0 : call.copies;
	return [
		...first,
		...Array.from({ length: copies }, (_, nth) => ({
			...{ task, kind: 'genuine' as const, repeats: 0 },
			// The first two leave at the same moment.
			dueAt: dueAt + Math.max(0, nth - 1) * 4_000,
		})),
	];
}

export function repeatOf(call: DueCall): DueCall[] {
	const wait = REPEATS_S[call.repeats];
	if (call.kind !== 'genuine' || wait === undefined) return [];
	return [{ ...call, dueAt: call.dueAt + wait * 1_000, repeats: call.repeats + 1 }];
}

export const urlOf = ({ request }: Pick<Task, 'request'>): string =>
	String(request.callBackUrl ?? '');

/** The URL and the content of a call, forged or not. */
export function toCall(
	{ task, kind }: DueCall,
	now: number,
	isSigned: boolean,
	/** A task that the same execution waits for. */
	neighborId = 'e'.repeat(32),
): { url: string; call: Call } {
	const body = callBody(task, now);
	const url = new URL(urlOf(task));
	const headers = isSigned ? signed(task.id) : {};
	switch (kind) {
		case 'genuine':
			return { url: url.href, call: { body, headers } };
		case 'forged':
			url.searchParams.set('secret', 'f'.repeat(32));
			return { url: url.href, call: { body, headers } };
		case 'unsigned':
			return { url: url.href, call: { body } };
		case 'stranger': {
			const other = { code: 200, msg: 'ok', data: { taskId: neighborId, info: null } };
			const own = isSigned ? signed(neighborId) : {};
			return { url: url.href, call: { body: other, headers: own } };
		}
		case 'garbage':
			return { url: url.href, call: { body: 'not what KIE sends', headers } };
	}
}
