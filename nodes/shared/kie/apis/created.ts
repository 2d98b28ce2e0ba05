import type { Reply } from '../fault';
import { UNREADABLE } from '../fault';
import { isRecord, readId, unwrapped } from '../json';
import { isTaskId } from '../task';

const NAMES = ['taskId', 'task_id', 'recordId', 'record_id'];
// Nothing but an ID: KIE's have 32 digits, its documents' look like task_4o_abc123.
const PLAIN_ID = /^(?=.*\d)[\w.:-]{8,200}$/;
const MAX_LOOKS = 2_000;
const MAX_HINTS = 8;
const MAX_HINT_LENGTH = 400;

/** The answer to a create, whose data names the task. */
export function readTaskId(reply: Reply<unknown>): Reply<string> {
	if (!reply.ok) return reply;
	const data = unwrapped(reply.value);
	const taskId = isRecord(data)
		? NAMES.map((name) => readId(data[name])).find((id) => id !== null && isTaskId(id))
		: plainId(data);
	if (typeof taskId === 'string') return { ok: true, value: taskId };
	// A success that names no task: whether there is one, only KIE's log can tell, and a person
	// needs something to look for there.
	return { ok: false, fault: { ...UNREADABLE, fromKie: true, msg: hintsIn(data) } };
}

function plainId(data: unknown): string | undefined {
	const id = readId(data);
	return id !== null && PLAIN_ID.test(id) ? id : undefined;
}

/** Whatever of an answer could be an ID, under its name. */
function hintsIn(data: unknown): string | null {
	const hints: string[] = [];
	const ahead: Array<[name: string, value: unknown]> = [['', data]];
	for (const [name, value] of ahead) {
		if (hints.length === MAX_HINTS) break;
		if (typeof value === 'object' && value !== null) {
			ahead.push(...Object.entries(value).slice(0, Math.max(0, MAX_LOOKS - ahead.length)));
		} else if (isHint(name, value)) {
			hints.push(name === '' ? String(value) : `${name}: ${String(value)}`);
		}
	}
	const hint = hints.join(', ').slice(0, MAX_HINT_LENGTH);
	return hint === '' ? null : hint;
}

function isHint(name: string, value: unknown): boolean {
	if (typeof value !== 'string' && typeof value !== 'number') return false;
	const text = String(value).trim();
	return text !== '' && (name === '' || /id$/i.test(name) || PLAIN_ID.test(text));
}
