import type { Refusal, Reply } from '../fault';
import { mayHaveBeenBilled, UNREADABLE } from '../fault';
import { isRecord, readId, unwrapped } from '../json';
import { isPlainId, isTaskId } from '../task';

const NAMES = ['taskId', 'task_id', 'recordId', 'record_id'];
const MAX_LOOKS = 2_000;
const MAX_HINTS = 8;
const MAX_HINT_LENGTH = 400;
const MAX_QUOTED = 2_000;

/**
 * The answer to a create, which names the task. Where it may be billed, a name counts in a refusal
 * too: to watch a task that is none costs nothing.
 */
export function readTaskId(reply: Reply<unknown>): Reply<string> {
	const answer = reply.ok ? asRefusal(reply) : reply.fault;
	if (answer.kind === 'disconnect' || !mayHaveBeenBilled(answer)) {
		return { ok: false, fault: answer };
	}
	const places = [answer.data, answer.beside].map(unwrapped);
	const isPraise = answer.code < 300;
	for (const place of places) {
		const taskId = isRecord(place) ? namedId(place) : isPraise ? plainId(place) : undefined;
		if (taskId !== undefined) return { ok: true, value: taskId };
	}
	// Whether there is a task, only KIE's log can tell, and a person needs something to look for there.
	const names = hintsIn(places, (answer.msg ?? '').slice(0, MAX_QUOTED));
	return { ok: false, fault: { ...answer, ...(names !== '' && { names }) } };
}

/** A success, as what it is where it names no task. */
const asRefusal = ({ value: data, beside }: { value: unknown; beside?: unknown }): Refusal => ({
	...UNREADABLE,
	fromKie: true,
	data,
	beside,
});

const namedId = (place: Record<string, unknown>): string | undefined =>
	NAMES.flatMap((name) => readId(place[name]) ?? []).find(isTaskId);

function plainId(place: unknown): string | undefined {
	const id = readId(place);
	return id !== null && isPlainId(id) ? id : undefined;
}

/** Whatever could be an ID, under its name, unless it is quoted anyway. */
function hintsIn(places: unknown[], quoted: string): string {
	const hints: string[] = [];
	const ahead = places.map((place): [name: string, value: unknown] => ['', place]);
	for (const [name, value] of ahead) {
		if (hints.length >= MAX_HINTS) break;
		if (typeof value === 'object' && value !== null) {
			ahead.push(...Object.entries(value).slice(0, Math.max(0, MAX_LOOKS - ahead.length)));
		} else {
			hints.push(...hintsOf(name, value).filter((hint) => !quoted.includes(hint)));
		}
	}
	return hints.join(', ').slice(0, MAX_HINT_LENGTH);
}

function hintsOf(name: string, value: unknown): string[] {
	const text = readId(value);
	if (text === null || /time(stamp)?$|date$/i.test(name)) return [];
	if (name === '') return [text];
	if (/id$/i.test(name) || isPlainId(text)) return [`${name}: ${text}`];
	// Among other words.
	return text
		.slice(0, MAX_HINT_LENGTH)
		.split(/[^\w.:-]+|[.:]+(?=\s|$)/)
		.filter(isPlainId);
}
