import { z } from 'zod';
import { anything } from './anything';
import { apis } from './apis';
import type { KieTask } from './task';
import { isRecord, readNumber, readText } from './task';

/** What one call to a callback URL says, true or not. */
export interface Callback {
	/** Null where it names none: then nothing of it can be checked. */
	taskId: string | null;
	task: KieTask;
}

// 4o comes last: its failures (`info: null`) name no API.
const READERS = [apis.fluxKontext, apis.market, apis.gpt4oImage];
const OWN_FIELDS = ['info', 'state', 'resultJson'];
// KIE's are 32 hexadecimal digits; whatever is kept and sent on stays short and visible.
const TASK_ID = /^[\x21-\x7e]{1,200}$/;

const parsedText = (value: unknown): unknown => {
	if (typeof value !== 'string') return value;
	try {
		return JSON.parse(value) as unknown;
	} catch {
		return value;
	}
};

const bodySchema = anything.transform(parsedText).pipe(
	z.object({
		code: anything.transform(readNumber),
		msg: anything.transform(readText),
		message: anything.transform(readText),
		data: anything
			.transform(parsedText)
			.pipe(z.custom<Record<string, unknown>>(isRecord).nullish()),
		taskId: anything.transform(readText),
		task_id: anything.transform(readText),
	}),
);

/** Reads the body of a callback; null where it is none of KIE's. */
export function readCallback(body: unknown): Callback | null {
	try {
		return read(body);
	} catch {
		// Such as a body nested so deep that no stack holds it.
		return null;
	}
}

function read(body: unknown): Callback | null {
	const parsed = bodySchema.safeParse(body);
	if (!parsed.success) return null;
	const { code, msg, message, data: given, ...own } = parsed.data;
	const data = given ?? {};
	const taskId =
		readText(data.taskId) ?? readText(data.task_id) ?? own.taskId ?? own.task_id ?? null;

	const isNamed = taskId === null ? given !== undefined : TASK_ID.test(taskId);
	const isKies = code !== null || OWN_FIELDS.some((field) => field in data);
	if (!isNamed || !isKies) return null;
	for (const api of READERS) {
		const task = api.fromCallback(taskId ?? '', { code, msg: msg ?? message, data });
		if (task) return { taskId, task };
	}
	return null;
}
