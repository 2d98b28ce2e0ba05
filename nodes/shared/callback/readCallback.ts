import { z } from 'zod';
import { callbackReaders } from '../kie/apis';
import { isRecord, readId, readNumber, readText, unwrapped } from '../kie/json';
import type { KieTask } from '../kie/task';
import { isTaskId } from '../kie/task';
import { anything } from '../schemas';

/** What one call to a callback URL says, true or not. */
export interface Callback {
	/** Null where it names none: then nothing of it can be checked. */
	taskId: string | null;
	task: KieTask;
}

const OWN_FIELDS = ['info', 'state', 'resultJson'];

/** Null may come as a word. */
const dataOf = (value: unknown): unknown =>
	typeof value === 'string' && readText(value) === null ? null : unwrapped(value);

const bodySchema = anything.transform(unwrapped).pipe(
	z.object({
		code: anything.transform(readNumber),
		msg: anything.transform(readText),
		message: anything.transform(readText),
		data: anything.transform(dataOf).pipe(z.custom<Record<string, unknown>>(isRecord).nullish()),
		taskId: anything.transform(readId),
		task_id: anything.transform(readId),
	}),
);

/** Reads the body of a callback; null where it is none of KIE's. */
export function readCallback(body: unknown): Callback | null {
	const parsed = bodySchema.safeParse(body);
	if (!parsed.success) return null;
	const { code, msg, message, data: given, ...own } = parsed.data;
	const data = given ?? {};
	const taskId =
		readId(data.taskId) ??
		readId(data.task_id) ??
		own.taskId ??
		own.task_id ??
		readId(data.recordId);

	const isNamed = taskId === null ? given !== undefined : isTaskId(taskId);
	const isKies = code !== null || OWN_FIELDS.some((field) => field in data);
	if (!isNamed || !isKies) return null;
	for (const api of callbackReaders) {
		const task = api.fromCallback(taskId ?? '', { code, msg: msg ?? message, data });
		if (task) return { taskId, task };
	}
	return null;
}
